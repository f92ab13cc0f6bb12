import type { GatewaySettingValues } from '@gatehouse/contracts/gateway-settings';
import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome } from '../driver/index.ts';
import type { SettingsDriver } from '../driver/settings.ts';
import type { Mutex } from '../http/mutex.ts';
import { changeChannel, readChannels } from './channel-maps.ts';
import { concluded, rejected, unreadable } from './concluded.ts';
import { scalarIn, withScalar } from './config-text.ts';
import type { Connection } from './connection.ts';
import { isRecord } from './raw.ts';

const statistics = 'usage-statistics-enabled';
/** Has no route of its own: it is read and written in the configuration file. */
const retention = 'redis-usage-queue-retention-seconds';

/** Settings and maps, over the gateway's management API. */
export function settingsOf(connection: Connection, writing: Mutex): SettingsDriver {
  return {
    readSettings: () => readSettings(connection),
    writeSetting: (name, value) =>
      writing.run(() =>
        name === 'usage-statistics'
          ? writeStatistics(connection, value === true)
          : writeRetention(connection, Number(value)),
      ),
    readChannels: () => readChannels(connection),
    changeChannel: (change) => writing.run(() => changeChannel(connection, change)),
  };
}

async function readSettings(
  connection: Connection,
): Promise<{ ok: true; settings: GatewaySettingValues } | { ok: false; problem: GatewayProblem }> {
  const statisticsNow = await readStatistics(connection);
  if (!statisticsNow.ok) return statisticsNow;
  const file = await readFile(connection);
  if (!file.ok) return file;
  const seconds = effectiveSeconds(scalarIn(file.text, retention));
  return { ok: true, settings: { 'usage-statistics': statisticsNow.isOn, 'usage-retention': seconds } };
}

/** As the gateway reads it: a minute where nothing usable stands there, an hour at most. */
function effectiveSeconds(value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value <= 0) return 60;
  return Math.min(value, 3600);
}

async function readStatistics({
  management,
}: Connection): Promise<{ ok: true; isOn: boolean } | { ok: false; problem: GatewayProblem }> {
  const result = await management.get(statistics);
  if (!result.ok) return { ok: false, problem: result.problem };
  const value = isRecord(result.value) ? result.value[statistics] : null;
  return typeof value === 'boolean' ? { ok: true, isOn: value } : { ok: false, problem: unreadable };
}

async function writeStatistics(connection: Connection, value: boolean): Promise<ApplyOutcome> {
  await connection.settling.wait();
  const now = await readStatistics(connection);
  if (!now.ok) return rejected(now.problem);
  if (now.isOn === value) return { outcome: 'applied', writes: 0 };
  return concluded(
    connection,
    await connection.management.call({ method: 'PUT', section: statistics, json: { value } }),
  );
}

async function readFile({
  management,
}: Connection): Promise<{ ok: true; text: string } | { ok: false; problem: GatewayProblem }> {
  const result = await management.getText('config.yaml');
  if (!result.ok) return { ok: false, problem: result.problem };
  // Read while it is being written it can be empty or cut off.
  return typeof result.value === 'string' && scalarIn(result.value, retention) !== null
    ? { ok: true, text: result.value }
    : { ok: false, problem: unreadable };
}

const fileMoved: GatewayProblem = {
  code: 'list_moved',
  message: 'Somebody else changed the configuration file meanwhile. Nothing was written.',
};
const notEditable: GatewayProblem = {
  code: 'unsupported',
  message:
    'The configuration file has a form in which one setting cannot be changed safely. Set it in the file itself.',
};

/** The whole file is written, as it is but for this one value; not at all if it moved since it was read. */
async function writeRetention(connection: Connection, seconds: number): Promise<ApplyOutcome> {
  await connection.settling.wait();
  const first = await readFile(connection);
  if (!first.ok) return rejected(first.problem);
  if (effectiveSeconds(scalarIn(first.text, retention)) === seconds) return { outcome: 'applied', writes: 0 };
  const text = withScalar(first.text, retention, seconds);
  if (text === null) return rejected(notEditable);
  const second = await readFile(connection);
  if (!second.ok) return rejected(second.problem);
  if (second.text !== first.text) return rejected(fileMoved);
  return concluded(connection, await connection.management.call({ method: 'PUT', section: 'config.yaml', text }));
}
