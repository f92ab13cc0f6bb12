import { expect, it } from 'vitest';
import { hideKey } from './hide-key.ts';

it('hides every key and nothing else', () => {
  const content = JSON.stringify({
    a: { options: { baseURL: 'https://ai.example.com/v1', apiKey: 'sk-test-"quoted"' } },
    b: { options: { apiKey: 'sk-test-second' } },
    models: { apiKeyish: { name: 'x' } },
  });
  const hidden = hideKey(content);
  expect(hidden).not.toContain('sk-test');
  expect(hidden).not.toContain('quoted');
  expect(JSON.parse(hidden)).toMatchObject({
    a: { options: { baseURL: 'https://ai.example.com/v1' } },
    models: { apiKeyish: { name: 'x' } },
  });
});
