import { readFile } from 'node:fs/promises';
import { gatehouseVersion } from '@gatehouse/contracts/version';
import { expect, it } from 'vitest';
import { isNewer } from './server-version.ts';

it('knows a newer version', () => {
  expect(isNewer('0.2.0', '0.1.9')).toBe(true);
  expect(isNewer('0.10.0', '0.9.0')).toBe(true);
  for (const other of ['0.1.0', '0.0.9', 'soon', '']) expect(isNewer(other, '0.1.0')).toBe(false);
});

it('is told the version of the packages', async () => {
  const manifest = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  expect(gatehouseVersion).toBe(JSON.parse(manifest).version);
});
