import { createHash } from 'node:crypto';
import type { Bundle, BundleFormat } from '@gatehouse/contracts/bundles';
import { bundlePresets } from '@gatehouse/contracts/bundles';
import { fail } from '../errors/index.ts';
import { chosenModels } from './chosen-models.ts';
import { withoutExcluded } from './exclusions.ts';
import { renderContinue } from './formats/continue.ts';
import { renderGeminiCli } from './formats/gemini-cli.ts';
import { renderOpencode } from './formats/opencode.ts';
import { renderPi } from './formats/pi.ts';
import { renderQwenCode } from './formats/qwen-code.ts';
import { indexModels } from './model-index.ts';
import type { BundleModel, BundleSources, Format, FormatInput, Rendered } from './sources.ts';

/** A new format is one file in `formats` and one line here. */
const formats: Partial<Record<BundleFormat, Format>> = {
  opencode: renderOpencode,
  'gemini-cli': renderGeminiCli,
  'qwen-code': renderQwenCode,
  continue: renderContinue,
  pi: renderPi,
};

/** Pure and deterministic: equal sources give equal bytes, and so an equal revision. */
export function renderBundle(format: BundleFormat, sources: BundleSources): Omit<Bundle, 'isStale'> {
  const render = formats[format];
  if (!render) throw fail('format_unknown', `There is no bundle format “${format}”.`, { format });
  const models = offered(sources);
  const { files, notes } = renderFor(render, sources, models);
  return {
    format,
    revision: createHash('sha256')
      .update(JSON.stringify([format, files, notes]))
      .digest('hex'),
    gateway: sources.gateway,
    files,
    notes,
    modelCount: models.length,
  };
}

/** No client can be made to ask for a model with a line break in its name. */
function offered({ models, choices }: BundleSources): BundleModel[] {
  const chat = models.filter((model) => model.kind === 'chat' && !/\p{Cc}/u.test(model.id));
  return withoutExcluded(chat, choices.exclusions);
}

function renderFor(render: Format, sources: BundleSources, [first, ...rest]: BundleModel[]): Rendered {
  if (!first) return { files: [], notes: ['The gateway offers no chat model that you have not excluded.'] };
  const offer: Pick<FormatInput, 'models' | 'find' | 'choices'> = {
    models: [first, ...rest],
    find: indexModels([first, ...rest]),
    choices: sources.choices,
  };
  const { files, notes } = render({ ...sources, ...offer, ...chosenModels(offer) });
  return { files, notes: [...missing(offer), ...notes] };
}

function missing({ choices, find }: Pick<FormatInput, 'choices' | 'find'>): string[] {
  const notes: string[] = [];
  for (const id of new Set([choices.defaultModel, choices.smallModel]))
    if (id !== undefined && !find(id)) notes.push(`You chose “${id}”, which is not offered: another model stands in.`);
  if (choices.preset !== undefined && !Object.hasOwn(bundlePresets, choices.preset))
    notes.push(`You chose the set “${choices.preset}”, which there is no more: choose another one.`);
  return notes;
}
