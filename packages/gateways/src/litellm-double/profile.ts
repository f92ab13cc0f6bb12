/** What differs between versions of LiteLLM, as far as anybody here can tell. */
export type Profile = {
  version: string;
  /** Newer ones name their version only to administrators. */
  showsVersion: boolean;
  deletingMissingKeys: 'fine' | 'not-found';
  resendingOwnAlias: 'fine' | 'refused';
  durationWords: 'accepted' | 'failed' | 'refused';
  withoutModels: 'failed' | 'empty';
  clearsBudgetByNull: boolean;
};

export const versions = ['1.78', '1.81', '1.92'] as const;
export type Version = (typeof versions)[number];

const newest: Profile = {
  version: '1.92.0',
  showsVersion: false,
  deletingMissingKeys: 'not-found',
  resendingOwnAlias: 'refused',
  durationWords: 'refused',
  withoutModels: 'empty',
  clearsBudgetByNull: true,
};

export const profiles: Record<Version, Profile> = {
  '1.78': {
    version: '1.78.5',
    showsVersion: true,
    deletingMissingKeys: 'fine',
    resendingOwnAlias: 'fine',
    durationWords: 'accepted',
    withoutModels: 'failed',
    clearsBudgetByNull: true,
  },
  '1.81': {
    version: '1.81.0',
    showsVersion: true,
    deletingMissingKeys: 'not-found',
    resendingOwnAlias: 'fine',
    durationWords: 'failed',
    withoutModels: 'failed',
    clearsBudgetByNull: true,
  },
  '1.92': newest,
};
