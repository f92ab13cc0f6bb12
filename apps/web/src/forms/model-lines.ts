import type { ModelMapping } from '@gatehouse/contracts/provider-keys';

/** One model id a line; commas work as well. Empty lines are ignored, repeated ids kept once. */
export function parseModelIds(text: string): string[] {
  const ids = text.split(/[\n,]/).map((line) => line.trim());
  return [...new Set(ids.filter((id) => id !== ''))];
}

/** One model a line: `id`, or `id = alias` where clients shall ask for another name. `->`, `=>` and tabs work as well. */
export function parseModelMappings(text: string): ModelMapping[] {
  return text.split('\n').flatMap((line) => {
    const [name = '', alias = ''] = line.split(/\s*(?:->|=>|=|\t)\s*/, 2).map((part) => part.trim());
    return name === '' ? [] : [{ name, alias: alias === '' ? name : alias }];
  });
}

/** Rows as they stand in a form: empty ones are left out, and a model without an alias is asked for by its own name. */
export function completeMappings<Row extends Partial<ModelMapping>>(
  rows: readonly Row[] | undefined,
): (Row & { name: string; alias: string })[] {
  return (rows ?? []).flatMap((row) => {
    const { name = '', alias = '' } = row;
    if (name.trim() === '' && alias.trim() === '') return [];
    return [{ ...row, name, alias: alias.trim() === '' ? name : alias }];
  });
}
