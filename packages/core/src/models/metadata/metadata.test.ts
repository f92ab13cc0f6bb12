import { modelMetadata } from '@gatehouse/contracts/models';
import { describe, expect, it } from 'vitest';
import { lookUpIn, plainId } from './look-up.ts';
import { packagedMetadata } from './packaged.ts';

describe('the packaged metadata', () => {
  it('says of what day and from where it is, and holds nothing malformed', () => {
    expect(packagedMetadata.date).toMatch(/^20\d{2}-\d{2}-\d{2}$/);
    expect(packagedMetadata.source).toMatch(/\d+\.\d+\.\d+/);
    const models = Object.entries(packagedMetadata.models);
    expect(models.length).toBeGreaterThan(400);
    const broken = models.filter(([, metadata]) => !modelMetadata.safeParse(metadata).success);
    expect(broken.map(([id]) => id)).toEqual([]);
  });

  it('knows limits and price of the models that most people use, never a price of zero', () => {
    const lookUp = lookUpIn(packagedMetadata);
    for (const id of ['claude-sonnet-4-5', 'gpt-5', 'gemini-2.5-pro', 'glm-4.7'])
      expect(lookUp(id)).toMatchObject({ kind: 'chat', hasTools: true, contextLimit: expect.any(Number) });
    const prices = Object.values(packagedMetadata.models).map(({ price }) => price?.input);
    expect(prices.filter((input) => input !== undefined && Number(input) === 0)).toEqual([]);
  });
});

describe('lookUpIn', () => {
  const named = (displayName: string) => ({ ...modelMetadata.parse(packagedMetadata.models['gpt-5']), displayName });
  const models = {
    'claude-sonnet-4-5': named('by its maker'),
    'reseller/claude-sonnet-4.5': named('of a reseller'),
    'moonshotai/kimi-k3': named('Kimi'),
  };
  const lookUp = lookUpIn({ models });

  it.each([
    ['claude-sonnet-4-5', 'by its maker'],
    ['claude-sonnet-4-5-20250929', 'by its maker'],
    ['Claude-Sonnet-4.5', 'by its maker'],
    ['team/claude-sonnet-4.5', 'by its maker'],
    ['reseller/claude-sonnet-4.5', 'of a reseller'],
    ['kimi-k3', 'Kimi'],
    ['kimi-k3:free', 'Kimi'],
  ])('finds %s', (id, displayName) => expect(lookUp(id)?.displayName).toBe(displayName));

  it.each(['claude-sonnet-4', 'claude-sonnet-4-5-fast', 'toString', '__proto__', ''])('does not guess %j', (id) =>
    expect(lookUp(id)).toBeNull(),
  );

  it('takes versions for what they are', () => expect(plainId('gpt-4.1-mini')).toBe('gpt-4-1-mini'));
});
