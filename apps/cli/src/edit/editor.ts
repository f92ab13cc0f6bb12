import type { BundleSyntax } from '@gatehouse/contracts/bundles';
import type { Json, Path } from './value.ts';

/** Without a value: takes away what is there. */
export type Edit = { path: Path; value: Json | undefined };

/**
 * Reads and changes the text of a configuration file. What is not changed keeps every byte: comments, order, formatting.
 * Both throw `UneditableText` for a text that they do not fully understand.
 */
export type Editor = {
  /** What readers of the file see; undefined where it holds nothing but white space and comments. */
  read(text: string): Json | undefined;
  edit(text: string, edits: readonly Edit[]): string;
};

/** The syntaxes that can be edited in parts; loaded when they are needed, as parsers are large. */
export async function editorFor(syntax: Exclude<BundleSyntax, 'text'>): Promise<Editor> {
  if (syntax === 'jsonc') return (await import('./json/index.ts')).jsoncEditor;
  if (syntax === 'json') return (await import('./json/index.ts')).jsonEditor;
  const parser = await loadParser(syntax);
  const { checked } = await import('./checked.ts');
  return checked(parser);
}

async function loadParser(syntax: 'toml' | 'yaml' | 'dotenv') {
  if (syntax === 'toml') return (await import('./toml/index.ts')).openToml;
  if (syntax === 'yaml') return (await import('./yaml/index.ts')).openYaml;
  return (await import('./dotenv/index.ts')).openDotenv;
}
