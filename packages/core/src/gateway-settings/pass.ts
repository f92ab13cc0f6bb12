import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { ApplyOutcome, SettingsDriver } from '@gatehouse/gateways/driver';
import type { GatewayPass } from '../context/index.ts';
import { isRefused } from '../gateway-sync/index.ts';
import { labelOf } from './label.ts';
import {
  hasDueWish,
  recordChecked,
  recordSetting,
  type SettingRow,
  selectDueGateways,
  selectWishes,
} from './repository.ts';
import { isToBeWritten, settle } from './settle.ts';
import { agrees, type Seen, write } from './wish.ts';

// The gateway answers before it has reloaded, and in that time may show what was before.
const readBackDelaysMs = [0, 40, 150, 400];

/** Keeps accepted settings and channels as they are wanted. What nobody accepted is neither read nor written. */
export const settingsPass: GatewayPass = {
  async run(services, { gatewayId, driver, mayWrite, isReportOnly }) {
    const { settings } = driver;
    const rows = settings ? await selectWishes(services.db, gatewayId, !isReportOnly) : [];
    if (!settings || rows.length === 0) return { ok: true, writes: 0 };
    const away = (problem: GatewayProblem) => {
      services.log.warn({ gatewayId, problem: problem.code }, 'settings could not be synced');
      return isRefused(problem) ? { ok: false as const, problem } : { ok: true as const, writes: 0 };
    };
    const seen = await look(settings, rows);
    if (!seen.ok) return away(seen.problem);
    const now = new Date();
    const findings = rows.map((row) => ({ row, before: agrees(row, seen) === true, now, isReportOnly }));
    const outcomes = new Map<SettingRow, ApplyOutcome>();
    for (const finding of findings) {
      if (!isToBeWritten(finding)) continue;
      if (!(await mayWrite())) break;
      outcomes.set(finding.row, await write(settings, finding.row));
    }
    const after = outcomes.size > 0 ? await readBack(settings, [...outcomes.keys()], rows) : seen;
    if (!after.ok) return away(after.problem);
    let isNews = false;
    for (const finding of findings) {
      const { row } = finding;
      const outcome = outcomes.get(row) ?? null;
      const update = settle({ ...finding, after: agrees(row, after) === true, outcome });
      if (!update) continue;
      isNews = true;
      await recordSetting(services.db, { row, label: labelOf(row), update });
    }
    await recordChecked(services.db, gatewayId);
    if (isNews)
      await services.changes.publish(services.db, [{ topic: 'gateways', id: gatewayId, gatewayId, ownerUserId: null }]);
    return { ok: true, writes: [...outcomes.values()].reduce((sum, { writes }) => sum + writes, 0) };
  },

  hasWork: hasDueWish,
  due: selectDueGateways,
};

type Look = ({ ok: true } & Seen) | { ok: false; problem: GatewayProblem };

/** Reads what these rows are about, and nothing else. */
async function look(driver: SettingsDriver, rows: readonly SettingRow[]): Promise<Look> {
  const seen: Seen = { settings: null, maps: null };
  if (rows.some(({ kind }) => kind === 'setting')) {
    const answer = await driver.readSettings();
    if (!answer.ok) return answer;
    seen.settings = answer.settings;
  }
  if (rows.some(({ kind }) => kind !== 'setting')) {
    const answer = await driver.readChannels();
    if (!answer.ok) return answer;
    seen.maps = answer.maps;
  }
  return { ok: true, ...seen };
}

async function readBack(
  driver: SettingsDriver,
  written: readonly SettingRow[],
  rows: readonly SettingRow[],
): Promise<Look> {
  let seen: Look = await look(driver, rows);
  for (const delayMs of readBackDelaysMs.slice(1)) {
    const current = seen;
    if (!current.ok || written.every((row) => agrees(row, current))) return current;
    await sleep(delayMs);
    seen = await look(driver, rows);
  }
  return seen;
}
