import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatehouse } from './product.ts';
import { browserPath, fill, look, press, startWithTwoPeople, type TwoPeople } from './two-people.ts';

// What people choose for their agents and share with each other, in their browsers and in the files of their agents.

const upstreamKey = 'sk-test-choices-end-to-end';
const tokenOfOlga = 'test-canary-of-the-publisher';
const tokenOfMika = 'test-canary-of-the-follower';
const patience = { timeout: 30_000 };

describe.skipIf(!browserPath)('choices and sharing them (needs chromium)', () => {
  let people: TwoPeople;
  let owner: Page;
  let member: Page;
  let code = '';
  let home: string;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'gatehouse-choices-'));
    people = await startWithTwoPeople();
    ({ owner, member } = people);
    await offerModels();
  }, 240_000);

  afterAll(async () => {
    await people?.stop();
    if (home) await rm(home, { recursive: true, force: true });
  }, 60_000);

  async function offerModels() {
    await open(owner, 'custom-providers');
    await press(owner, 'Add provider');
    await fill(owner, { 'Display name': 'Office', 'Base URL': 'https://gpu.example/v1', 'API key': upstreamKey });
    const models = ['claude-sonnet-4-5', 'gpt-5.4', 'office-coder'];
    for (const [index, model] of models.entries()) {
      if (index > 0) await press(owner, 'Add model');
      await fill(owner, { [`Model ${index + 1} upstream id`]: model, [`Model ${index + 1} alias`]: model });
    }
    await owner.getByRole('dialog').getByRole('button', { name: 'Add provider', exact: true }).click();
    await owner.getByRole('row').filter({ hasText: 'Office' }).locator('[data-status=applied]').waitFor();
  }
  const open = (page: Page, path: string) => page.goto(`${people.product.url}/${path}`);
  const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click();
  const saved = async (page: Page) => {
    await press(page, 'Save');
    await page.getByText('Saved. Your bundles follow').waitFor();
    await page.getByText('Not saved yet.').waitFor({ state: 'detached' });
  };
  const subscription = () => member.getByRole('listitem').filter({ hasText: 'By Olga Owner' });

  it('takes models, a set, agents, exclusions and a server, and has them after a reload', async () => {
    await open(owner, 'choices');
    await look(owner, 'choices-empty');
    await fill(owner, { 'Default model': 'office-coder', 'Model to limit': 'gpt-5.4' });
    await owner.getByLabel('Set of agent models').selectOption('planning');
    await press(owner, 'Limit');
    await owner.getByLabel('Context of gpt-5.4 in tokens').fill('100000');
    await look(owner, 'choices-models');
    await tab(owner, 'Agents');
    await owner.getByLabel('Add an agent').selectOption('oracle');
    await owner.getByLabel('Add a model for oracle').fill('gpt-5.4');
    await owner.getByLabel('Add a model for oracle').press('Enter');
    await owner.getByLabel('Add a model for oracle').fill('office-coder');
    await press(owner, 'Add the model to oracle');
    await press(owner, 'Prefer office-coder for oracle');
    await owner.getByLabel('Effort of oracle').selectOption('high');
    await look(owner, 'choices-agents');
    await tab(owner, 'Exclusions');
    await owner.getByLabel('Add to your exclusions').fill('claude-*');
    await owner.getByLabel('Add to your exclusions').press('Enter');
    await owner.getByText('1 model').first().waitFor();
    await look(owner, 'choices-exclusions');
    await tab(owner, 'Tools');
    await press(owner, 'Add server');
    await fill(owner, { Name: 'github', Command: 'npx -y some-server@1.0.0' });
    await press(owner, 'Add variable');
    await fill(owner, { 'Name of variable 1': 'API_TOKEN', 'Value of variable 1': tokenOfOlga });
    await look(owner, 'choices-server');
    await press(owner, 'Add');
    await look(owner, 'choices-tools');
    await saved(owner);
    await owner.reload();
    await owner.getByText('npx -y some-server@1.0.0').waitFor();
    expect(await owner.content()).not.toContain(tokenOfOlga);
    await tab(owner, 'Agents');
    expect(
      await owner.getByRole('listitem').filter({ hasText: 'oracle' }).getByRole('listitem').allTextContents(),
    ).toEqual([expect.stringContaining('office-coder'), expect.stringContaining('gpt-5.4')]);
    expect(await owner.getByLabel('Effort of oracle').inputValue()).toBe('high');
    await tab(owner, 'Models');
    expect(await owner.getByLabel('Default model').inputValue()).toBe('office-coder');
    expect(await owner.getByLabel('Set of agent models').inputValue()).toBe('planning');
    await tab(owner, 'Preview');
    await owner.getByText('You need a client key first').waitFor();
    await look(owner, 'choices-preview');
  }, 120_000);

  it('says what does not work, and what cannot be saved', async () => {
    await owner.getByRole('tab', { name: 'Models' }).click();
    await fill(owner, { 'Small model': 'claude-sonnet-4-5' });
    await saved(owner);
    await owner.getByText('Not everything works as it stands').waitFor();
    await look(owner, 'choices-problem');
    await tab(owner, 'Tools');
    await owner.getByLabel('Add to plugins').fill('unpinned@latest');
    await owner.getByLabel('Add to plugins').press('Enter');
    await owner.getByText('Plugin “unpinned@latest”: Pin a version').waitFor();
    expect(await owner.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
    await look(owner, 'choices-invalid');
    await press(owner, 'Discard');
    await tab(owner, 'Models');
    await fill(owner, { 'Small model': '' });
    await saved(owner);
  }, 60_000);

  it('never overwrites what another tab has saved', async () => {
    const other = await owner.context().newPage();
    await open(other, 'choices');
    await fill(other, { 'Default model': 'gpt-5.4' });
    await fill(owner, { 'Small model': 'gpt-5.4' });
    await saved(other);
    await other.close();
    await owner.getByText('These were changed in another place meanwhile').waitFor();
    expect(await owner.getByRole('button', { name: 'Save', exact: true }).isDisabled()).toBe(true);
    await look(owner, 'choices-conflict');
    await press(owner, 'Discard');
    await expect.poll(() => owner.getByLabel('Default model').inputValue(), patience).toBe('gpt-5.4');
    expect(await owner.getByLabel('Small model').inputValue()).toBe('');
  }, 60_000);

  it('publishes under a name and a code, after a look at what travels', async () => {
    await open(owner, 'shared-choices');
    await look(owner, 'shared-empty');
    await press(owner, 'Share your choices');
    await fill(owner, { Name: 'Backend team' });
    await owner.getByText('Set of agent models').waitFor();
    await look(owner, 'shared-publish');
    await press(owner, 'Publish');
    code = (await owner.getByText(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/).textContent()) ?? '';
    await look(owner, 'shared-published');
    expect(await owner.content()).not.toContain(tokenOfOlga);
  }, 60_000);

  it('is followed by a colleague, who agrees to what runs and fills in values of their own', async () => {
    await open(member, 'shared-choices');
    await fill(member, { Code: 'ABCD-2345' });
    await press(member, 'Look at it');
    await member.getByText('There is no share with this code.').waitFor();
    await look(member, 'shared-no-such-code');
    await fill(member, { Code: code.toLowerCase() });
    await press(member, 'Look at it');
    await member.getByText('Follow “Backend team”').waitFor();
    await member.getByText('npx -y some-server@1.0.0').first().waitFor();
    await look(member, 'shared-follow');
    await press(member, 'Follow');
    await subscription().getByText('Waits for your consent').waitFor();
    await look(member, 'shared-waiting');
    expect(await told()).toContain('“github” of “Backend team” is left out until you agree to it.');
    await press(member, 'Agree to the command of github');
    await member.getByLabel('API_TOKEN', { exact: true }).fill(tokenOfMika);
    await look(member, 'shared-values');
    await press(member, 'Save values');
    await subscription().getByText('In use', { exact: true }).nth(1).waitFor();
    await look(member, 'shared-in-use');
    expect(await told()).not.toContain('left out');
    expect(await opencode()).toMatchObject({
      model: 'gatehouse/gpt-5.4',
      mcp: { 'gatehouse-github': { environment: { API_TOKEN: tokenOfMika } } },
    });
    expect(JSON.stringify(await opencode())).not.toContain(tokenOfOlga);
  }, 120_000);

  it('gets a new version at once, unless it stays at one; both sides can go back', async () => {
    await open(owner, 'choices');
    await fill(owner, { 'Default model': 'office-coder' });
    await saved(owner);
    await open(owner, 'shared-choices');
    await owner.getByText('Not up to date').waitFor();
    await press(owner, 'Publish changes');
    await look(owner, 'shared-changes');
    await press(owner, 'Publish');
    const version = member.getByLabel('Version of Backend team');
    await expect.poll(() => version.locator('option').allTextContents(), patience).toContain('Follow the latest (2)');
    await expect.poll(chosenModel, patience).toBe('gatehouse/office-coder');
    await press(member, 'What changed');
    await member.getByText('Version 2', { exact: true }).waitFor();
    await look(member, 'shared-versions');
    await press(member, 'Close');
    await version.selectOption({ label: 'Stay at version 1' });
    await expect.poll(chosenModel, patience).toBe('gatehouse/gpt-5.4');
    await look(member, 'shared-pinned');
    await version.selectOption('');
    await expect.poll(chosenModel, patience).toBe('gatehouse/office-coder');

    await press(owner, 'Versions');
    await press(owner, 'Version 1');
    await look(owner, 'shared-roll-back');
    await press(owner, 'Publish this again');
    await owner.getByText('Version 3 holds what version 1 held.').waitFor();
    await expect.poll(chosenModel, patience).toBe('gatehouse/gpt-5.4');
    await press(member, 'Pause');
    await subscription().getByText('Paused', { exact: true }).waitFor();
    await expect.poll(async () => JSON.stringify(await opencode()), patience).not.toContain('gatehouse-github');
    expect(people.product.output()).not.toMatch(/test-canary/);
  }, 120_000);

  /** What a sync of Mika says; the first one signs their machine in. */
  async function told(): Promise<string> {
    await signedIn();
    const { stdout, stderr } = await gatehouse(home, ['sync', '--agent', 'opencode', '--yes', '--on-edit', 'replace']);
    return stdout + stderr;
  }
  async function opencode(): Promise<Record<string, unknown>> {
    await told();
    return JSON.parse(await readFile(join(home, '.config/opencode/opencode.json'), 'utf8'));
  }
  /** A suggestion of a sync: only a file of its own is sure to have the current one. */
  async function chosenModel(): Promise<unknown> {
    await rm(join(home, '.config/opencode'), { recursive: true, force: true });
    return (await opencode()).model;
  }

  let isSignedIn = false;
  async function signedIn(): Promise<void> {
    if (isSignedIn) return;
    isSignedIn = true;
    const page = await member.context().newPage();
    let hasApproved = false;
    const login = gatehouse(home, ['login', '--url', people.product.url, '--no-browser'], (text) => {
      const address = /http:\S+\/device\?code=[A-Z]{4}-[A-Z]{4}/.exec(text)?.[0];
      if (!address || hasApproved) return;
      hasApproved = true;
      void page.goto(address).then(() => press(page, 'Approve'));
    });
    expect(await login).toMatchObject({ code: 0 });
    await page.close();
  }
});
