import type { ModelChoice, ModelLimit } from '@gatehouse/contracts/bundle-choices';
import type { ChoiceChange, SharedChoices } from '@gatehouse/contracts/sharing';
import { packageOf } from '../bundle-choices/index.ts';
import { partsOf } from './parts.ts';

/** What is different, by place, in the order of the places. Null stands for a document that was not there. Pure. */
export function diffShared(before: SharedChoices | null, after: SharedChoices | null): ChoiceChange[] {
  const [old, next] = [linesOf(before), linesOf(after)];
  return [...new Set([...old.keys(), ...next.keys()])]
    .filter((at) => old.get(at) !== next.get(at))
    .sort()
    .map((at) => ({ at, before: old.get(at) ?? null, after: next.get(at) ?? null }));
}

function linesOf(document: SharedChoices | null): Map<string, string> {
  const lines = new Map<string, string>();
  if (document === null) return lines;
  for (const field of ['defaultModel', 'smallModel', 'preset'] as const)
    if (document[field] !== undefined) lines.set(field, document[field]);
  for (const field of ['agents', 'categories'] as const)
    for (const [name, choice] of Object.entries(document[field])) lines.set(`${field}.${name}`, modelsText(choice));
  for (const [model, limit] of Object.entries(document.limits)) lines.set(`limits.${model}`, limitText(limit));
  // Where one takes back what another excludes, their order counts.
  const isOrdered = document.exclusions.some((pattern) => pattern.startsWith('!'));
  document.exclusions.forEach((pattern, index) => {
    lines.set(`exclusions.${pattern}`, isOrdered ? `${index + 1}. ${pattern}` : pattern);
  });
  for (const { kind, name, content, variables } of partsOf(document)) {
    const needs = variables.length > 0 ? ` with ${variables.join(', ')}` : '';
    lines.set(kind === 'plugin' ? `plugins.${packageOf(content)}` : `mcpServers.${name}`, content + needs);
  }
  return lines;
}

const modelsText = ({ models, variant }: ModelChoice): string =>
  models.join(', ') + (variant === undefined ? '' : ` (${variant})`);

const limitText = ({ contextLimit, outputLimit }: ModelLimit): string =>
  [
    ...(contextLimit === undefined ? [] : [`context ${contextLimit}`]),
    ...(outputLimit === undefined ? [] : [`output ${outputLimit}`]),
  ].join(', ');
