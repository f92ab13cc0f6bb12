import type { AccountAction } from '@gatehouse/contracts/gateway-upkeep';
import { type AccountSettings, accountSettings } from '@gatehouse/contracts/provider-accounts';
import { shownAccountSettings } from '@gatehouse/gateways/driver';
import type { AccountRow } from './repository.ts';
import type { SeenFile } from './run.ts';

/** Settings in which the gateway shows something else than is wanted; one that was never set is not ours. */
export function editedSettings(row: Pick<AccountRow, 'settings'>, seen: SeenFile): (keyof AccountSettings)[] {
  const wanted = accountSettings.parse(row.settings);
  return shownAccountSettings.filter(
    (name) => wanted[name] !== undefined && plain(wanted[name], name) !== plain(seen.settings[name], name),
  );
}

/** Where a gateway shows nothing it means its default. */
const plain = (value: string | number | undefined, name: (typeof shownAccountSettings)[number]) =>
  value ?? { priority: 0, note: '', weight: 1, requestRetry: null }[name];

/** Whether they were changed here and the gateway has not confirmed it. */
export const areSettingsDue = (row: Pick<AccountRow, 'settings_generation' | 'applied_settings_generation'>): boolean =>
  row.settings_generation > row.applied_settings_generation;

/** What has to be written for an account whose file is there, in this order. */
export function neededActions(row: AccountRow, seen: SeenFile): AccountAction[] {
  if (row.desired === 'absent') return ['delete'];
  const isEdit = areSettingsDue(row) || editedSettings(row, seen).length > 0;
  const isSwitch = seen.isDisabled !== row.is_disabled;
  return [
    ...(isEdit ? ['edit' as const] : []),
    ...(isSwitch ? [row.is_disabled ? ('disable' as const) : ('enable' as const)] : []),
  ];
}

const flapWindowMs = 10 * 60_000;
const mostReversals = 3;

/** What had been confirmed, and was undone by somebody else. */
export const isReverted = (row: AccountRow, seen: SeenFile): boolean =>
  row.status === 'applied' &&
  row.desired === 'present' &&
  (seen.isDisabled !== row.is_disabled || (!areSettingsDue(row) && editedSettings(row, seen).length > 0));

export const recentReversals = (row: AccountRow): Date[] =>
  row.reverted_at.filter((at) => Date.now() - at.getTime() < flapWindowMs);

/** One reversal too many: a person has to look. */
export const isFlapping = (row: AccountRow, seen: SeenFile): boolean =>
  isReverted(row, seen) && recentReversals(row).length >= mostReversals - 1;

/** What was confirmed and then changed by others is only shown where the gateway's policy says so. */
export const isReported = (row: AccountRow, isReportOnly: boolean): boolean =>
  isReportOnly &&
  row.desired === 'present' &&
  !areSettingsDue(row) &&
  (row.status === 'applied' || row.status === 'drifted');

/** An upload whose request has died cannot arrive later than this. */
const uploadPatienceMs = 2 * 60_000;

export const isInUpload = (row: AccountRow): boolean =>
  row.is_uploading && Date.now() - row.created_at.getTime() < uploadPatienceMs;
