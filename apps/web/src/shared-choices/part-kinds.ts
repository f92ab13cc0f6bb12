import type { FollowedPart } from '@gatehouse/contracts/sharing';

export const partKinds: Record<FollowedPart['kind'], string> = {
  'local-server': 'command of',
  'remote-server': 'address of',
  plugin: 'plugin',
};

export const partStates: Record<FollowedPart['state'], { label: string; tone: 'good' | 'warn' | 'neutral' }> = {
  'in-use': { label: 'In use', tone: 'good' },
  'waiting-for-consent': { label: 'Waits for your consent', tone: 'warn' },
  'waiting-for-values': { label: 'Waits for your values', tone: 'warn' },
  'replaced-by-own': { label: 'You have your own', tone: 'neutral' },
};

/** Why no new version can come; null while one can. */
export const sourceNotes = {
  active: null,
  unpublished: 'It is not published any more. The version you have stays until you stop following it.',
  'publisher-inactive': 'Its publisher is shut out at the moment. The version you have stays usable.',
  'publisher-left': 'Its publisher has left. The version you have stays until you stop following it.',
} as const;
