import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, startCliproxyapiDouble } from '@gatehouse/gateways/double';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { gatehouse, type Product, startProduct } from './product.ts';

// From the setup link to a laptop that talks to the gateway, as people do it: in a browser and with the built command.

const browserPath = process.env.GATEHOUSE_TEST_CHROMIUM;
const password = 'a long enough test password';
const providerSecret = 'sk-test-claude-end-to-end';
const customSecret = 'sk-test-custom-end-to-end';

describe.skipIf(!browserPath)('the main job (needs chromium)', () => {
  let product: Product;
  let double: Double;
  let browser: Browser;
  let owner: Page;
  let member: Page;
  let home: string;
  let clientKey: string;
  const seen: string[] = [];

  beforeAll(async () => {
    double = await startCliproxyapiDouble();
    [product, browser] = await Promise.all([
      startProduct(),
      chromium.launch({
        executablePath: browserPath ?? '',
        args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
      }),
    ]);
    home = await mkdtemp(join(tmpdir(), 'gatehouse-home-'));
    [owner, member] = [await newPage(browser), await newPage(browser)];
  }, 180_000);

  // What a person would see, where a failure has to be understood afterwards.
  afterEach(async ({ task }) => {
    const folder = process.env.GATEHOUSE_TEST_SCREENSHOTS;
    if (task.result?.state !== 'fail' || !folder) return;
    await owner.screenshot({ path: join(folder, `${task.name.slice(0, 3)}-owner.png`) });
    await member.screenshot({ path: join(folder, `${task.name.slice(0, 3)}-member.png`) });
  });

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await double?.stop();
    if (home) await rm(home, { recursive: true, force: true });
  }, 60_000);

  /** Somebody at a machine of their own; everything that the API answers them is kept. */
  async function newPage(from: Browser): Promise<Page> {
    const page = await (await from.newContext()).newPage();
    page.setDefaultTimeout(30_000);
    page.on('response', async (response) => {
      if (response.url().includes('/api/') && !response.url().includes('onChange'))
        seen.push(await response.text().catch(() => ''));
    });
    return page;
  }

  const fill = (page: Page, fields: Record<string, string>) =>
    Object.entries(fields).reduce(
      (before, [label, text]) => before.then(() => page.getByLabel(label, { exact: true }).fill(text)),
      Promise.resolve(),
    );
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
  const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });
  const untilApplied = (page: Page, name: string) => rowOf(page, name).locator('[data-status=applied]').waitFor();

  it('1–2: the setup link makes the first administrator and connects the gateway', async () => {
    await owner.goto(product.setupLink);
    await fill(owner, { 'Your name': 'Olga Owner', 'E-mail': 'olga@example.com', Password: password });
    await press(owner, 'Create administrator');
    await fill(owner, { Name: 'Team gateway', 'Base URL': double.url, 'Management key': 'mgmt-test-wrong' });
    await press(owner, 'Test connection');
    await owner
      .getByText(/30 minutes/)
      .last()
      .waitFor();
    await fill(owner, { 'Management key': double.managementKey });
    await press(owner, 'Connect gateway');
    await owner.getByText('Gatehouse is ready').waitFor();
    const refused = double.requests().filter(({ path, status }) => path.startsWith('/v0/management') && status === 401);
    expect(refused).toHaveLength(1);

    const late = await newPage(browser);
    await late.goto(product.setupLink);
    await late
      .getByText(/already/i)
      .first()
      .waitFor();
    await late.close();
  }, 120_000);

  it('3: a colleague joins by an invitation link', async () => {
    await owner.goto(`${product.url}/people`);
    await press(owner, 'Invite');
    await press(owner, 'Create link');
    const link = (await owner.getByTestId('invitation-link').textContent()) ?? '';
    expect(link).toContain('/invite#');
    await member.goto(link.trim());
    await fill(member, { 'Your name': 'Mika Member', 'E-mail': 'mika@example.com', Password: password });
    await press(member, 'Accept invitation');
    await member.getByText('Mika Member').first().waitFor();
  }, 60_000);

  it('4: the colleague contributes a key and a custom provider, and sees them applied without reloading', async () => {
    await member.goto(`${product.url}/provider-keys`);
    await press(member, 'Contribute key');
    await fill(member, { Name: 'Claude of mine', 'API key': providerSecret });
    await press(member, 'Contribute');
    await untilApplied(member, 'Claude of mine');

    await member.goto(`${product.url}/custom-providers`);
    await press(member, 'Add provider');
    await fill(member, { 'Display name': 'Office GPU', 'Base URL': 'https://gpu.example/v1', 'API key': customSecret });
    await fill(member, { 'Model 1 upstream id': 'qwen3-coder-480b', 'Model 1 alias': 'office-coder' });
    await press(member, 'Add provider');
    await untilApplied(member, 'Office GPU');
    expect(double.entries('claude-api-key').map((entry) => entry['api-key'])).toEqual([providerSecret]);
    expect(double.entries('openai-compatibility').map((entry) => entry.name)).toEqual(['office-gpu']);
  }, 60_000);

  it('5: a client key is shown once, becomes applied, and the models are there', async () => {
    await member.goto(`${product.url}/client-keys`);
    await press(member, 'Create key');
    const dialog = member.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Laptop');
    await dialog.getByRole('button', { name: 'Create key', exact: true }).click();
    clientKey = ((await member.getByTestId('client-key').textContent()) ?? '').trim();
    await dialog.locator('[data-status=applied]').waitFor();
    await press(member, 'I have copied it');
    await untilApplied(member, 'Laptop');
    await member.reload();
    await untilApplied(member, 'Laptop');
    expect(await member.content()).not.toContain(clientKey);
    await member.goto(`${product.url}/models`);
    await member.getByText('office-coder').first().waitFor();
  }, 60_000);

  it('6: the command logs in and writes the configuration of OpenCode', async () => {
    let hasApproved = false;
    const login = gatehouse(home, ['login', '--url', product.url, '--no-browser'], (text) => {
      const address = /http:\S+\/device\?code=[A-Z]{4}-[A-Z]{4}/.exec(text)?.[0];
      if (!address || hasApproved) return;
      hasApproved = true;
      void member.goto(address).then(() => press(member, 'Approve'));
    });
    expect(await login).toMatchObject({ code: 0 });
    expect(JSON.parse((await gatehouse(home, ['whoami', '--json'])).stdout)).toMatchObject({
      actor: { email: 'mika@example.com' },
    });

    const dryRun = await gatehouse(home, ['sync', '--agent', 'opencode', '--dry-run']);
    expect(dryRun).toMatchObject({ code: 0 });
    expect(dryRun.stdout + dryRun.stderr).toContain('office-coder');
    expect(dryRun.stdout + dryRun.stderr).not.toContain(clientKey);
    const path = join(home, '.config/opencode/opencode.json');
    await expect(readFile(path)).rejects.toThrow();

    expect(await gatehouse(home, ['sync', '--agent', 'opencode'])).toMatchObject({ code: 0 });
    const text = await readFile(path, 'utf8');
    const config = JSON.parse(text);
    expect(config.provider.gatehouse.options).toEqual({ baseURL: `${double.url}/v1`, apiKey: clientKey });
    expect(Object.keys(config.provider.gatehouse.models)).toContain('office-coder');
    for (const secret of [providerSecret, customSecret, double.managementKey]) expect(text).not.toContain(secret);

    const second = await gatehouse(home, ['sync', '--agent', 'opencode']);
    expect(second).toMatchObject({ code: 0 });
    expect(second.stdout + second.stderr).toMatch(/nothing changed/i);
    expect(await readFile(path, 'utf8')).toBe(text);
  }, 60_000);

  it('7: the key reaches the gateway until it is revoked', async () => {
    const ask = () => fetch(`${double.url}/v1/models`, { headers: { authorization: `Bearer ${clientKey}` } });
    expect((await ask()).status).toBe(200);
    expect(await gatehouse(home, ['keys', 'revoke', 'Laptop'])).toMatchObject({ code: 0 });
    expect((await ask()).status).toBe(401);
    expect(double.everOpen).toBe(false);
  }, 60_000);

  it('no answer, page or log line held a secret that is not its reader’s', () => {
    const answers = seen.filter((text) => text.includes(clientKey));
    expect(answers.every((text) => text.includes('"key"') || text.includes('opencode'))).toBe(true);
    const everything = [...seen, product.output()].join('\n');
    for (const secret of [providerSecret, customSecret, double.managementKey, password])
      expect(everything).not.toContain(secret);
    expect(product.output()).not.toContain(clientKey);
  });
});
