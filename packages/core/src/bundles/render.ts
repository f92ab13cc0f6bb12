import { createHash } from 'node:crypto';
import type { Bundle, BundleFormat } from '@gatehouse/contracts/bundles';
import { chosenModels } from './chosen-models.ts';
import { renderClaudeCode } from './formats/claude-code.ts';
import { renderCline } from './formats/cline.ts';
import { renderCodex } from './formats/codex.ts';
import { renderContinue } from './formats/continue.ts';
import { renderCopilot } from './formats/copilot.ts';
import { renderDroid } from './formats/droid.ts';
import { renderEnv } from './formats/env.ts';
import { renderGeminiCli } from './formats/gemini-cli.ts';
import { renderKilo } from './formats/kilo.ts';
import { renderKimi } from './formats/kimi.ts';
import { renderOhMyOpenagent } from './formats/oh-my-openagent.ts';
import { renderOhMyOpencodeSlim } from './formats/oh-my-opencode-slim.ts';
import { renderOpencode } from './formats/opencode.ts';
import { renderPi } from './formats/pi.ts';
import { renderQwenCode } from './formats/qwen-code.ts';
import { renderSnippets } from './formats/snippets.ts';
import { indexModels } from './model-index.ts';
import { leftOut, missing } from './notes.ts';
import type { BundleModel, BundleSources, Format, FormatInput, Rendered } from './sources.ts';

/** A new format is one file in `formats` and one line here. */
const formats: Record<BundleFormat, Format> = {
  opencode: renderOpencode,
  'oh-my-openagent': renderOhMyOpenagent,
  'oh-my-opencode-slim': renderOhMyOpencodeSlim,
  codex: renderCodex,
  'claude-code': renderClaudeCode,
  'gemini-cli': renderGeminiCli,
  'qwen-code': renderQwenCode,
  continue: renderContinue,
  pi: renderPi,
  droid: renderDroid,
  kimi: renderKimi,
  kilo: renderKilo,
  copilot: renderCopilot,
  cline: renderCline,
  env: renderEnv,
  snippets: renderSnippets,
};

/** Pure and deterministic: equal sources give equal bytes, and so an equal revision. */
export function renderBundle(format: BundleFormat, sources: BundleSources): Omit<Bundle, 'isStale'> {
  const models = offered(sources);
  const { files, notes, pendingNotes } = renderFor(formats[format], sources, models);
  return {
    format,
    revision: createHash('sha256')
      .update(JSON.stringify([format, files, notes]))
      .digest('hex'),
    gateway: sources.gateway,
    files,
    notes,
    pendingNotes,
    modelCount: models.length,
  };
}

/** A line break or half a character in its name, and no client can be made to ask for a model. */
const offered = ({ models }: BundleSources): BundleModel[] =>
  models.filter((model) => model.kind === 'chat' && !/[\p{Cc}\p{Cs}]/u.test(model.id));

/** Those whose files take servers and plugins: elsewhere nothing of a share is left out. */
const formatsWithTools = new Set<Format>([renderOpencode, renderKilo]);

function renderFor(
  render: Format,
  sources: BundleSources,
  [first, ...rest]: BundleModel[],
): Rendered & Pick<Bundle, 'pendingNotes'> {
  if (!first) {
    const notes = ['The gateway offers no chat model, or you have excluded all of them.'];
    return { files: [], notes, pendingNotes: notes };
  }
  const offer: Pick<FormatInput, 'models' | 'find' | 'choices'> = {
    models: [first, ...rest],
    find: indexModels([first, ...rest]),
    choices: sources.choices,
  };
  const { files, notes } = render({ ...sources, ...offer, ...chosenModels(offer) });
  const pendingNotes = [...missing(offer), ...(formatsWithTools.has(render) ? leftOut(sources) : [])];
  return { files, notes: [...pendingNotes, ...notes], pendingNotes };
}
