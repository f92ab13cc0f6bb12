import { bareWrites } from './bare-write.ts';
import { contribution, settle } from './contribute.ts';
import { type Exchange, latenciesOf, median, quantile, rateOf, round } from './http.ts';
import { type BenchInstallation, startInstallation } from './installation.ts';

const listLengths = [10, 1000, 5000];
const seconds = 2;
const people = 100;
const acceptSamples = 200;
const appliedSamples = 30;
const bareSamples = 8;
const burst = 1000;

type Measured = {
  acceptedPerSecondC1: number;
  acceptedPerSecondC10: number;
  acceptP50Ms: number;
  appliedP50Ms: number;
  appliedP99Ms: number;
  gatewayWritesPer1000: number;
  /** What the gateway alone takes to hand the list out and take it back, and until it uses what is new in it. */
  gatewayExchangeP50Ms: number;
  gatewayLoadedP50Ms: number;
  appliedToExchangeRatio: number;
  appliedToLoadedRatio: number;
  sqlPerApplied: number;
  gatewayCallsPerApplied: number;
  cpuMsPerApplied: number;
};

/**
 * From a person's request to a gateway that has it, with so many entries already in the list. The figures without a suffix
 * are those of the shortest list; with `At1000` and `At5000` those of the longer ones.
 */
export async function benchDualWrite(): Promise<Record<string, number>> {
  const metrics: Record<string, number> = {};
  for (const length of listLengths) {
    const installation = await startInstallation({ people });
    try {
      const measured = await measure(installation, length);
      for (const [name, value] of Object.entries(measured))
        metrics[length === listLengths[0] ? name : `${name}At${length}`] = value;
    } finally {
      await installation.stop();
    }
  }
  return metrics;
}

async function measure(installation: BenchInstallation, length: number): Promise<Measured> {
  const url = `${installation.url}/api/trpc/providerKeys.contribute`;
  const accept = contribution(installation, url, 0);
  // What is measured begins warm; the list that it is measured with stays as long as it is meant to be.
  await contributeMany(contribution(installation, url, 0, 'gemini'), burst);
  await contributeMany(accept, length);
  await settle(installation);
  const before = await installation.counters();
  const applied = await latenciesOf(contribution(installation, url, 10_000), {
    count: appliedSamples,
    check(body) {
      if (!body.includes('"status":"applied"')) throw new Error(`The gateway did not take it: ${body}`);
    },
  });
  const after = await installation.counters();
  const bare = await bareWrites(installation.gateway, bareSamples);
  const exchangeMs = median(bare.map((sample) => sample.exchangeMs));
  const loadedMs = median(bare.map((sample) => sample.loadedMs));
  const accepted = await latenciesOf(accept, { count: acceptSamples });
  await settle(installation);
  // The list grows by what is measured: first what depends most on its length.
  const ten = await rateOf(accept, { connections: 10, seconds });
  await settle(installation);
  const one = await rateOf(accept, { connections: 1, seconds });
  await settle(installation);
  const writesBefore = await installation.gatewayWrites();
  await contributeMany(accept, burst);
  await settle(installation);
  const writes = (await installation.gatewayWrites()) - writesBefore;
  return {
    acceptedPerSecondC1: round(one.perSecond, 1),
    acceptedPerSecondC10: round(ten.perSecond, 1),
    acceptP50Ms: round(median(accepted)),
    appliedP50Ms: round(median(applied), 1),
    appliedP99Ms: round(quantile(applied, 0.99), 1),
    gatewayWritesPer1000: round((writes * 1000) / burst, 1),
    gatewayExchangeP50Ms: round(exchangeMs, 1),
    gatewayLoadedP50Ms: round(loadedMs, 1),
    appliedToExchangeRatio: round(median(applied) / exchangeMs, 2),
    appliedToLoadedRatio: round(median(applied) / loadedMs, 2),
    sqlPerApplied: round((after.queries - before.queries) / appliedSamples, 1),
    gatewayCallsPerApplied: round((after.calls - before.calls) / appliedSamples, 1),
    cpuMsPerApplied: round((after.cpuMs - before.cpuMs) / appliedSamples, 1),
  };
}

/** So many contributions over ten connections, as fast as they are accepted. */
async function contributeMany(accept: Exchange, count: number): Promise<void> {
  const connections = Math.min(10, count);
  await Promise.all(
    Array.from({ length: connections }, (_, index) =>
      latenciesOf(accept, { count: Math.floor(count / connections) + (index < count % connections ? 1 : 0) }),
    ),
  );
}
