import { join } from 'node:path';
import { type Double, startCliproxyapiDouble } from '@gatehouse/gateways/double';
import { type Browser, chromium, type Page } from 'playwright-core';
import { type Product, startProduct } from './product.ts';

export const browserPath = process.env.GATEHOUSE_TEST_CHROMIUM;
const folder = process.env.GATEHOUSE_TEST_SCREENSHOTS;
const password = 'a long enough test password';

/** A fresh installation with a gateway, and two people who have signed in: Olga, its owner, and Mika, a member. */
export type TwoPeople = { product: Product; double: Double; owner: Page; member: Page; stop(): Promise<void> };

export async function startWithTwoPeople(): Promise<TwoPeople> {
  const double = await startCliproxyapiDouble();
  const [product, browser] = await Promise.all([
    startProduct(),
    chromium.launch({ executablePath: browserPath ?? '', args: ['--no-sandbox', '--disable-gpu'] }),
  ]);
  const [owner, member] = [await newPage(browser), await newPage(browser)];
  await owner.goto(product.setupLink);
  await fill(owner, { 'Your name': 'Olga Owner', 'E-mail': 'olga@example.com', Password: password });
  await press(owner, 'Create administrator');
  await fill(owner, { Name: 'Team gateway', 'Base URL': double.url, 'Management key': double.managementKey });
  await press(owner, 'Connect gateway');
  await owner.getByText('Gatehouse is ready').waitFor();
  await owner.goto(`${product.url}/people`);
  await press(owner, 'Invite');
  await press(owner, 'Create link');
  await member.goto(((await owner.getByTestId('invitation-link').textContent()) ?? '').trim());
  await fill(member, { 'Your name': 'Mika Member', 'E-mail': 'mika@example.com', Password: password });
  await press(member, 'Accept invitation');
  await member.getByText('Mika Member').first().waitFor();
  return {
    product,
    double,
    owner,
    member,
    async stop() {
      await browser.close();
      await product.stop();
      await double.stop();
    },
  };
}

async function newPage(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext({ viewport: { width: 1180, height: 860 } })).newPage();
  page.setDefaultTimeout(30_000);
  return page;
}

export const fill = (page: Page, fields: Record<string, string>): Promise<void> =>
  Object.entries(fields).reduce(
    (before, [label, text]) => before.then(() => page.getByLabel(label, { exact: true }).fill(text)),
    Promise.resolve(),
  );

export const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).first().click();

/** In both themes, for somebody who wants to see what it looks like. */
export async function look(page: Page, name: string): Promise<void> {
  if (!folder) return;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
}
