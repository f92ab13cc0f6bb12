/** `check` names what was looked at, for scripts. */
export type Finding = { check: string; isOk: boolean; message: string; advice?: string };
export type GatewayAccess = { baseUrl: string; name: string; key: string; fetch: typeof globalThis.fetch };

const patienceMs = 15_000;

/** The models that the gateway shows to the key; null where it shows none. */
export async function checkGateway(access: GatewayAccess): Promise<{ finding: Finding; models: string[] | null }> {
  const failed = (message: string, advice: string) => {
    return { finding: { check: 'gateway', isOk: false, message, advice }, models: null };
  };
  const { baseUrl, name, key } = access;
  const answer = await ask(access, '/v1/models', { headers: { authorization: `Bearer ${key}` } });
  if (!answer)
    return failed(
      `The gateway ${name} cannot be reached from here: ${baseUrl}`,
      'Check the network, a proxy or a firewall.',
    );
  if (answer.status === 401 || answer.status === 403) {
    return failed(
      `The gateway ${name} does not accept the client key.`,
      'See: gatehouse keys list. Then: gatehouse sync',
    );
  }
  const body =
    answer.status === 200 ? ((await answer.json().catch(() => null)) as { data?: { id?: unknown }[] } | null) : null;
  if (!Array.isArray(body?.data))
    return failed(`The gateway ${name} answered ${answer.status}.`, 'Ask whoever runs it.');
  const models = body.data.map(({ id }) => String(id));
  const message = `The gateway ${name} accepts the client key and offers ${models.length} models.`;
  return { finding: { check: 'gateway', isOk: true, message }, models };
}

export function checkModels(offered: string[], wanted: string[]): Finding {
  const missing = wanted.filter((id) => !offered.includes(id));
  if (missing.length === 0) return { check: 'models', isOk: true, message: 'It offers every model of your files.' };
  const message = `It does not offer ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ' and others' : ''}.`;
  return { check: 'models', isOk: false, message, advice: 'Run: gatehouse sync' };
}

type Protocol = { name: string; path: (model: string) => string; body: (model: string) => object; keyHeader?: string };

const messages = [{ role: 'user', content: 'hi' }];
const protocols: Protocol[] = [
  { name: 'chat', path: () => '/v1/chat/completions', body: (model) => ({ model, max_tokens: 1, messages }) },
  { name: 'responses', path: () => '/v1/responses', body: (model) => ({ model, max_output_tokens: 16, input: 'hi' }) },
  { name: 'messages', path: () => '/v1/messages', body: (model) => ({ model, max_tokens: 1, messages }) },
  {
    name: 'gemini',
    path: (model) => `/v1beta/models/${model}:generateContent`,
    body: () => ({ contents: [{ role: 'user', parts: [{ text: 'hi' }] }], generationConfig: { maxOutputTokens: 1 } }),
    keyHeader: 'x-goog-api-key',
  },
];

/** A real request each; what it costs is a token or a few. */
export async function requestByProtocol(access: GatewayAccess, model: string): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { name, path, body, keyHeader } of protocols) {
    const headers = {
      'content-type': 'application/json',
      'anthropic-version': '2023-06-01',
      ...(keyHeader ? { [keyHeader]: access.key } : { authorization: `Bearer ${access.key}` }),
    };
    const answer = await ask(access, path(model), { method: 'POST', headers, body: JSON.stringify(body(model)) });
    const isOk = answer?.ok === true;
    const said = answer ? `answered ${answer.status}${isOk ? '' : `: ${await reasonIn(answer)}`}` : 'gave no answer';
    findings.push({
      check: `request-${name}`,
      isOk,
      message: `${model} by ${name} ${said}`,
      advice: 'Ask whoever runs the gateway.',
    });
  }
  return findings;
}

async function reasonIn(answer: Response): Promise<string> {
  const text = await answer.text().catch(() => '');
  return text.replace(/\s+/g, ' ').slice(0, 160);
}

const ask = ({ baseUrl, fetch }: GatewayAccess, path: string, init: RequestInit): Promise<Response | null> =>
  fetch(baseUrl + path, { ...init, redirect: 'manual', signal: AbortSignal.timeout(patienceMs) }).catch(() => null);
