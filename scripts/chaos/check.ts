import { checkAccounts } from './check-accounts.ts';
import { findLost } from './check-database.ts';
import { checkGateway } from './check-gateways.ts';
import { checkPeople } from './check-people.ts';
import { raceWindows, recordWrites, type WriteRecord } from './check-writers.ts';
import type { Report } from './report.ts';
import { readWanted } from './wanted.ts';
import { asOwner, type World } from './world.ts';

type Counts = Pick<
  Report,
  | 'lost'
  | 'missing'
  | 'leftOver'
  | 'duplicates'
  | 'foreignHarmed'
  | 'foreignRaced'
  | 'foreignRacedLate'
  | 'lateWrites'
  | 'foreignByGateway'
  | 'foreignByRival'
  | 'everOpen'
  | 'misgiven'
  | 'writersAtOnce'
  | 'writesWithoutTurn'
  | 'ownBans'
  | 'idleWrites'
  | 'surprises'
  | 'raceWindowP50Ms'
  | 'raceWindowP99Ms'
  | 'raceWindowMaxMs'
>;

/** `trace`: every write that a gateway acted upon. */
export type CheckResult = { counts: Counts; details: string[]; trace: WriteRecord[] };

/** Everything that has to be true once all is quiet, and what was never to happen meanwhile. */
export async function check(world: World): Promise<CheckResult> {
  const { gateways, ledger, database } = world;
  const writesBefore = sum(gateways.map((gateway) => gateway.figures().writes));
  for (const { id } of gateways) await asOwner(world, 'syncGateway', { id });
  const wanted = await readWanted(world);
  const lost = await findLost(world, wanted);
  const entries = gateways.map((gateway) => checkGateway(gateway, wanted));
  const people = gateways.map((gateway) => ({ duplicates: [], ...checkPeople(gateway, wanted) }));
  const accounts = await Promise.all(gateways.map((gateway) => checkAccounts(world, gateway)));
  const all = (name: 'missing' | 'leftOver' | 'duplicates') =>
    [...entries, ...people, ...accounts].flatMap((finding) => finding[name]);
  const misgiven = accounts.flatMap((finding) => finding.misgiven);
  const harms = gateways.flatMap((gateway) => gateway.harms);
  const harmsBy = (...causes: string[]) => harms.filter(({ by }) => causes.includes(by));
  const trace = await recordWrites(database, gateways);
  const withoutTurn = trace.filter(({ epoch }) => epoch === null);
  const windows = raceWindows(trace);
  const figures = gateways.map((gateway) => gateway.figures());
  const counts: Counts = {
    lost: lost.length,
    missing: all('missing').length,
    leftOver: all('leftOver').length,
    duplicates: all('duplicates').length,
    foreignHarmed: harmsBy('ours').length,
    foreignRaced: harmsBy('race', 'late-race').length,
    foreignRacedLate: harmsBy('late-race').length,
    lateWrites: trace.filter(({ isLate }) => isLate).length,
    foreignByGateway: harmsBy('gateway').length,
    foreignByRival: harmsBy('rival').length,
    everOpen: figures.filter(({ wasOpen }) => wasOpen).length,
    misgiven: misgiven.length,
    writersAtOnce: sum(figures.map(({ writersAtOnce }) => writersAtOnce)),
    writesWithoutTurn: withoutTurn.length,
    ownBans: sum(figures.map(({ bans }) => bans)),
    idleWrites: sum(figures.map(({ writes }) => writes)) - writesBefore,
    surprises: ledger.surprises.length,
    raceWindowP50Ms: windows.p50,
    raceWindowP99Ms: windows.p99,
    raceWindowMaxMs: windows.max,
  };
  const details = [
    ...labelled('lost', lost),
    ...labelled('missing', all('missing')),
    ...labelled('leftOver', all('leftOver')),
    ...labelled('duplicates', all('duplicates')),
    ...labelled('misgiven', misgiven),
    ...harms.map(({ what, by, trace }) => `stranger harmed by ${by}: ${what} ${trace}`),
    ...labelled(
      'without a turn',
      withoutTurn.map((write) => JSON.stringify(write)),
    ),
    ...labelled('surprise', ledger.surprises),
    ...labelled(
      'refused',
      [...ledger.refusals].map(([code, count]) => `${code} ${count}`),
    ),
  ];
  return { counts, details, trace };
}

const labelled = (label: string, texts: string[]) => texts.slice(0, 20).map((text) => `${label}: ${text}`);
const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
