import {
  type ChoiceProblem,
  isExcluded,
  type MaskedBundleChoices,
  type ModelChoice,
} from '@gatehouse/contracts/bundle-choices';
import type { Services } from '../context/index.ts';
import { activeGateways } from '../gateway-sync/index.ts';
import { catalogueOf } from '../models/index.ts';
import type { OwnTeamExclusions } from '../teams/index.ts';
import type { StoredChoices } from './repository.ts';
import { ownValue, valuesOfServer } from './values.ts';

/** Kinds by model id, over all gateways; null while no gateway has told anything. */
type Kinds = ReadonlyMap<string, string> | null;

/** Over all gateways in use. */
export async function offeredModels(services: Pick<Services, 'db' | 'cache'>): Promise<Kinds> {
  const catalogues = await Promise.all((await activeGateways(services)).map(({ id }) => catalogueOf(services, id)));
  const models = catalogues.flat();
  return models.length === 0 ? null : new Map(models.map(({ id, kind }) => [id, kind]));
}

/** What will not work as it stands. Nothing of it is refused: a model may come, a value may follow. Pure. */
export function problemsOf(
  { document, values }: Pick<StoredChoices, 'document' | 'values'>,
  kinds: Kinds,
  teams: readonly OwnTeamExclusions[],
): ChoiceProblem[] {
  return [...modelProblems(document, kinds, teams), ...serverProblems({ document, values })];
}

function modelProblems(
  document: MaskedBundleChoices,
  kinds: Kinds,
  teams: readonly OwnTeamExclusions[],
): ChoiceProblem[] {
  return chosenModels(document).flatMap(({ at, model }): ChoiceProblem[] => {
    const kind = kinds?.get(model);
    if (isExcluded(document.exclusions, model))
      return [{ code: 'model-excluded', at, message: `“${model}” is among your exclusions, so it is not used.` }];
    const team = teams.find(({ exclusions }) => isExcluded(exclusions, model));
    if (team)
      return [
        {
          code: 'model-excluded',
          at,
          message: `Your team “${team.teamName}” leaves out “${model}”, so it is not used.`,
        },
      ];
    if (kinds !== null && kind === undefined)
      return [{ code: 'model-unknown', at, message: `No gateway offers “${model}” now. Another is used meanwhile.` }];
    if (kind !== undefined && kind !== 'chat')
      return [{ code: 'model-not-chat', at, message: `“${model}” is no chat model, so agents cannot use it.` }];
    return [];
  });
}

function chosenModels(document: MaskedBundleChoices): { at: string; model: string }[] {
  const of = (group: string, record: Record<string, ModelChoice>) =>
    Object.entries(record).flatMap(([name, { models }]) => models.map((model) => ({ at: `${group}.${name}`, model })));
  return [
    ...(['defaultModel', 'smallModel'] as const).flatMap((at) => (document[at] ? [{ at, model: document[at] }] : [])),
    ...of('agents', document.agents),
    ...of('categories', document.categories),
  ];
}

function serverProblems({ document, values }: Pick<StoredChoices, 'document' | 'values'>): ChoiceProblem[] {
  return Object.entries(document.mcpServers).flatMap(([name, server]): ChoiceProblem[] => {
    const at = `mcpServers.${name}`;
    const empty = Object.keys(valuesOfServer(server)).filter((variable) => !ownValue(values, name, variable)?.trim());
    return [
      ...(server.type === 'local' && server.command[0]?.trim() === ''
        ? [{ code: 'command-empty' as const, at, message: `The server “${name}” has no program to run.` }]
        : []),
      ...empty.map((variable) => ({
        code: 'value-empty' as const,
        at,
        message: `${variable} of the server “${name}” is empty.`,
      })),
    ];
  });
}
