/** Through the proxy that the environment names, if any. Certificates of NODE_EXTRA_CA_CERTS are Node's own matter. */
export async function chooseFetch(env: NodeJS.ProcessEnv): Promise<typeof globalThis.fetch> {
  const isProxied = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy'].some((name) => env[name]);
  if (!isProxied) return globalThis.fetch;
  const { EnvHttpProxyAgent, fetch } = await import('undici');
  const dispatcher = new EnvHttpProxyAgent({ proxyTunnel: false });
  return ((input: string | URL, init: RequestInit | undefined) =>
    fetch(input, { ...init, dispatcher } as Parameters<typeof fetch>[1])) as unknown as typeof globalThis.fetch;
}
