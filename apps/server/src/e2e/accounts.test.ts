import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserPath, fill, look as lookAt, press, startWithTwoPeople, type TwoPeople } from './two-people.ts';

// Accounts at providers, as two people connect them in their browsers.

const token = 'sk-test-accounts-end-to-end';

describe.skipIf(!browserPath)('accounts (needs chromium)', () => {
  let people: TwoPeople;
  let product: TwoPeople['product'];
  let double: TwoPeople['double'];
  let owner: Page;
  let member: Page;
  let home: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'gatehouse-accounts-'));
    people = await startWithTwoPeople();
    ({ double, product, owner, member } = people);
    await Promise.all([open(owner), open(member)]);
  }, 240_000);

  afterAll(async () => {
    await people?.stop();
    if (home) await rm(home, { recursive: true, force: true });
  }, 60_000);

  const open = (page: Page) => page.goto(`${product.url}/provider-accounts`);
  const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
  const act = async (page: Page, name: string, action: string) => {
    await press(page, `Actions for ${name}`);
    await page.getByRole('menuitem', { name: action }).click();
  };
  const look = (page: Page, name: string) => lookAt(page, `accounts-${name}`);

  async function begin(page: Page, provider: string, name: string): Promise<string> {
    await press(page, 'Connect account');
    await page.getByLabel('Provider', { exact: true }).selectOption(provider);
    await page.getByLabel('Name', { exact: true }).fill(name);
    await press(page, 'Continue');
    const link = page.getByRole('link', { name: /provider’s page/ });
    return (await link.getAttribute('href')) ?? '';
  }
  const callbackOf = (url: string, email: string) =>
    `http://localhost:1455/auth/callback?code=${email}&state=${new URL(url).searchParams.get('state')}`;

  it('is empty at first, and says what an account is', async () => {
    await member.getByText('You have connected no account yet').waitFor();
    await look(member, 'empty');
  }, 60_000);

  it('connects by redirect: the address that the browser cannot open is pasted', async () => {
    const url = await begin(member, 'codex', 'Plus of Mika');
    await look(member, 'connect');
    await member.getByLabel('Address at the end').fill('http://localhost:1455/nothing');
    await press(member, 'Finish');
    await member.getByText(/holds no answer of a provider/).waitFor();
    await member.getByLabel('Address at the end').fill(callbackOf(url, 'mika@example.com'));
    await press(member, 'Finish');
    await rowOf(member, 'Plus of Mika').locator('[data-status=applied]').waitFor();
    expect(await owner.getByText('Plus of Mika').count()).toBe(0);
  }, 60_000);

  it('connects by a device code', async () => {
    await begin(member, 'kimi', 'Kimi of Mika');
    await member.getByText('Enter this code there').waitFor();
    await look(member, 'device');
    double.signInAtProvider('kimi', { email: 'mika@example.com', accessToken: token });
    await rowOf(member, 'Kimi of Mika').locator('[data-status=applied]').waitFor();
  }, 60_000);

  it('imports a file, and refuses one of another provider', async () => {
    const file = join(home, 'credential.json');
    await writeFile(file, JSON.stringify({ type: 'codex', access_token: token, refresh_token: token }));
    await press(member, 'Import file');
    await member.getByLabel('Name', { exact: true }).fill('Imported');
    await member.locator('input[type=file]').setInputFiles(file);
    await press(member, 'Import');
    await member.getByText(/names another provider/).waitFor();
    await look(member, 'import');
    await member.getByLabel('Provider', { exact: true }).selectOption('codex');
    await press(member, 'Import');
    await rowOf(member, 'Imported').locator('[data-status=applied]').waitFor();
  }, 60_000);

  it('edits, switches off and on, and removes', async () => {
    await act(member, 'Imported', 'Edit');
    await fill(member, { Name: 'Spare', Note: 'Only on Fridays', Prefix: 'mika', Priority: '-3', Weight: '2' });
    await press(member, 'Add header');
    await fill(member, { 'Header 1 name': 'X-Team', 'Header 1 value': 'secret-header-value' });
    await look(member, 'edit');
    await press(member, 'Save');
    await rowOf(member, 'Spare').locator('[data-status=applied]').waitFor();
    const files = () => double.authFileNames().map((name) => double.authFile(name));
    await expect
      .poll(() => files().find((file) => file?.prefix === 'mika'))
      .toMatchObject({
        note: 'Only on Fridays',
        priority: -3,
        weight: 2,
        headers: { 'X-Team': 'secret-header-value' },
      });
    await act(member, 'Spare', 'Switch off');
    await rowOf(member, 'Spare').getByText('Off', { exact: true }).waitFor();
    await expect.poll(() => files().find((file) => file?.prefix === 'mika')?.disabled).toBe(true);
    await look(member, 'list');
    await act(member, 'Spare', 'Remove');
    await look(member, 'remove');
    await press(member, 'Remove account');
    await expect.poll(files).toHaveLength(2);
    await rowOf(member, 'Spare').waitFor({ state: 'detached' });
  }, 90_000);

  it('two people at once each get their own, or an administrator decides', async () => {
    const [ownUrl, theirUrl] = [
      await begin(owner, 'claude', 'Max of Olga'),
      await begin(member, 'claude', 'Max of Mika'),
    ];
    const finish = async (page: Page, url: string, email: string) => {
      await page.getByLabel('Address at the end').fill(callbackOf(url, email));
      await press(page, 'Finish');
    };
    await Promise.all([finish(owner, ownUrl, 'olga@example.com'), finish(member, theirUrl, 'mika@example.com')]);
    const outcome = (page: Page, name: string) =>
      Promise.race([
        rowOf(page, name)
          .locator('[data-status=applied]')
          .waitFor()
          .then(() => 'own'),
        page
          .getByText('An administrator assigns it')
          .waitFor()
          .then(() => 'parked'),
      ]);
    const outcomes = await Promise.all([outcome(owner, 'Max of Olga'), outcome(member, 'Max of Mika')]);
    await look(member, 'two-at-once');
    expect(['own,own', 'parked,parked']).toContain(outcomes.join());
    if (outcomes[0] === 'own') return;
    await Promise.all([press(owner, 'Close'), press(member, 'Close')]);
    await open(owner);
    await owner.getByText('Accounts that belong to nobody').waitFor();
    await look(owner, 'unclaimed');
    const row = rowOf(owner, 'm…@example.com');
    await row.getByRole('button', { name: 'Assign' }).click();
    await owner.getByLabel('Person').selectOption({ label: 'Mika Member' });
    await owner.getByLabel('Name', { exact: true }).fill('Max of Mika');
    await look(owner, 'assign');
    await press(owner, 'Assign');
    await rowOf(member, 'Max of Mika').locator('[data-status=applied]').waitFor();
  }, 120_000);

  it('what somebody changed at the gateway is in the plan of an administrator', async () => {
    const name = double.authFileNames().find((one) => one.startsWith('kimi')) ?? '';
    double.placeAuthFile(name, null);
    await rowOf(member, 'Kimi of Mika').locator('[data-status=drifted]').first().waitFor({ timeout: 90_000 });
    await look(member, 'gone');
    await owner.goto(`${product.url}/gateways`);
    await owner.getByRole('link', { name: 'Team gateway' }).first().click();
    await owner.getByRole('tab', { name: 'Plan' }).click();
    await owner.getByText('kimi · Kimi of Mika').waitFor();
    await look(owner, 'plan');
    expect(product.output()).not.toContain(token);
  }, 150_000);
});
