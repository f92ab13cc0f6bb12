import { randomBytes } from 'node:crypto';
import { type Exchange, latenciesOf, median, rateOf, round } from './http.ts';
import { type BenchInstallation, startInstallation } from './installation.ts';
import { addRound, newSide, rateOfSide, type Side } from './side.ts';

const rounds = 3;
const seconds = 2;
// Nobody has hundreds of keys: counting what a person has already is a part of accepting one more.
const people = 100;
const appliedSamples = 20;
const acceptSamples = 100;

/** Contributing provider keys: how many are accepted, how long one takes, and how long until the gateway has it. */
export async function benchContribute(): Promise<Record<string, number>> {
  const installation = await startInstallation({ people });
  try {
    return await measure(installation);
  } finally {
    await installation.stop();
  }
}

async function measure(installation: BenchInstallation): Promise<Record<string, number>> {
  const url = `${installation.url}/api/trpc/providerKeys.contribute`;
  const accept = contribution(installation, url, 0);
  await installation.setBareAnswer(await exampleOf(accept));
  const applied = await latenciesOf(contribution(installation, url, 10_000), {
    count: appliedSamples,
    check(body) {
      if (!body.includes('"status":"applied"')) throw new Error(`The gateway did not take it: ${body}`);
    },
  });
  const accepted = await latenciesOf(accept, { count: acceptSamples });
  const sides = { one: newSide(), bareOne: newSide(), ten: newSide(), bareTen: newSide() };
  const bare = { ...accept, url: installation.bareUrl };
  const add = async (side: Side, exchange: Exchange, connections: number) => {
    await settle(installation);
    await addRound(side, installation, () => rateOf(exchange, { connections, seconds }));
  };
  for (let index = 0; index < rounds; index += 1) {
    await add(sides.one, accept, 1);
    await add(sides.bareOne, bare, 1);
    await add(sides.ten, accept, 10);
    await add(sides.bareTen, bare, 10);
  }
  return {
    ...metricsOf(sides),
    acceptP50Ms: round(median(accepted)),
    appliedP50Ms: round(median(applied), 1),
    ...(await installation.ask('commits')),
  };
}

function metricsOf({ one, bareOne, ten, bareTen }: Record<'one' | 'bareOne' | 'ten' | 'bareTen', Side>) {
  const requests = one.requests + ten.requests;
  return {
    acceptedPerSecondC1: round(rateOfSide(one), 1),
    acceptedPerSecondC10: round(rateOfSide(ten), 1),
    ratio: round(rateOfSide(ten) / rateOfSide(bareTen), 4),
    ratioC1: round(rateOfSide(one) / rateOfSide(bareOne), 4),
    sqlPerContribution: round((one.sql + ten.sql) / requests, 2),
    // With what follows from it in the background.
    allSqlPerContribution: round((one.allSql + ten.allSql) / requests, 2),
    gatewayCallsPerContribution: round((one.allCalls + ten.allCalls) / requests),
    cpuMsPerContribution: round((one.cpuMs + ten.cpuMs) / requests),
    barePerSecondC1: round(rateOfSide(bareOne), 0),
    barePerSecondC10: round(rateOfSide(bareTen), 0),
    contributions: requests,
  };
}

/** Every request brings another key, and people take turns. */
export const contribution = (
  { people }: BenchInstallation,
  url: string,
  waitMs: number,
  provider: 'claude' | 'gemini' = 'claude',
): Exchange => ({
  url,
  method: 'POST',
  next: (index) => ({
    headers: {
      authorization: `Bearer ${people[index % people.length]?.token}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      json: { provider, name: 'Bench', apiKey: `sk-test-${randomBytes(18).toString('hex')}`, waitMs },
    }),
  }),
  expectedStatus: 200,
});

async function exampleOf({ url, method, next }: Exchange) {
  const { headers, body } = next(0);
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  const text = await response.text();
  return { headers: { 'content-type': 'application/json', 'cache-control': 'no-store' }, body: text, etag: null };
}

/** Until the gateway has everything that was accepted so far. */
export async function settle({ url, people }: BenchInstallation): Promise<void> {
  const input = encodeURIComponent(JSON.stringify({ json: { scope: 'own' } }));
  for (const { token } of people) {
    const ask = () =>
      fetch(`${url}/api/trpc/providerKeys.list?input=${input}`, { headers: { authorization: `Bearer ${token}` } });
    while ((await (await ask()).text()).includes('"status":"pending"'))
      await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
