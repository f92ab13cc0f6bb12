import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Double, startCliproxyapiDouble } from '@gatehouse/gateways/double';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatehouse, type Product, startProduct } from './product.ts';

// What is used at the gateway, as its user, another member and the owner see it: on the page and with the command.

const browserPath = process.env.GATEHOUSE_TEST_CHROMIUM;
const folder = process.env.GATEHOUSE_TEST_SCREENSHOTS;
const password = 'a long enough test password';

type Answer = { usage: { prompt_tokens: number; completion_tokens: number; total_tokens: number } };
type Summary = {
  total: Record<string, number | string>;
  rows: { key: string | null; label: string; figures: Record<string, number> }[];
  completeThrough: string | null;
};

describe.skipIf(!browserPath)('usage (needs chromium)', () => {
  let product: Product;
  let double: Double;
  let browser: Browser;
  let owner: Page;
  let member: Page;
  let other: Page;
  let home: string;
  let clientKey: string;
  const used = { requests: 0, inputTokens: 0, outputTokens: 0, totalTokens: 0 };

  beforeAll(async () => {
    double = await startCliproxyapiDouble();
    [product, browser] = await Promise.all([
      startProduct(),
      chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox', '--disable-gpu'] }),
    ]);
    home = await mkdtemp(join(tmpdir(), 'gatehouse-usage-'));
    [owner, member, other] = [await newPage(), await newPage(), await newPage()];
    await owner.goto(product.setupLink);
    await fill(owner, { 'Your name': 'Olga Owner', 'E-mail': 'olga@example.com', Password: password });
    await press(owner, 'Create administrator');
    await fill(owner, { Name: 'Team gateway', 'Base URL': double.url, 'Management key': double.managementKey });
    await press(owner, 'Connect gateway');
    await owner.getByText('Gatehouse is ready').waitFor();
    await invite(member, 'Mika Member', 'mika@example.com');
    await invite(other, 'Nora Neighbour', 'nora@example.com');
  }, 240_000);

  afterAll(async () => {
    await browser?.close();
    await product?.stop();
    await double?.stop();
    if (home) await rm(home, { recursive: true, force: true });
  }, 60_000);

  async function newPage(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1180, height: 860 }, timezoneId: 'Asia/Tokyo' });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    return page;
  }
  const fill = (page: Page, fields: Record<string, string>) =>
    Object.entries(fields).reduce(
      (before, [label, text]) => before.then(() => page.getByLabel(label, { exact: true }).fill(text)),
      Promise.resolve(),
    );
  const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();
  const rowOf = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

  async function invite(page: Page, name: string, email: string): Promise<void> {
    await owner.goto(`${product.url}/people`);
    await press(owner, 'Invite');
    await press(owner, 'Create link');
    await page.goto(((await owner.getByTestId('invitation-link').textContent()) ?? '').trim());
    await fill(page, { 'Your name': name, 'E-mail': email, Password: password });
    await press(page, 'Accept invitation');
    await page.getByText(name).first().waitFor();
  }

  /** In both themes, for somebody who wants to see what it looks like. */
  async function look(page: Page, name: string): Promise<void> {
    if (!folder) return;
    await mkdir(folder, { recursive: true });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(folder, `usage-${name}-${colorScheme}.png`), fullPage: true });
    }
    await page.emulateMedia({ colorScheme: 'light' });
  }

  /** The number below a name among the totals. */
  const totalOf = (page: Page, name: string) =>
    page
      .locator('dl > div')
      .filter({ has: page.getByText(name, { exact: true }) })
      .locator('dd > span')
      .first();

  async function ask(model: string): Promise<void> {
    const response = await fetch(`${double.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${clientKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello '.repeat(used.requests + 1) }] }),
    });
    const { usage } = (await response.json()) as Answer;
    used.requests += 1;
    used.inputTokens += usage.prompt_tokens;
    used.outputTokens += usage.completion_tokens;
    used.totalTokens += usage.total_tokens;
  }

  const usageOfMember = async (...args: string[]): Promise<Summary> => {
    const { code, stdout } = await gatehouse(home, ['--json', 'usage', '--time-zone', 'Asia/Tokyo', ...args]);
    expect(code).toBe(0);
    return JSON.parse(stdout) as Summary;
  };

  it('says at first that there is nothing, and where statistics are switched on', async () => {
    await member.goto(`${product.url}/usage`);
    await member.getByText('You used nothing in these days').waitFor();
    expect(await member.getByRole('radio', { name: 'Everybody’s' }).count()).toBe(0);
    await owner.goto(`${product.url}/usage`);
    await owner.getByText('You used nothing in these days').waitFor();
    await look(owner, 'empty');
    await owner.getByRole('link', { name: 'Settings of Team gateway' }).click();
    const setting = owner.getByRole('listitem').filter({ hasText: 'Usage statistics' });
    await setting.getByRole('button', { name: 'Accept Usage statistics' }).click();
    await setting.getByText('Kept').waitFor();
  }, 90_000);

  it('counts exactly what a member used', async () => {
    await member.goto(`${product.url}/provider-keys`);
    await press(member, 'Contribute key');
    await fill(member, { Name: 'Claude of mine', 'API key': 'sk-test-claude-usage' });
    await press(member, 'Contribute');
    await rowOf(member, 'Claude of mine').locator('[data-status=applied]').waitFor();
    await member.goto(`${product.url}/client-keys`);
    await press(member, 'Create key');
    const dialog = member.getByRole('dialog');
    await dialog.getByLabel('Name', { exact: true }).fill('Laptop');
    await dialog.getByRole('button', { name: 'Create key', exact: true }).click();
    clientKey = ((await member.getByTestId('client-key').textContent()) ?? '').trim();
    await dialog.locator('[data-status=applied]').waitFor();
    await press(member, 'I have copied it');
    await expect.poll(() => double.modelIds().length, { timeout: 30_000 }).toBeGreaterThan(1);
    const [first = '', second = ''] = double.modelIds();
    for (const model of [first, first, second]) await ask(model);

    let hasApproved = false;
    const login = gatehouse(home, ['login', '--url', product.url, '--no-browser'], (text) => {
      const address = /http:\S+\/device\?code=[A-Z]{4}-[A-Z]{4}/.exec(text)?.[0];
      if (!address || hasApproved) return;
      hasApproved = true;
      void member.goto(address).then(() => press(member, 'Approve'));
    });
    expect(await login).toMatchObject({ code: 0 });
    await expect
      .poll(async () => (await usageOfMember()).total.requests, { timeout: 90_000, interval: 1000 })
      .toBe(used.requests);
    expect(await usageOfMember('--by', 'model')).toMatchObject({
      total: { ...used, failedRequests: 0 },
      rows: expect.arrayContaining([
        expect.objectContaining({ key: first, figures: expect.objectContaining({ requests: 2 }) }),
        expect.objectContaining({ key: second, figures: expect.objectContaining({ requests: 1 }) }),
      ]),
      completeThrough: expect.any(String),
    });
    expect((await usageOfMember('--key', 'Laptop')).total).toMatchObject(used);
  }, 180_000);

  it('shows the member the same on the page, and as a file', async () => {
    await member.goto(`${product.url}/usage`);
    await expect.poll(() => totalOf(member, 'Requests').textContent()).toBe(String(used.requests));
    expect(await totalOf(member, 'Tokens').textContent()).toBe(used.totalTokens.toLocaleString('en-US'));
    const chart = member.getByRole('slider');
    await chart.focus();
    await member.keyboard.press('End');
    expect(await chart.getAttribute('aria-valuetext')).toContain(`${used.totalTokens.toLocaleString('en-US')} tokens`);
    await look(member, 'day');
    await member.getByLabel('By', { exact: true }).selectOption('model');
    await member.getByRole('table', { name: 'Usage by model' }).waitFor();
    await look(member, 'model');
    const [download] = await Promise.all([member.waitForEvent('download'), press(member, 'Download CSV')]);
    const path = join(home, 'usage.csv');
    await download.saveAs(path);
    const [, ...lines] = (await readFile(path, 'utf8')).trim().split('\r\n');
    const requests = lines.map((line) => Number(line.split(',')[1]));
    expect(requests.reduce((sum, count) => sum + count, 0)).toBe(used.requests);
  }, 60_000);

  it('shows nothing of it to another member, and all of it to the owner', async () => {
    await other.goto(`${product.url}/usage?scope=all&by=person`);
    await other.getByText('You used nothing in these days').waitFor();
    await owner.goto(`${product.url}/usage`);
    await owner.getByText('You used nothing in these days').waitFor();
    await owner.getByRole('radio', { name: 'Everybody’s' }).click();
    await expect.poll(() => totalOf(owner, 'Requests').textContent()).toBe(String(used.requests));
    await owner.getByLabel('By', { exact: true }).selectOption('person');
    await rowOf(owner, 'Mika Member').waitFor();
    await look(owner, 'person');
    await owner.getByRole('button', { name: 'Mika Member' }).click();
    await owner.getByRole('list', { name: 'Only' }).getByText('Mika Member').waitFor();
    await expect.poll(() => totalOf(owner, 'Requests').textContent()).toBe(String(used.requests));
    expect(await owner.content()).not.toContain(clientKey);
    expect(product.output()).not.toContain(clientKey);
  }, 60_000);
});
