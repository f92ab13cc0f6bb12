import { type Exchange, rateOf, round } from './http.ts';
import { type BenchInstallation, measureAlone, startInstallation } from './installation.ts';
import { median } from './numbers.ts';
import type { Rendered } from './render.ts';
import { addRound, newSide, rateOfSide, type Side } from './side.ts';

const rounds = 5;
const load = { connections: 10, seconds: 2 };

const models = 300;
const renderProcesses = 5;

/** An unchanged check (304) and a full bundle of 300 models, each beside a bare server that sends the same bytes. */
export async function benchBundle(): Promise<Record<string, number>> {
  const rendering = await renderMetrics();
  const installation = await startInstallation({ people: 1, models });
  try {
    return { ...(await measure(installation)), ...rendering, ...(await installation.ask('invalidations')) };
  } finally {
    await installation.stop();
  }
}

/** Of the slowest format. `first` is in a process that has started as the server does, `unwarmed` without that. */
async function renderMetrics(): Promise<Record<string, number>> {
  const warm: Rendered[] = [];
  const cold: Rendered[] = [];
  for (let index = 0; index < renderProcesses; index += 1) {
    warm.push(await measureAlone<Rendered>('render', 'warmed-up'));
    cold.push(await measureAlone<Rendered>('render'));
  }
  const formats = Object.keys(warm[0] ?? {});
  const slowest = (processes: Rendered[], timesOf: (format: Rendered[string]) => number[]): number =>
    round(
      Math.max(
        ...formats.map((name) => median(processes.flatMap(({ [name]: format }) => (format ? timesOf(format) : [])))),
      ),
    );
  return {
    renderMs300Models: slowest(warm, ({ timesMs }) => timesMs),
    firstRenderMs300Models: slowest(warm, ({ firstMs }) => [firstMs]),
    unwarmedRenderMs300Models: slowest(cold, ({ firstMs }) => [firstMs]),
    renderedFormats: formats.length,
  };
}

async function measure(installation: BenchInstallation): Promise<Record<string, number>> {
  const url = `${installation.url}/api/v1/bundles/opencode`;
  const authorization = `Bearer ${installation.people[0]?.token}`;
  const answer = await untilOffered(url, authorization);
  const etag = answer.headers.get('etag') ?? '';
  const body = await answer.text();
  // The rest Node adds by itself.
  const own = [...answer.headers].filter(([name]) => !/^(content-length|date|connection|keep-alive)$/.test(name));
  await installation.setBareAnswer({ headers: Object.fromEntries(own), body, etag });
  const ask = (target: string, expectedStatus: number): Exchange => ({
    url: target,
    method: 'GET',
    next: () => ({ headers: { authorization, ...(expectedStatus === 304 && { 'if-none-match': etag }) } }),
    expectedStatus,
  });
  await rateOf(ask(url, 304), load);
  const sides = { unchanged: newSide(), bareUnchanged: newSide(), full: newSide(), bareFull: newSide() };
  const add = (side: Side, target: string, status: number) =>
    addRound(side, installation, () => rateOf(ask(target, status), load));
  for (let index = 0; index < rounds; index += 1) {
    await add(sides.unchanged, url, 304);
    await add(sides.bareUnchanged, installation.bareUrl, 304);
    await add(sides.full, url, 200);
    await add(sides.bareFull, installation.bareUrl, 200);
  }
  const { modelCount } = JSON.parse(body) as { modelCount: number };
  return { ...metricsOf(sides), bundleBytes: Buffer.byteLength(body), bundleModels: modelCount };
}

type Sides = Record<'unchanged' | 'bareUnchanged' | 'full' | 'bareFull', Side>;

const metricsOf = ({ unchanged, bareUnchanged, full, bareFull }: Sides): Record<string, number> => ({
  notModifiedRatio: round(rateOfSide(unchanged) / rateOfSide(bareUnchanged)),
  fullRatio: round(rateOfSide(full) / rateOfSide(bareFull)),
  cpuMsPerNotModified: round(unchanged.cpuMs / unchanged.requests, 4),
  cpuMsPerFull: round(full.cpuMs / full.requests, 4),
  sqlPerNotModified: round(unchanged.sql / unchanged.requests, 4),
  sqlPerFull: round(full.sql / full.requests, 4),
  gatewayCallsPerNotModified: round(unchanged.calls / unchanged.requests, 4),
  gatewayCallsPerFull: round(full.calls / full.requests, 4),
  // Looking for work, leases, jobs and reading the gateway go on meanwhile, however many requests there are.
  backgroundSqlPerSecond: round((unchanged.allSql - unchanged.sql) / (rounds * load.seconds), 1),
  backgroundGatewayCallsPerSecond: round((unchanged.allCalls - unchanged.calls) / (rounds * load.seconds), 1),
  notModifiedPerSecond: round(rateOfSide(unchanged), 0),
  bareNotModifiedPerSecond: round(rateOfSide(bareUnchanged), 0),
  fullPerSecond: round(rateOfSide(full), 0),
  bareFullPerSecond: round(rateOfSide(bareFull), 0),
});

/** The gateway offers its models a moment after it has its keys. */
async function untilOffered(url: string, authorization: string): Promise<Response> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const answer = await fetch(url, { headers: { authorization } });
    if (answer.ok && ((await answer.clone().json()) as { modelCount: number }).modelCount >= models) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The gateway offers no models.');
}
