import type { OpenText } from '../checked.ts';
import type { Splice } from '../splice.ts';
import { jsonOf, parseDocument } from './document.ts';
import { removal } from './remove.ts';
import { setting } from './set.ts';

export function openYaml(text: string): OpenText {
  const yaml = parseDocument(text);
  return {
    value: yaml.root ? jsonOf(yaml, yaml.root) : undefined,
    splicesFor: ({ path, value }): Splice[] => (value === undefined ? removal(yaml, path) : setting(yaml, path, value)),
  };
}
