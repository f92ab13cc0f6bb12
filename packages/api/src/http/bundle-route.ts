import { type Bundle, bundleFormats, previewBundleInput } from '@gatehouse/contracts/bundles';
import { getBundle } from '@gatehouse/core/bundles';
import { DomainError, fail } from '@gatehouse/core/errors';
import { invalidInput, refusedInput, requireScope } from '../trpc/index.ts';
import { sendError, sendJson } from './answers.ts';
import { type ApiOptions, createContext, type Exchange } from './options.ts';

export const bundlePrefix = '/api/v1/bundles/';

/**
 * `GET /api/v1/bundles/:format[?gateway=<id>][&key=inline|environment|command]`: the bundle as JSON with its revision as `ETag`; 304 without a body if
 * `If-None-Match` names that revision. Outside tRPC because it is asked far more often than anything else.
 */
export async function handleBundle(options: ApiOptions, exchange: Exchange): Promise<void> {
  const { req, res, requestId } = exchange;
  if (req.method !== 'GET' && req.method !== 'HEAD') {
    res.setHeader('allow', 'GET, HEAD');
    sendError(res, requestId, new DomainError(refusedInput('A bundle can only be read.')), 405);
    return;
  }
  const context = await createContext(options, exchange);
  requireScope(context, 'bundle');
  const bundle = await getBundle(context, inputOf(exchange));
  const etag = `"${bundle.revision}"`;
  res.setHeader('etag', etag);
  res.setHeader('cache-control', 'private, no-cache');
  res.setHeader('vary', 'authorization, cookie');
  if (matches(req.headers['if-none-match'], etag)) {
    res.statusCode = 304;
    res.end();
    return;
  }
  sendJson(res, 200, bytesOf(bundle));
}

function inputOf({ path, query }: Exchange) {
  const format = path.slice(bundlePrefix.length);
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
