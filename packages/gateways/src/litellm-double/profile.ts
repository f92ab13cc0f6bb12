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
};

export const versions = ['1.78', '1.81', '1.92', '1.106'] as const;
export type Version = (typeof versions)[number];

const newest: Profile = {
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
  '1.106': { ...newest, version: '1.106.2', generatingTwice: 'ignored', keepsDeletedKeys: true },
};
