import { z } from 'zod';

/** Of `json` nothing but JSON is understood by its reader: no comments and no trailing commas. */
export const bundleSyntaxes = ['jsonc', 'json', 'toml', 'yaml', 'dotenv', 'text'] as const;
export type BundleSyntax = (typeof bundleSyntaxes)[number];

/**
 * One step into a configuration file. A text names a key. `keys` stands for every key that begins with it, `items` for
 * every object in a list whose `items` is a text that begins with `prefix`. Both only end a path.
 */
export const bundlePathStep = z.union([
  z.string().min(1),
  z.strictObject({ keys: z.string().min(1) }),
  z.strictObject({ items: z.string().min(1), prefix: z.string().min(1) }),
]);
export type BundlePathStep = z.infer<typeof bundlePathStep>;
export const bundlePath = z.array(bundlePathStep).min(1);
export type BundlePath = z.infer<typeof bundlePath>;

/**
 * One file of a bundle. `managed` names what the bundle owns in it: everything else in the person's file stays as it
 * is, and what the content does not hold there is taken away. `content` is the whole file as it would be on an empty
 * machine.
 */
export const bundleFile = z.object({
  /** `<format>/<name>`: the command knows where that is on its machine, and refuses what it does not know. */
  path: z.string(),
  syntax: z.enum(bundleSyntaxes),
  /** Nobody else writes this file: it is replaced as a whole, and the two lists are empty. */
  isWhole: z.boolean(),
  managed: z.array(bundlePath),
  /** Paths of plain keys that are written only where the person's file has no value of its own. */
  suggested: z.array(z.array(z.string().min(1)).min(1)),
  content: z.string(),
  /** The file holds the person's own client key, or values of their MCP servers, so it is written with mode 0600. */
  isSecret: z.boolean(),
});
export type BundleFile = z.infer<typeof bundleFile>;
