import { anonymous, type UserActor } from '@gatehouse/core/actor';
import { createTestServices, type TestServices } from '@gatehouse/core/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browser, startTestApi, type TestApi } from '../testing/index.ts';

let base: TestServices;
let api: TestApi;
let member: UserActor;
beforeAll(async () => {
  base = await createTestServices();
  api = await startTestApi(base.services);
  member = await base.createUser({ role: 'member' });
});
afterAll(async () => {
  await api?.close();
  await base?.destroy();
});

const change = (id: string, ownerUserId: string | null) =>
  base.services.changes.receive(JSON.stringify([{ topic: 'client-keys', id, gatewayId: 'gateway', ownerUserId }]));

/** The stream of one caller: `next` resolves to what came up to and with the text, or null at the end. */
async function open(identity: ReturnType<typeof browser>) {
  const response = await api.fetch('/api/trpc/changes.onChange', { as: identity });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let seen = '';
  return {
    contentType: response.headers.get('content-type'),
    async until(text: string): Promise<string | null> {
      while (!seen.includes(text)) {
        const { value, done } = await reader.read();
        if (done) return null;
        seen += new TextDecoder().decode(value);
      }
      return seen;
    },
    close: () => reader.cancel(),
  };
}

describe('changes.onChange', () => {
  it('streams what the caller may see', async () => {
    const stream = await open(browser(member));
    expect(stream.contentType).toContain('text/event-stream');
    await stream.until('connected');
    change('theirs', 'somebody else');
    change('mine', member.userId);
    const seen = await stream.until('"mine"');
    expect(seen).toContain('"topic":"client-keys"');
    expect(seen).not.toContain('theirs');
    expect(seen).not.toContain('ownerUserId');
    await stream.close();
  });

  it('ends without another word when the session has ended', async () => {
    const identity = browser(member);
    const stream = await open(identity);
    await stream.until('connected');
    identity.actor = anonymous;
    change('mine', member.userId);
    // tRPC closes a finished stream with an event of its own.
    const seen = await stream.until('event: return');
    expect(seen).not.toContain('"mine"');
    await stream.close();
  });

  it('ends when the role has changed, so that the next one begins with the new rights', async () => {
    const identity = browser(member);
    const stream = await open(identity);
    await stream.until('connected');
    identity.actor = { ...member, role: 'auditor' };
    change('mine', member.userId);
    expect(await stream.until('event: return')).not.toContain('"mine"');
    await stream.close();
  });
});
