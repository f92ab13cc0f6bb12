import { sharedChoices } from '@gatehouse/contracts/sharing';
import { expect, it } from 'vitest';
import { findSecrets } from './find-secrets.ts';

const withCommand = (...command: string[]) =>
  sharedChoices.parse({ mcpServers: { files: { type: 'local', command, variables: [] } } });
const places = (document: ReturnType<typeof withCommand>, values: string[] = []) =>
  findSecrets(document, values).map(({ at }) => at);

it.each([
  ['--token', 'test-0001'],
  ['--api-key=test-0001'],
  ['--apiKey', 'test-0001'],
  ['docker', 'run', '-e', 'GITHUB_TOKEN=test-0001'],
  ['env', 'DB_PASSWORD=test-0001', 'server'],
  ['server', 'ghp_0123456789abcdef'],
  ['server', 'key:sk-test-0123456789'],
])('finds a secret in %j', (...command) => expect(places(withCommand(...command))).toEqual(['mcpServers.files']));

it.each([
  ['npx', '-y', '@scope/server@1.2.3', '--read-only'],
  ['docker', 'run', '-e', 'GITHUB_TOKEN', 'image'],
  ['server', '--token', '$TOKEN'],
  ['server', '--token', '--verbose'],
  ['server', '--token={env:TOKEN}'],
  ['server', '--tokenizer', 'fast', '--keyboard=us'],
])('finds none in %j', (...command) => expect(places(withCommand(...command))).toEqual([]));

it('finds the own values wherever they stand, in any spelling, and never says them', () => {
  const value = 'test value/with+signs';
  const document = sharedChoices.parse({
    agents: { oracle: { models: [Buffer.from(value).toString('base64').replace(/=+$/, '')] } },
    exclusions: ['short'],
    mcpServers: {
      web: { type: 'remote', url: `https://mcp.example.com/${encodeURIComponent(value)}`, variables: [] },
      files: { type: 'local', command: ['sh', '-c', `echo ${value}`], variables: [] },
    },
  });
  const found = findSecrets(document, [value, 'short']);
  expect(found.map(({ at }) => at).sort()).toEqual(['agents.oracle', 'mcpServers.files', 'mcpServers.web']);
  expect(JSON.stringify(found)).not.toContain(value);
});
