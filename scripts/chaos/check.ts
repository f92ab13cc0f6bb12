import { checkAccounts } from './check-accounts.ts';
import { findLost } from './check-database.ts';
import { checkGateway } from './check-gateways.ts';
import { checkPeople } from './check-people.ts';
import { checkSettings } from './check-settings.ts';
import { raceWindows, recordWrites, type WriteRecord } from './check-writers.ts';
import type { Harm } from './gateways/port.ts';
import { readWanted } from './wanted.ts';
import { asOwner, type ManagedGateway, type World } from './world.ts';

type Counts = ReturnType<typeof countsOf> &
  ReturnType<typeof countsOfHarm> &
  ReturnType<typeof countsOfWrites> & { idleWrites: number };

/** `trace`: every write that a gateway acted upon. */
export type CheckResult = { counts: Counts; details: string[]; trace: WriteRecord[] };

/** Everything that has to be true once all is quiet, and what was never to happen meanwhile. */
export async function check(world: World): Promise<CheckResult> {
  const { gateways, database } = world;
  const writesBefore = writesOf(world);
  for (const { id } of gateways) await asOwner(world, 'syncGateway', { id });
  const idleWrites = writesOf(world) - writesBefore;
  const wanted = await readWanted(world);
  const accounts = await Promise.all(gateways.map((gateway) => checkAccounts(world, gateway)));
  const settings = await Promise.all(gateways.map((gateway) => checkSettings(world, gateway)));
  const findings = gateways.map((gateway, index) => [
    checkGateway(gateway, wanted),
    { duplicates: [], ...checkPeople(gateway, wanted) },
    ...accounts.slice(index, index + 1),
    ...settings.slice(index, index + 1),
  ]);
  const all = (name: 'missing' | 'leftOver' | 'duplicates') => findings.flat().flatMap((finding) => finding[name]);
  const found: Found = {
    lost: [...(await findLost(world, wanted)), ...settings.flatMap((finding) => finding.lost)],
    missing: all('missing'),
    leftOver: all('leftOver'),
    duplicates: all('duplicates'),
    misgiven: accounts.flatMap((finding) => finding.misgiven),
    surprises: world.ledger.surprises,
  };
  const trace = await recordWrites(database, gateways);
  const counts = { ...countsOf(found), ...countsOfHarm(gateways), ...countsOfWrites(gateways, trace), idleWrites };
  return { counts, details: detailsOf(world, found, trace), trace };
}

type Found = Record<'lost' | 'missing' | 'leftOver' | 'duplicates' | 'misgiven' | 'surprises', readonly string[]>;

const countsOf = (found: Found) =>
  Object.fromEntries(Object.entries(found).map(([name, texts]) => [name, texts.length])) as Record<keyof Found, number>;

function countsOfHarm(gateways: readonly ManagedGateway[]) {
  const harms = gateways.flatMap((gateway) => gateway.harms);
  const by = (...causes: Harm['by'][]) => harms.filter((harm) => causes.includes(harm.by)).length;
  return {
    foreignHarmed: by('ours'),
    foreignRaced: by('race', 'late-race'),
    foreignRacedLate: by('late-race'),
    foreignByGateway: by('gateway'),
    foreignByRival: by('rival'),
  };
}

function countsOfWrites(gateways: readonly ManagedGateway[], trace: readonly WriteRecord[]) {
  const windows = raceWindows(trace);
  const figures = gateways.map((gateway) => gateway.figures());
  return {
    everOpen: figures.filter(({ wasOpen }) => wasOpen).length,
    writersAtOnce: sum(figures.map(({ writersAtOnce }) => writersAtOnce)),
    writesWithoutTurn: trace.filter(({ epoch }) => epoch === null).length,
    lateWrites: trace.filter(({ isLate }) => isLate).length,
    ownBans: sum(figures.map(({ bans }) => bans)),
    raceWindowP50Ms: windows.p50,
    raceWindowP99Ms: windows.p99,
    raceWindowMaxMs: windows.max,
  };
}

function detailsOf({ gateways, ledger }: World, found: Found, trace: readonly WriteRecord[]): string[] {
  const harms = gateways.flatMap((gateway) => gateway.harms);
  const withoutTurn = trace.filter(({ epoch }) => epoch === null);
  return [
    ...Object.entries(found).flatMap(([label, texts]) => labelled(label, texts)),
    ...harms.map(({ what, by, trace }) => `stranger harmed by ${by}: ${what} ${trace}`),
    ...labelled(
      'without a turn',
      withoutTurn.map((write) => JSON.stringify(write)),
    ),
    ...labelled(
      'refused',
      [...ledger.refusals].map(([code, count]) => `${code} ${count}`),
    ),
  ];
}

const writesOf = ({ gateways }: World): number => sum(gateways.map((gateway) => gateway.figures().writes));
const labelled = (label: string, texts: readonly string[]) => texts.slice(0, 20).map((text) => `${label}: ${text}`);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
