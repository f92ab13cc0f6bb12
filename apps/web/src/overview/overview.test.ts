import type { EntryState, EntryStatus } from '@gatehouse/contracts/gateways';
import { describe, expect, it } from 'vitest';
import { attentionItems, pendingCount } from './attention.ts';
import { gettingStarted } from './getting-started.ts';

const state = (status: EntryStatus): EntryState => ({ status, desired: 'present', problem: null, appliedAt: null });
const rows = (...statuses: EntryStatus[]) =>
  statuses.map((status) => ({ id: status, name: status, state: state(status) }));
const keys = (...statuses: EntryStatus[]) => [{ href: '/client-keys', label: 'Client key', rows: rows(...statuses) }];

describe('what needs attention', () => {
  it('names what a person has to look at and leaves out what settles by itself', () => {
    const entries = keys('pending', 'applied', 'unknown', 'drifted', 'conflict', 'rejected');
    const items = attentionItems({ gateways: [], canOpenGateways: false, entries });
    expect(items.map((item) => item.key)).toEqual(['drifted', 'conflict', 'rejected']);
    expect(pendingCount(entries)).toBe(2);
  });

  it('says what is wrong with a gateway, and leads to it only those who may open it', () => {
    const problem = { code: 'banned' as const, message: 'Locked out.' };
    const gateways = [
      { id: 'g1', name: 'One', health: 'locked-out' as const, problem },
      { id: 'g2', name: 'Two', health: 'healthy' as const, problem: null },
    ];
    const [item, ...others] = attentionItems({ gateways, canOpenGateways: true, entries: [] });
    expect(item).toMatchObject({ title: 'One', text: 'The gateway has locked us out', href: '/gateways/g1' });
    expect(others).toEqual([]);
    expect(attentionItems({ gateways, canOpenGateways: false, entries: [] })[0]?.href).toBe('/models');
  });
});

describe('getting started', () => {
  const nothing = {
    canConnectGateways: false,
    canInvite: false,
    gatewayCount: 0,
    peopleCount: null,
    invitationCount: null,
    contributionCount: 0,
    clientKeyCount: 0,
    laptopCount: 0,
  };
  const titles = (facts: typeof nothing) => gettingStarted(facts).map((step) => step.title);

  it('asks a member only for what a member can do', () => {
    expect(titles(nothing)).toEqual(['Contribute a provider key', 'Create your client key', 'Connect a laptop']);
    expect(titles({ ...nothing, canConnectGateways: true, canInvite: true })).toHaveLength(5);
  });

  it('ticks off what is there', () => {
    const facts = { ...nothing, canInvite: true, clientKeyCount: 1, invitationCount: 0 as number | null };
    const done = (given: Parameters<typeof gettingStarted>[0]) =>
      gettingStarted(given)
        .filter((step) => step.isDone)
        .map((step) => step.href);
    expect(done(facts)).toEqual(['/client-keys']);
    expect(done({ ...facts, invitationCount: 1 })).toEqual(['/people', '/client-keys']);
    expect(done({ ...facts, peopleCount: 2, laptopCount: 1 })).toEqual(['/people', '/client-keys', '/sync']);
  });
});
