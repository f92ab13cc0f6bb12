import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../config/index.ts';
import { browserOf, recordingLog, signIn, temporaryFolder } from '../testing/index.ts';
import { freePort } from '../web/child.ts';
import { type Demo, type GatewayPorts, startDemo } from './index.ts';

let folder: string;
let gatewayPorts: GatewayPorts;
beforeAll(async () => {
  folder = await temporaryFolder();
  gatewayPorts = { port: await freePort(), controlPort: await freePort() };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function open(): Promise<Demo> {
  const env = {
    GATEHOUSE_PORT: '0',
    GATEHOUSE_ROLES: 'api,jobs',
    GATEHOUSE_DATA_DIR: folder,
    // Somebody's real one: the demo must not touch it.
    DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/real',
  };
  return startDemo(readConfig(env, folder), { log: recordingLog().log, webServerPath: '', gatewayPorts });
}

/** What a visitor finds, once the gateway has it all. */
async function look(demo: Demo) {
  const owner = await browserOf(demo, await signIn(demo, demo.signIn.email, demo.signIn.password));
  for (;;) {
    const [gateway] = await owner.gateways.list.query();
    const { models } = await owner.models.list.query({});
    if (gateway && models.length > 0 && gateway.entries.pending + gateway.entries.unknown === 0) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const [people, invitations, providerKeys, customProviders, clientKeys] = await Promise.all([
    owner.users.list.query(),
    owner.invitations.list.query(),
    owner.providerKeys.list.query({ scope: 'all' }),
    owner.customProviders.list.query({ scope: 'all' }),
    owner.clientKeys.list.query({ scope: 'all' }),
  ]);
  return {
    roles: people.map(({ role }) => role).sort(),
    open: invitations.filter(({ status }) => status === 'open').map(({ email }) => email),
    families: [...new Set(providerKeys.map(({ provider }) => provider))].sort(),
    customProviders: customProviders.map(({ name }) => name),
    clientKeys: clientKeys.length,
    states: [...new Set([...providerKeys, ...customProviders, ...clientKeys].map(({ state }) => state.status))],
  };
}

const expected = {
  roles: ['member', 'member', 'operator', 'owner'],
  open: ['lena@example.com'],
  families: ['claude', 'codex', 'gemini'],
  customProviders: ['openrouter'],
  clientKeys: 4,
  states: ['applied'],
};

describe('the demo', () => {
  it('has people who brought things, and a gateway that has them', async () => {
    const demo = await open();
    expect(await look(demo)).toEqual(expected);
    expect(await demo.stop()).toBe(true);
  });

  it('is the same the second time, although its gateway has forgotten everything', async () => {
    const demo = await open();
    expect(await look(demo)).toEqual(expected);
    expect(await demo.stop()).toBe(true);
  });
});
