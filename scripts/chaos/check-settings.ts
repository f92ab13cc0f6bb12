import type { ChannelMapName } from '@gatehouse/contracts/gateway-settings';
import { channelMapNames } from '@gatehouse/contracts/gateway-settings';
import type { GatewayFindings } from './check-gateways.ts';
import { othersItem, type SettingsDesk } from './gateways/settings.ts';
import { unsure } from './ledger.ts';
import { channelPrefix } from './operations/settings.ts';
import type { ManagedGateway, World } from './world.ts';

export type SettingsFindings = GatewayFindings & { lost: string[] };
type Row = { kind: string; name: string; desired: unknown; is_dismissed: boolean; status: string };

/** Compares the settings and channels of a gateway with what was accepted there, and with what people were told. */
export async function checkSettings(world: World, gateway: ManagedGateway): Promise<SettingsFindings> {
  const findings: SettingsFindings = { missing: [], leftOver: [], duplicates: [], lost: [] };
  const { settings } = gateway;
  if (!settings) return findings;
  const { db } = world.database.handle;
  const rows: Row[] = await world.database.insist(() =>
    db
      .selectFrom('gateway_settings')
      .select(['kind', 'name', 'desired', 'is_dismissed', 'status'])
      .where('gateway_id', '=', gateway.id)
      .execute(),
  );
  for (const row of rows) {
    if (row.kind !== 'setting' || row.is_dismissed || isHeld(row)) continue;
    const name = row.name as Parameters<SettingsDesk['setting']>[0];
    if (settings.setting(name) !== row.desired) findings.missing.push(`${gateway.id} setting ${name}`);
  }
  for (const map of channelMapNames) checkMap(gateway, settings, map, rows, findings);
  findings.lost.push(...lostWishes(world, gateway, rows));
  return findings;
}

/** A person was asked to look at it. */
const isHeld = ({ status }: Row): boolean => status === 'conflict' || status === 'rejected';

function checkMap(
  { id }: ManagedGateway,
  settings: SettingsDesk,
  map: ChannelMapName,
  rows: readonly Row[],
  findings: SettingsFindings,
): void {
  const channels = settings.channels(map);
  const kept = new Map(rows.filter(({ kind }) => kind === map).map((row) => [row.name, row]));
  for (const channel of new Set([...channels.keys(), ...kept.keys()])) {
    const row = kept.get(channel);
    const found = channels.get(channel) ?? [];
    const place = (item: string) => `${id} ${map} ${channel} ${item}`;
    findings.duplicates.push(...found.filter((item, index) => found.indexOf(item) !== index).map(place));
    if (row && isHeld(row)) continue;
    const wanted = namesIn(row?.desired);
    findings.missing.push(...wanted.filter((item) => !found.includes(item)).map(place));
    const isLeft = (item: string) => item.startsWith(channelPrefix) && !wanted.includes(item);
    findings.leftOver.push(...found.filter(isLeft).map(place));
  }
  for (const channel of map === 'excluded-models' ? ['claude', 'other'] : ['codex'])
    if (!channels.get(channel)?.includes(othersItem))
      findings.missing.push(`${id} ${map} ${channel}: what others keep`);
}

function lostWishes({ ledger }: World, { id }: ManagedGateway, rows: readonly Row[]): string[] {
  return [...ledger.settings].flatMap(([key, { wanted }]) => {
    const [gatewayId, kind, name] = key.split(' ');
    if (gatewayId !== id || wanted === undefined || wanted === unsure) return [];
    const row = rows.find((one) => one.kind === kind && one.name === name);
    const stands = kind === 'setting' ? row && !row.is_dismissed : namesIn(row?.desired);
    return JSON.stringify(stands ?? false) === JSON.stringify(wanted) ? [] : [`${key} was decided otherwise`];
  });
}

const namesIn = (desired: unknown): string[] =>
  Array.isArray(desired) ? desired.map((item) => (typeof item === 'string' ? item : String(item.alias))) : [];
