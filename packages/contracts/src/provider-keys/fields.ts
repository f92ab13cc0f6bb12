import { z } from 'zod';
import { displayName, modelId } from '../fields/index.ts';

/** `name` is the upstream's id, `alias` what clients ask for. */
export const modelMapping = z.object({
  name: modelId,
  alias: modelId,
  /** What clients show instead of the alias. */
  displayName: displayName.optional(),
  /** In tokens, where the gateway cannot know it. Vertex keys have no such field. */
  maxContextLength: z.number().int().min(1).max(100_000_000).optional(),
  /** The alias also replaces the upstream's id in answers. */
  forceMapping: z.boolean().optional(),
});
export type ModelMapping = z.infer<typeof modelMapping>;

export const uniqueAliases = (models: readonly ModelMapping[]): boolean =>
  new Set(models.map((model) => model.alias)).size === models.length;

export const modelMappings = z.array(modelMapping).max(200).refine(uniqueAliases, 'Each alias can be given once.');

/** `*` stands for any text. `*` alone leaves nothing: that is how a gateway switches a key off. */
export const excludedModels = z.array(modelId).max(200);

export const prefix = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'A prefix holds letters, digits, dots, hyphens and underscores.');

const proxySchemes = ['http:', 'https:', 'socks5:', 'socks5h:'];

/** The proxy through which a gateway reaches the provider. May hold user name and password: a secret. */
export const proxyUrl = z
  .string()
  .trim()
  .max(2048)
  .refine((value) => {
    const url = URL.canParse(value) ? new URL(value) : null;
    return url !== null && proxySchemes.includes(url.protocol) && url.hostname !== '' && !/[\s\p{Cc}]/u.test(value);
  }, 'Enter an address that starts with http://, https://, socks5:// or socks5h://.')
  .refine((value) => !/(\*{3,}|…|•{2,})/.test(value), 'This address is masked. Enter the whole address.');

export const headerName = z
  .string()
  .trim()
  .regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/, 'A header name holds letters, digits and hyphens.');
const headerValue = z
  .string()
  .trim()
  .min(1, 'Enter a value.')
  .max(4096)
  .regex(/^[\x20-\x7e]+$/, 'A header value holds visible ASCII characters only.');

const distinctNames = (headers: readonly { name: string }[]): boolean =>
  new Set(headers.map(({ name }) => name.toLowerCase())).size === headers.length;
const oncePerName = 'Each header can be given once.';

/** Sent with each request to the provider. Values are secrets. */
export const headers = z
  .array(z.object({ name: headerName, value: headerValue }))
  .max(50)
  .refine(distinctNames, oncePerName);
/** The whole list; a header without value keeps the one that it has. */
export const headerEdits = z
  .array(z.object({ name: headerName, value: headerValue.optional() }))
  .max(50)
  .refine(distinctNames, oncePerName);
export type HeaderEdit = z.infer<typeof headerEdits>[number];

/** Which credential of a kind is used first: higher numbers first, 0 where nothing is said. */
export const priority = z.number().int().min(-1000).max(1000);
/** The share of requests under weighted routing. */
export const weight = z.number().int().min(1).max(1_000_000);
/** How many times the gateway tries again with this credential. */
export const requestRetry = z.number().int().min(1).max(10);

/** As everybody may see it who sees the entry: of headers the names only, the proxy without user name and password. */
export type EntrySettings = {
  prefix: string | null;
  proxyUrl: string | null;
  headerNames: string[];
  excludedModels: string[];
  priority: number | null;
  weight: number | null;
  requestRetry: number | null;
  /** The gateway does not pause the credential after failures. */
  isCoolingDisabled: boolean;
};

export const waitMs = z.number().int().min(0).max(10_000).default(0);
export const entryVersion = z.number().int().min(1);
