import {
  type BundleChoicesView,
  type EditedBundleChoices,
  type ModelChoice,
  updateBundleChoicesInput,
} from '@gatehouse/contracts/bundle-choices';
import { connect } from '../connection/connect.ts';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';
import { choiceLines, teamLine } from './choice-lines.ts';

export async function showChoices(invocation: Invocation): Promise<number> {
  const { client } = await connect(invocation);
  return concludeChoices(invocation, await client.bundleChoices.get.query(), null);
}

const fieldOf = {
  'default-model': 'defaultModel',
  'small-model': 'smallModel',
  preset: 'preset',
  agents: 'agents',
  categories: 'categories',
  exclusions: 'exclusions',
  limits: 'limits',
} as const;
type What = keyof typeof fieldOf;

export const setChoice = (invocation: Invocation, what: What, name: string): Promise<number> =>
  changeChoices(invocation, (choices) => ({ ...choices, [fieldOf[what]]: name }));

export const clearChoice = (invocation: Invocation, what: What): Promise<number> =>
  changeChoices(invocation, (choices) => {
    const { [fieldOf[what]]: _, ...others } = choices;
    return others;
  });

export const excludeModels = (invocation: Invocation, patterns: string[]): Promise<number> =>
  changeChoices(invocation, (choices) => ({
    ...choices,
    exclusions: [
      ...without(
        choices.exclusions,
        patterns.flatMap((each) => [each, `!${each}`]),
      ),
      ...patterns,
    ],
  }));

/** An own pattern is taken away; what somebody else's share excludes is taken back by a pattern of one's own. */
export const includeModels = (invocation: Invocation, patterns: string[]): Promise<number> =>
  changeChoices(invocation, (choices) => {
    const foreign = patterns.filter((each) => !choices.exclusions.includes(each));
    const back = foreign.map((each) => (each.startsWith('!') ? each : `!${each}`));
    return { ...choices, exclusions: [...without(choices.exclusions, [...patterns, ...back]), ...back] };
  });

const without = (list: readonly string[], unwanted: readonly string[]) =>
  list.filter((each) => !unwanted.includes(each));

export const setAgent = (invocation: Invocation, name: string, models: string[], options: { variant?: string }) =>
  setModels(invocation, 'agents', name, models, options);
export const setCategory = (invocation: Invocation, name: string, models: string[], options: { variant?: string }) =>
  setModels(invocation, 'categories', name, models, options);

const setModels = (
  invocation: Invocation,
  group: 'agents' | 'categories',
  name: string,
  models: string[],
  { variant }: { variant?: string },
): Promise<number> =>
  changeChoices(invocation, (choices) => {
    const { [name]: _, ...others } = choices[group];
    const choice: ModelChoice = variant === undefined ? { models } : { models, variant };
    return { ...choices, [group]: models.length === 0 ? others : { ...others, [name]: choice } };
  });

/** From what stands on the server now; an edit that somebody makes meanwhile is a conflict, never lost. */
export async function changeChoices(
  invocation: Invocation,
  change: (choices: EditedBundleChoices) => unknown,
): Promise<number> {
  const { client } = await connect(invocation);
  const before = await client.bundleChoices.get.query();
  const input = checkedUpdate(before.version, change(before.choices));
  return concludeChoices(invocation, await client.bundleChoices.update.mutate(input), before);
}

/** What the server would refuse is told without a request. */
export function checkedUpdate(version: number, choices: unknown): { version: number; choices: EditedBundleChoices } {
  const checked = updateBundleChoicesInput.safeParse({ version, choices });
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const place = issue?.path.slice(1).map(String).join('.') || 'choices';
  throw new Failure('invalid', `${place}: ${issue?.message ?? 'Something does not fit.'}`, {
    advice: 'See: gatehouse help choices',
  });
}

function concludeChoices({ terminal }: Invocation, view: BundleChoicesView, before: BundleChoicesView | null): number {
  if (terminal.isJson) {
    terminal.json(view);
    return 0;
  }
  const lines = [...choiceLines(view.choices), ...view.teamExclusions.map(teamLine)];
  if (lines.length === 0) terminal.note('Nothing is chosen: Gatehouse chooses what fits.');
  for (const line of lines) terminal.result(printable(line));
  for (const { at, message } of view.problems) terminal.note(printable(`${at}: ${message}`));
  if (before) terminal.note('Saved. Your agents follow at the next: gatehouse sync');
  return 0;
}
