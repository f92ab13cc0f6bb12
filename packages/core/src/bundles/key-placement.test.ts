import { describe, expect, it } from 'vitest';
import { placeKey } from './key-placement.ts';

const place = (keyPlacement: 'inline' | 'environment' | 'command', more: { environment?: string; command?: string }) =>
  placeKey({ clientKey: 'own', keyPlacement }, { inline: (key) => `key ${key}`, ...more });

describe('placeKey', () => {
  it.each([
    ['inline', {}, 'key own'],
    ['inline', { environment: 'env', command: 'cmd' }, 'key own'],
    ['environment', { environment: 'env', command: 'cmd' }, 'env'],
    ['environment', { command: 'cmd' }, 'key own'],
    ['command', { environment: 'env', command: 'cmd' }, 'cmd'],
    ['command', { environment: 'env' }, 'env'],
    ['command', {}, 'key own'],
  ] as const)('%s among %j', (asked, can, value) => {
    expect(place(asked, can)).toMatchObject({ value, isSecret: value === 'key own' });
  });
});
