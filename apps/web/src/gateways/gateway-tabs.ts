export const gatewayTabs = ['entries', 'plan', 'unmanaged', 'settings', 'history', 'snapshots'] as const;
export type GatewayTab = (typeof gatewayTabs)[number];

export const tabLabels = {
  entries: 'Entries',
  plan: 'Plan',
  unmanaged: 'Not ours',
  settings: 'Settings',
  history: 'History',
  snapshots: 'Snapshots',
} satisfies Record<GatewayTab, string>;

/** The tab that an address asks for; the first one if it asks for none that there is. */
export const tabFrom = (value: unknown): GatewayTab => gatewayTabs.find((tab) => tab === value) ?? gatewayTabs[0];
