import type { BundleFile, BundlePath } from '@gatehouse/contracts/bundles';
import { stringify as tomlOf } from 'smol-toml';
import { dotenvOf, type VariableValue } from './dotenv.ts';
import { type YamlValue, yamlOf } from './yaml.ts';

type Parts = {
  path: string;
  isSecret: boolean;
  managed: BundlePath[];
  suggested?: string[][];
};
type Document = Record<string, unknown>;

/** `jsonc` where the reader of the file takes comments: then a person's file may have some. */
export const jsonFile = (parts: Parts & { syntax: 'json' | 'jsonc' }, content: Document): BundleFile =>
  fileOf(parts, parts.syntax, `${JSON.stringify(content, null, 2)}\n`);

export const tomlFile = (parts: Parts, content: Document): BundleFile =>
  fileOf(parts, 'toml', `${tomlOf(content).trim()}\n`);

export const yamlFile = (parts: Parts, content: Record<string, YamlValue>): BundleFile =>
  fileOf(parts, 'yaml', `${yamlOf(content)}\n`);

export const dotenvFile = (parts: Parts, content: Record<string, VariableValue>): BundleFile =>
  fileOf(parts, 'dotenv', dotenvOf(content));

/** A file that nobody else writes. */
export const wholeFile = (file: BundleFile): BundleFile => ({ ...file, isWhole: true, managed: [], suggested: [] });

export const textFile = (parts: Pick<BundleFile, 'path' | 'isSecret' | 'content'>): BundleFile => ({
  ...parts,
  syntax: 'text',
  isWhole: true,
  managed: [],
  suggested: [],
});

function fileOf(parts: Parts, syntax: BundleFile['syntax'], content: string): BundleFile {
  const { path, managed, suggested = [], isSecret } = parts;
  return { path, syntax, isWhole: false, managed, suggested, content, isSecret };
}

/** The object without what is undefined, so that a document never has a key without a value. */
export function defined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
