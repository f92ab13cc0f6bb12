/** What differs between versions of LiteLLM. 1.106 was observed, over a stand-in for its database; the others are known from reading only. */
export type Profile = {
  version: string;
  /** Newer ones name their version only to administrators. */
  showsVersion: boolean;
  deletingMissingKeys: 'fine' | 'not-found';
  resendingOwnAlias: 'fine' | 'refused';
  durationWords: 'accepted' | 'failed' | 'refused';
  withoutModels: 'failed' | 'empty';
  clearsBudgetByNull: boolean;
  /** A key that is there already: refused, or answered with success and left as it is. */
  generatingTwice: 'refused' | 'ignored';
  /** A user whose id is there already: an error of either status. */
  addingUserTwice: 400 | 409;
  /** `/key/info` goes on to show keys that were deleted. */
  keepsDeletedKeys: boolean;
  spendLogs: SpendLogProfile;
};

export type SpendLogProfile = {
  hasV2: boolean;
  /** Takes an order; otherwise the newest row is the first. */
  sorts: boolean;
  /** Rows are counted up to this number; null: all. */
  countsTo: number | null;
  /** The largest page. */
  mostRows: number;
  zone: 'Z' | '+00:00';
};

export const versions = ['1.78', '1.81', '1.92', '1.106'] as const;
export type Version = (typeof versions)[number];

const firstSpendLogs: SpendLogProfile = { hasV2: false, sorts: false, countsTo: null, mostRows: 100, zone: 'Z' };

const newest: Profile = {
  spendLogs: { ...firstSpendLogs, hasV2: true, sorts: true },
  addingUserTwice: 409,
  version: '1.92.0',
  showsVersion: false,
  deletingMissingKeys: 'not-found',
  resendingOwnAlias: 'refused',
  durationWords: 'refused',
  withoutModels: 'empty',
  clearsBudgetByNull: true,
  generatingTwice: 'refused',
  keepsDeletedKeys: false,
};

export const profiles: Record<Version, Profile> = {
  '1.78': {
    version: '1.78.5',
    spendLogs: firstSpendLogs,
    addingUserTwice: 400,
    showsVersion: true,
    deletingMissingKeys: 'fine',
    resendingOwnAlias: 'fine',
    durationWords: 'accepted',
    withoutModels: 'failed',
    clearsBudgetByNull: true,
    generatingTwice: 'refused',
    keepsDeletedKeys: false,
  },
  '1.81': {
    version: '1.81.0',
    spendLogs: { ...firstSpendLogs, hasV2: true },
    addingUserTwice: 400,
    showsVersion: true,
    deletingMissingKeys: 'not-found',
    resendingOwnAlias: 'fine',
    durationWords: 'failed',
    withoutModels: 'failed',
    clearsBudgetByNull: true,
    generatingTwice: 'refused',
    keepsDeletedKeys: false,
  },
  '1.92': newest,
  '1.106': {
    ...newest,
    version: '1.106.2',
    generatingTwice: 'ignored',
    keepsDeletedKeys: true,
    spendLogs: { hasV2: true, sorts: true, countsTo: 10_000, mostRows: 1000, zone: '+00:00' },
  },
};
