import { type Bundle, type BundleFormat, bundle, type KeyPlacement } from '@gatehouse/contracts/bundles';
import { fromResponse, noAnswer } from '../errors/index.ts';

export type FetchBundleInput = {
  format: BundleFormat;
  gatewayId?: string | undefined;
  keyPlacement?: KeyPlacement | undefined;
  /** The revision that the caller has; an equal one is answered with `not-modified`. */
  revision?: string | undefined;
  signal?: AbortSignal;
};
export type FetchBundleAnswer = { status: 'not-modified' } | { status: 'ok'; bundle: Bundle };

export type BundleOptions = {
  baseUrl: string;
  headers: () => Record<string, string>;
  fetch: typeof globalThis.fetch;
};

export async function fetchBundle(options: BundleOptions, input: FetchBundleInput): Promise<FetchBundleAnswer> {
  const { baseUrl, headers } = options;
  const query = new URLSearchParams();
  if (input.gatewayId !== undefined) query.set('gateway', input.gatewayId);
  if (input.keyPlacement !== undefined) query.set('key', input.keyPlacement);
  const response = await options
    .fetch(`${baseUrl}/api/v1/bundles/${encodeURIComponent(input.format)}${query.size > 0 ? `?${query}` : ''}`, {
      headers: { ...headers(), ...(input.revision && { 'if-none-match': `"${input.revision}"` }) },
      ...(input.signal && { signal: input.signal }),
    })
    .catch((error: unknown) => {
      throw noAnswer(error, baseUrl);
    });
  if (response.status === 304) return { status: 'not-modified' };
  if (!response.ok) throw await fromResponse(response, baseUrl);
  const body = bundle.safeParse(await response.json().catch(() => null));
  if (!body.success) throw await fromResponse(response, baseUrl);
  return { status: 'ok', bundle: body.data };
}
