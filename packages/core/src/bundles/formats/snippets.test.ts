import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { rendered } from '../testing/rendered.ts';
import { modelOf, ownKey } from '../testing/sources.ts';

const blocks = (content: string, language: string): string[] =>
  [...content.matchAll(/(`{3,})(\w+)\n([\s\S]*?)\n\1/g)]
    .filter((found) => found[2] === language)
    .map((found) => found[3] ?? '');

it('runs in a shell as it stands, whatever the model is called, with the key from the environment', async () => {
  const seen: unknown[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    seen.push([request.method, request.url, request.headers.authorization, body && JSON.parse(body).model]);
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const id = `odd'model"$(id)\`\`\`x`;
  const given = { models: [modelOf(id)], gateway: { id: '0', name: 'Team', baseUrl } };
  const { content, isSecret } = rendered('snippets', given).file('snippets.md');
  expect(isSecret).toBe(false);
  expect(content).not.toContain(ownKey);
  for (const command of blocks(content, 'sh').filter((block) => block.startsWith('curl')))
    await promisify(execFile)('sh', ['-c', `export GATEHOUSE_API_KEY=sk-gh-test-shell\n${command}`]);
  server.close();
  expect(seen).toEqual([
    ['GET', '/v1/models', 'Bearer sk-gh-test-shell', ''],
    ['POST', '/v1/chat/completions', 'Bearer sk-gh-test-shell', id],
  ]);
});

it('names the model in Python and in JavaScript', () => {
  const { content } = rendered('snippets').file('snippets.md');
  expect(blocks(content, 'python')[0]).toContain('model="claude-sonnet-4-5"');
  expect(blocks(content, 'js')[0]).toContain('model: "claude-sonnet-4-5"');
});
