import type { BundleFile } from '@gatehouse/contracts/bundles';

/** Existing configuration files of one syntax, and the bundle file that is merged into them. */
export type Family = {
  format: 'opencode' | 'claude-code' | 'kimi' | 'continue' | 'gemini-cli';
  /** Where the file is in the home folder. */
  place: string;
  file: BundleFile;
  /** Texts of which each is tried in several ways of writing it. */
  texts: Record<string, string>;
  broken: Record<string, string>;
};
export type Case = { name: string; text: string };

const ways: Record<string, (text: string) => string> = {
  'as it is': (text) => text,
  CRLF: (text) => text.replaceAll('\n', '\r\n'),
  'a byte order mark': (text) => `\uFEFF${text}`,
  'no line end': (text) => text.replace(/\n+$/, ''),
  'empty lines behind': (text) => `${text.replace(/\n+$/, '')}\n\n\n`,
  'CRLF and a byte order mark': (text) => `\uFEFF${text.replaceAll('\n', '\r\n')}`,
};

export const casesOf = ({ texts }: Family): Case[] => {
  const all = Object.entries(texts).flatMap(([name, text]) =>
    Object.entries(ways).map(([way, write]) => ({ name: `${name}: ${way}`, text: write(text) })),
  );
  return all.filter(({ text }, index) => all.findIndex((each) => each.text === text) === index);
};
