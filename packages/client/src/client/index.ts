import type { AppRouter } from '@gatehouse/api/router';
import { createTRPCClientProxy, type TRPCClient, type TRPCRequestOptions, TRPCUntypedClient } from '@trpc/client';
import { fromTrpcError } from '../errors/index.ts';
import { createLinks } from '../links/index.ts';
import { type FetchBundleAnswer, type FetchBundleInput, fetchBundle } from './bundles.ts';
import { type FollowedChange, followChanges } from './changes.ts';

export { ApiError, isApiError } from '../errors/index.ts';
export type { FetchBundleAnswer, FetchBundleInput } from './bundles.ts';
export type { FollowedChange } from './changes.ts';

export type ClientOptions = {
  /** Of the installation, e.g. `https://gatehouse.example.com`. */
  baseUrl: string;
  /** Access token. A browser leaves it out and is known by its cookie. */
  token?: string | undefined;
  headers?: Record<string, string> | (() => Record<string, string>);
  fetch?: typeof globalThis.fetch;
};

type Api = TRPCClient<AppRouter>;

/** Every procedure by its name (`client.clientKeys.list.query(…)`), and bundles and changes over routes of their own. */
export type Client = Omit<Api, 'bundles' | 'changes'> & {
  bundles: Api['bundles'] & { fetch(input: FetchBundleInput): Promise<FetchBundleAnswer> };
  changes: Api['changes'] & { follow(input: { signal: AbortSignal }): AsyncGenerator<FollowedChange> };
};

/** The one way in which command line, services and tests call Gatehouse. All that it throws is an `ApiError`. */
export function createClient(options: ClientOptions): Client {
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const fetch = options.fetch ?? globalThis.fetch;
  const headers = () => ({
    ...(typeof options.headers === 'function' ? options.headers() : options.headers),
    ...(options.token !== undefined && { authorization: `Bearer ${options.token}` }),
  });
  const api = createTRPCClientProxy<AppRouter>(
    new OneErrorClient({ links: createLinks({ baseUrl, headers, fetch }) }, baseUrl),
  );
  const bundles = {
    preview: api.bundles.preview,
    fetch: (input: FetchBundleInput) => fetchBundle({ baseUrl, headers, fetch }, input),
  };
  const changes = {
    onChange: api.changes.onChange,
    follow: (input: { signal: AbortSignal }) => followChanges({ baseUrl, headers, fetch }, input),
  };
  const own = new Map<string | symbol, unknown>(Object.entries({ bundles, changes }));
  return new Proxy(api, { get: (target, name) => own.get(name) ?? Reflect.get(target, name) }) as Client;
}

class OneErrorClient extends TRPCUntypedClient<AppRouter> {
  readonly #baseUrl: string;

  constructor(options: ConstructorParameters<typeof TRPCUntypedClient<AppRouter>>[0], baseUrl: string) {
    super(options);
    this.#baseUrl = baseUrl;
  }

  override async query(path: string, input?: unknown, options?: TRPCRequestOptions): Promise<unknown> {
    return this.#oneError(super.query(path, input, options));
  }

  override async mutation(path: string, input?: unknown, options?: TRPCRequestOptions): Promise<unknown> {
    return this.#oneError(super.mutation(path, input, options));
  }

  async #oneError(answer: Promise<unknown>): Promise<unknown> {
    try {
      return await answer;
    } catch (error) {
      throw fromTrpcError(error, this.#baseUrl);
    }
  }
}
