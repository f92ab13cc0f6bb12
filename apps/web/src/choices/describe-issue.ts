import type { EditedBundleChoices } from '@gatehouse/contracts/bundle-choices';
import { placeName } from './place-name.ts';

type Issue = { path: PropertyKey[]; message: string };

/** What does not fit and where: “Plugin “one@latest”: Pin a version.” Values of variables and headers are never in it. */
export function describeIssue(issue: Issue | undefined, choices: EditedBundleChoices): string {
  if (!issue) return 'Something does not fit.';
  const [group = '', name = ''] = issue.path.slice(1).map(String);
  if (group === '') return issue.message;
  const list = group === 'plugins' || group === 'exclusions' ? choices[group] : null;
  if (list) return `${placeName(group)} “${list[Number(name)] ?? ''}”: ${issue.message}`;
  return `${placeName(name === '' ? group : `${group}.${name}`)}: ${issue.message}`;
}
