import { editedBundleChoices, updateBundleChoicesInput } from '@gatehouse/contracts/bundle-choices';
import { expect, it } from 'vitest';
import { describeIssue } from './describe-issue.ts';

const empty = editedBundleChoices.parse({});
const told = (change: object): string => {
  const choices = { ...empty, ...change };
  return describeIssue(updateBundleChoicesInput.safeParse({ version: 0, choices }).error?.issues[0], choices);
};

it('says what does not fit by its name, not by its number', () => {
  expect(told({ plugins: ['good@1.0.0', 'one@latest'] })).toMatch(/^Plugin “one@latest”: Pin a version/);
  expect(told({ agents: { oracle: { models: ['with space'] } } })).toMatch(/^Agent oracle: A model id/);
  expect(told({ defaultModel: 'with space' })).toMatch(/^Default model: A model id/);
});

it('never repeats a value of a variable', () => {
  const environment = { API_TOKEN: `test-canary\0` };
  const message = told({ mcpServers: { docs: { type: 'local', command: ['run'], environment, isEnabled: true } } });
  expect(message).toMatch(/^Server docs: /);
  expect(message).not.toContain('test-canary');
});
