import type { Protocol } from './protocol.ts';
import type { FormatInput } from './sources.ts';
import { type Suggested, suggestModels } from './suggest-models.ts';

/** What the person chose, else what suits a client that prefers one protocol; without a preference any client. */
export function chosenModels(
  { choices, find, models }: Pick<FormatInput, 'choices' | 'find' | 'models'>,
  prefers?: Protocol,
): Suggested {
  const suggested = suggestModels(models, prefers);
  return {
    main: (choices.defaultModel !== undefined && find(choices.defaultModel)) || suggested.main,
    small: (choices.smallModel !== undefined && find(choices.smallModel)) || suggested.small,
  };
}
