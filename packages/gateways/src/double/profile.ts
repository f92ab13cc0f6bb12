import type { Reply } from './reply.ts';

/** F17: another version of the gateway. */
export type Profile = {
  version: string;
  commit: string;
  buildDate: string;
  /** Management paths that this version does not know. */
  missing: readonly string[];
  /** Unknown fields appear in every object of an answer, as in a version of the future. */
  hasUnknownFields: boolean;
  /** Empty lists are shown as null. */
  hasNullLists: boolean;
};

export const defaultProfile: Profile = {
  version: 'v7.2.140',
  commit: '0d0u8le',
  buildDate: '2026-08-22T14:39:03Z',
  missing: [],
  hasUnknownFields: false,
  hasNullLists: false,
};

/** Whether it is this release or a later one; what has no number is the newest. */
export function isAtLeast({ version }: Profile, release: string): boolean {
  const [own, other] = [version, release].map((text) => /^v?(\d+)\.(\d+)\.(\d+)$/.exec(text)?.slice(1).map(Number));
  if (!own || !other) return true;
  const at = own.findIndex((number, index) => number !== other[index]);
  return at === -1 || (own[at] ?? 0) > (other[at] ?? 0);
}

export const versionHeaders = ({ version, commit, buildDate }: Profile): Record<string, string> => ({
  'x-cpa-version': version,
  'x-cpa-commit': commit,
  'x-cpa-build-date': buildDate,
  'x-cpa-support-plugin': '1',
});

/** The answer as that version gives it. */
export function inProfile(profile: Profile, reply: Reply): Reply {
  const isJson = reply.headers['content-type']?.startsWith('application/json');
  if (!isJson || reply.status !== 200 || !(profile.hasUnknownFields || profile.hasNullLists)) return reply;
  return { ...reply, body: JSON.stringify(changed(profile, JSON.parse(reply.body))) };
}

function changed(profile: Profile, value: unknown): unknown {
  if (Array.isArray(value))
    return value.length === 0 && profile.hasNullLists ? null : value.map((item) => changed(profile, item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, item]) => [key, changed(profile, item)]);
  return { ...Object.fromEntries(entries), ...(profile.hasUnknownFields ? { 'x-from-the-future': { level: 1 } } : {}) };
}
