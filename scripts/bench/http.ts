import { Agent, request } from 'node:http';
import autocannon from 'autocannon';
import { rateOverWire } from './wire.ts';

export { median, quantile, round } from './numbers.ts';

export type Exchange = {
  url: string;
  method: 'GET' | 'POST';
  /** Headers and body of the request with this number. */
  next: (index: number) => { headers: Record<string, string>; body?: string };
  expectedStatus: number;
};

export type Rate = { perSecond: number; requests: number };

/** As many as possible over connections that are kept open; the generator itself costs little. */
export async function rateOf(
  exchange: Exchange,
  { connections, seconds }: { connections: number; seconds: number },
): Promise<Rate> {
  const { url, method, next, expectedStatus } = exchange;
  if (next.length > 0) return rateOverWire(exchange, { connections, seconds });
  const result = await autocannon({ url, method, ...next(0), connections, duration: seconds });
  const { total } = result.requests;
  const answered = result.statusCodeStats?.[String(expectedStatus) as '200']?.count ?? 0;
  if (answered !== total || result.errors > 0)
    throw new Error(`Only ${answered} of ${total} answers of ${url} had the status ${expectedStatus}.`);
  return { perSecond: total / result.duration, requests: total };
}

/** One after the other over one connection; answers how long each took. `check` throws if an answer is not as expected. */
export async function latenciesOf(
  { url, method, next, expectedStatus }: Exchange,
  { count, check }: { count: number; check?: (body: string) => void },
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const latencies: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const sentAt = performance.now();
    const { status, body } = await send(agent, url, { method, ...next(index) });
    latencies.push(performance.now() - sentAt);
    if (status !== expectedStatus) throw new Error(`Unexpected status ${status}: ${body}`);
    check?.(body);
  }
  agent.destroy();
  return latencies;
}

function send(
  agent: Agent,
  url: string,
  { method, headers, body }: { method: string; headers: Record<string, string>; body?: string },
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const req = request(url, { agent, method, headers }, (res) => {
      const chunks: Buffer[] = [];
      res.on('data', (chunk: Buffer) => chunks.push(chunk));
      res.once('end', () => resolve({ status: res.statusCode ?? 0, body: Buffer.concat(chunks).toString() }));
      res.once('error', reject);
    });
    req.once('error', reject);
    req.end(body);
  });
}
