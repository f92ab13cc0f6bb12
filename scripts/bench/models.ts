const families = [
  'claude-sonnet-4',
  'claude-opus-4',
  'gpt-5',
  'gemini-2.5-pro',
  'glm-4',
  'qwen3-coder',
  'kimi-k2',
  'deepseek-v3',
  'grok-4',
  'mistral-large',
];

/** Names as gateways have them, in several families. */
export const modelIds = (count: number): string[] =>
  Array.from(
    { length: count },
    (_, index) => `${families[index % families.length]}-${Math.floor(index / families.length)}`,
  );
