import { z } from 'zod';
import { id } from '../fields/index.ts';

export const bundleFormats = ['opencode'] as const;
export type BundleFormat = (typeof bundleFormats)[number];
export const bundleFormat = z.enum(bundleFormats);

/** Lower-case hex SHA-256 of the canonical bytes. */
export const revision = z.string().regex(/^[0-9a-f]{64}$/);

/**
 * One file of a bundle. `managed` names what the bundle owns in it, as JSON paths: everything else in the person's
 * file stays as it is. `content` is the whole file as it would be on an empty machine.
 */
export const bundleFile = z.object({
  /** Relative to `base`, e.g. `opencode/opencode.json`. */
  path: z.string(),
  /** `xdg-config`: XDG_CONFIG_HOME, by default `~/.config`. */
  base: z.enum(['xdg-config']),
  syntax: z.enum(['jsonc']),
  managed: z.array(z.array(z.string())),
  /** Paths that are written only where the person's file has no value of its own. */
  suggested: z.array(z.array(z.string())),
  content: z.string(),
  /** The file holds the person's own client key, so it is written with mode 0600. */
  isSecret: z.boolean(),
});
export type BundleFile = z.infer<typeof bundleFile>;

export const bundle = z.object({
  format: bundleFormat,
  revision,
  gateway: z.object({ id, name: z.string(), baseUrl: z.string() }),
  files: z.array(bundleFile),
  /** The gateway does not answer: the models are the last that it offered. */
  isStale: z.boolean(),
  modelCount: z.number().int(),
});
export type Bundle = z.infer<typeof bundle>;

export const previewBundleInput = z.object({ format: bundleFormat, gatewayId: id.optional() });
