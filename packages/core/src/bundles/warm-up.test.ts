import { bundleFormats } from '@gatehouse/contracts/bundles';
import { expect, it, vi } from 'vitest';
import * as rendering from './render.ts';
import { warmUpRendering } from './warm-up.ts';

vi.mock('./render.ts', { spy: true });

it('renders every format, and lets other work go on between them', async () => {
  let turns = 0;
  const timer = setInterval(() => (turns += 1), 0);
  await warmUpRendering();
  clearInterval(timer);
  const render = vi.mocked(rendering.renderBundle);
  expect(new Set(render.mock.calls.map(([format]) => format))).toEqual(new Set(bundleFormats));
  for (const { value } of render.mock.results) expect(value.files.length).toBeGreaterThan(0);
  expect(turns).toBeGreaterThan(0);
});
