import type { AccountSettings } from '@gatehouse/contracts/provider-accounts';

const emptied: AccountSettings = { note: '', prefix: '', proxyUrl: '', priority: 0, weight: 1, excludedModels: [] };

/** What an edit changed; undefined if nothing. A field that was emptied goes back to what the gateway does without it. */
export function changedSettings(before: AccountSettings, edited: AccountSettings): AccountSettings | undefined {
  const names = [...new Set([...Object.keys(before), ...Object.keys(edited)])] as (keyof AccountSettings)[];
  const changed = names.flatMap((name) => {
    const value = isNothing(edited[name]) ? undefined : edited[name];
    const was = isNothing(before[name]) ? undefined : before[name];
    return JSON.stringify(value) === JSON.stringify(was) ? [] : [[name, value ?? emptied[name]]];
  });
  return changed.length > 0 ? Object.fromEntries(changed) : undefined;
}

const isNothing = (value: AccountSettings[keyof AccountSettings]): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
