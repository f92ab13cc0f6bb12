import { describe, expect, it } from 'vitest';
import { entryFor, nativeProtocol } from './protocol.ts';

describe('nativeProtocol', () => {
  it.each([
    ['claude-opus-4-6', 'messages'],
    ['anthropic/claude-sonnet-4.5', 'messages'],
    ['gemini-claude-sonnet-4-5', 'messages'],
    ['gpt-5.1-codex', 'responses'],
    ['openai/o3-mini', 'responses'],
    ['codex-mini-latest', 'responses'],
    ['chatgpt-4o-latest', 'responses'],
    ['gpt-oss-120b', 'chat'],
    ['gemini-2.5-pro', 'gemini'],
    ['models/Gemini-3-Flash', 'gemini'],
    ['glm-4.6', 'chat'],
    ['olmo-3', 'chat'],
  ])('of %s is %s', (id, protocol) => expect(nativeProtocol(id)).toBe(protocol));
});

it('falls back to chat where a client lacks the protocol', () => {
  const table = { chat: 'c', messages: 'm' };
  expect(['claude-opus-4', 'gemini-2.5-pro', 'gpt-5', 'glm-5'].map((id) => entryFor(table, id))).toEqual([
    'm',
    'c',
    'c',
    'c',
  ]);
});
