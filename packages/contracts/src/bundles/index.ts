import { z } from 'zod';
import { id } from '../fields/index.ts';
import { bundleFile } from './file.ts';

export * from './agents.ts';
export * from './file.ts';

/** A coding agent, or `env` and `snippets` for everything else. */
export const bundleFormats = [
  'opencode',
  'oh-my-openagent',
  'oh-my-opencode-slim',
  'codex',
  'claude-code',
  'gemini-cli',
  'qwen-code',
  'continue',
  'pi',
  'droid',
  'kimi',
  'kilo',
  'copilot',
  'cline',
  'env',
  'snippets',
] as const;
export type BundleFormat = (typeof bundleFormats)[number];
export const bundleFormat = z.enum(bundleFormats);

export const bundleFormatTitles: Record<BundleFormat, string> = {
  opencode: 'OpenCode',
  'oh-my-openagent': 'oh-my-openagent',
  'oh-my-opencode-slim': 'oh-my-opencode-slim',
  codex: 'Codex',
  'claude-code': 'Claude Code',
  'gemini-cli': 'Gemini CLI',
  'qwen-code': 'Qwen Code',
  continue: 'Continue',
  pi: 'pi',
  droid: 'Factory droid',
  kimi: 'Kimi Code',
  kilo: 'Kilo',
  copilot: 'GitHub Copilot CLI',
  cline: 'Cline',
  env: 'Environment variables',
  snippets: 'Code snippets',
};

/**
 * How a bundle gives the client key: in the file itself, as a reference to the variable `GATEHOUSE_API_KEY`, or as the
 * command `gatehouse token`. A format whose client cannot do it takes the next one to the left.
 */
export const keyPlacements = ['inline', 'environment', 'command'] as const;
export type KeyPlacement = (typeof keyPlacements)[number];
export const keyPlacement = z.enum(keyPlacements);

/** Lower-case hex SHA-256 of the canonical bytes. */
export const revision = z.string().regex(/^[0-9a-f]{64}$/);

export const bundle = z.object({
  format: bundleFormat,
  revision,
  gateway: z.object({ id, name: z.string(), baseUrl: z.string() }),
  /** Empty where the client would have no model. */
  files: z.array(bundleFile),
  /** What the person should know or do, one sentence each; never a secret. */
  notes: z.array(z.string()),
  /** Those of the notes that stay true until the person does something: to be told at every look. */
  pendingNotes: z.array(z.string()).default([]),
  /** The gateway does not answer: the models are the last that it offered. */
  isStale: z.boolean(),
  /** Of the chat models that it offers. */
  modelCount: z.number().int(),
});
export type Bundle = z.infer<typeof bundle>;

export const previewBundleInput = z.object({
  format: bundleFormat,
  gatewayId: id.optional(),
  keyPlacement: keyPlacement.default('inline'),
});
export type PreviewBundleInput = z.input<typeof previewBundleInput>;
