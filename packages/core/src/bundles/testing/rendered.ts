import type { BundleFile, BundleFormat } from '@gatehouse/contracts/bundles';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';
import { renderBundle } from '../render.ts';
import { sampleSources } from './sources.ts';

type Given = Parameters<typeof sampleSources>[0];

/** The files of a bundle by name, and what its client reads out of each. */
export function rendered(format: BundleFormat, given: Given = {}) {
  const { files, notes } = renderBundle(format, sampleSources(given));
  const file = (name: string): BundleFile => {
    const found = files.find(({ path }) => path === `${format}/${name}`);
    if (!found) throw new Error(`No ${name} in the bundle.`);
    return found;
  };
  // biome-ignore lint/suspicious/noExplicitAny: what is in a file is what the tests are about
  const read = (name: string): any => parsed(file(name));
  return { files, notes, file, read };
}

export function parsed({ syntax, content }: BundleFile): unknown {
  if (syntax === 'json' || syntax === 'jsonc') return JSON.parse(content);
  if (syntax === 'toml') return parseToml(content);
  if (syntax === 'yaml') return parseYaml(content, { uniqueKeys: true });
  if (syntax === 'dotenv') return parsedDotenv(content);
  return content;
}

/** As a reader that knows nothing of shells takes it. */
function parsedDotenv(content: string): Record<string, string> {
  const lines = content.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = '', value = ''] = /^(\w+)=(.*)$/.exec(line) ?? [];
      const inner = /^(['"])(.*)\1$/.exec(value);
      return [name, inner?.[1] === '"' ? (inner[2] ?? '').replace(/\\([\\"$`])/g, '$1') : (inner?.[2] ?? value)];
    }),
  );
}
