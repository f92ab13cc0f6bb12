import { z } from 'zod';
import { id } from '../fields/index.ts';
import { choicesSizeLimit, editedBundleChoices, type MaskedBundleChoices } from './document.ts';
import { exclusionPattern } from './fields.ts';

export * from './document.ts';
export * from './exclusions.ts';
export { exclusionPattern, modelPattern, variableName } from './fields.ts';

/** `version` is the one that the edit was made from; another one meanwhile is an `edit_conflict`. */
export const updateBundleChoicesInput = z.object({
  version: z.number().int().min(0),
  choices: editedBundleChoices.refine(
    (choices) => JSON.stringify(choices).length <= choicesSizeLimit,
    'This is too much: keep it below 200,000 characters.',
  ),
});
export type UpdateBundleChoicesInput = z.input<typeof updateBundleChoicesInput>;

/** What in the choices will not work as it stands. It is kept: a model may come. */
export type ChoiceProblem = {
  code: 'model-unknown' | 'model-not-chat' | 'model-excluded' | 'command-empty' | 'value-empty';
  /** Where: `defaultModel`, `agents.oracle`, `mcpServers.github`. */
  at: string;
  /** One sentence. */
  message: string;
};

/** Values of `environment` and `headers` are never shown again: each is replaced by null, which an update keeps. */
export type BundleChoicesView = {
  /** 0: nothing has been chosen yet. */
  version: number;
  updatedAt: Date | null;
  choices: MaskedBundleChoices;
  problems: ChoiceProblem[];
  /** Of the person's teams that leave something out, by their names. No choice takes a model of theirs back. */
  teamExclusions: TeamExclusions[];
};

/** `models`: those that a gateway offers now and the patterns fit. */
export type TeamExclusions = { teamId: string; teamName: string; exclusions: string[]; models: string[] };

export const gatewayExclusionsInput = z.object({ gatewayId: id });

/** Models that a bundle never offers: of the whole gateway, set by who may update it. */
export const updateGatewayExclusionsInput = z.object({
  gatewayId: id,
  version: z.number().int().min(0),
  exclusions: z.array(exclusionPattern).max(500),
});
export type UpdateGatewayExclusionsInput = z.infer<typeof updateGatewayExclusionsInput>;
export type GatewayExclusionsView = {
  gatewayId: string;
  version: number;
  exclusions: string[];
  updatedAt: Date | null;
};
