import { type Bundle, bundleFormats, previewBundleInput } from '@gatehouse/contracts/bundles';
import { getBundle, getBundleRevision, peekBundleRevision } from '@gatehouse/core/bundles';
import { DomainError, fail } from '@gatehouse/core/errors';
import { invalidInput, refusedInput, requireScope } from '../trpc/index.ts';
import { endTogether, sendError, sendJson, sendUnchanged } from './answers.ts';
import { type ApiOptions, createContext, type Exchange } from './options.ts';

export const bundlePrefix = '/api/v1/bundles/';

/**
 * `GET /api/v1/bundles/:format[?gateway=<id>][&key=inline|environment|command]`: the bundle as JSON with its revision as
 * `ETag`; 304 without a body if `If-None-Match` names that revision. Outside tRPC because it is asked far more often than
 * anything else.
 */
export async function handleBundle(options: ApiOptions, exchange: Exchange): Promise<void> {
  const { req, res, requestId } = exchange;
  if (req.method !== 'GET' && req.method !== 'HEAD') {
    res.setHeader('allow', 'GET, HEAD');
    sendError(res, requestId, new DomainError(refusedInput('A bundle can only be read.')), 405);
    return;
  }
  const known = req.headers['if-none-match'];
  const context = await createContext(options, exchange);
  requireScope(context, 'bundle');
  const input = inputOf(exchange);
  const revision = known === undefined ? null : await getBundleRevision(context, input);
  const isUnchanged = revision !== null && matches(known, `"${revision}"`);
  const bundle = isUnchanged ? null : await getBundle(context, input);
  const headers = headersOf(bundle?.revision ?? revision ?? '');
  for (const [name, value] of headers) res.setHeader(name, value);
  if (!bundle) {
    res.statusCode = 304;
    return endTogether(res);
  }
  sendJson(res, 200, bytesOf(bundle));
}

/**
 * The unchanged check of somebody who asks again and again, before any header was set. Whatever else it is, the way over
 * the database answers.
 */
export function answerUnchanged({ authenticate, services }: ApiOptions, exchange: Exchange): boolean {
  const { req, res, requestId } = exchange;
  const known = req.headers['if-none-match'];
  if (known === undefined || (req.method !== 'GET' && req.method !== 'HEAD')) return false;
  const identity = authenticate(req);
  if (identity instanceof Promise || identity.actor.type !== 'user') return false;
  const { actor, credential } = identity;
  requireScope({ actor, request: { credential } }, 'bundle');
  const revision = peekBundleRevision({ actor, cache: services.cache }, inputOf(exchange));
  if (revision === undefined || !matches(known, `"${revision}"`)) return false;
  sendUnchanged(res, requestId, headersOf(revision).flat());
  return true;
}

const headersOf = (revision: string): [string, string][] => [
  ['etag', `"${revision}"`],
  ['cache-control', 'private, no-cache'],
  ['vary', 'authorization, cookie'],
];

function inputOf({ path, query }: Exchange) {
  const format = path.slice(bundlePrefix.length);
  const usual = query.size === 0 ? usualInputs.get(format) : undefined;
  if (usual) return usual;
  if (!(bundleFormats as readonly string[]).includes(format))
    throw fail('format_unknown', `There is no bundle format “${format.slice(0, 40)}”.`, {
      format: format.slice(0, 40),
    });
  const input = previewBundleInput.safeParse({
    format,
    gatewayId: query.get('gateway') ?? undefined,
    keyPlacement: query.get('key') ?? undefined,
  });
  if (!input.success) throw new DomainError(invalidInput(input.error));
  return input.data;
}

/** Of who asks for nothing but a format, read once. */
const usualInputs = new Map<string, ReturnType<typeof previewBundleInput.parse>>(
  bundleFormats.map((format) => [format, previewBundleInput.parse({ format })]),
);

const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch === etag || ifNoneMatch.split(',').some((tag) => [etag, `W/${etag}`, '*'].includes(tag.trim())));

// A rendered bundle is kept and handed out again, so its bytes are as well.
const rendered = new WeakMap<Bundle, Buffer>();

function bytesOf(bundle: Bundle): Buffer {
  const known = rendered.get(bundle);
  if (known) return known;
  const bytes = Buffer.from(JSON.stringify(bundle));
  rendered.set(bundle, bytes);
  return bytes;
}
