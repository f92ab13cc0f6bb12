import type { contributeCustomProviderInput } from '@gatehouse/contracts/custom-providers';
import type { Role } from '@gatehouse/contracts/permissions';
import type { contributeProviderKeyInput } from '@gatehouse/contracts/provider-keys';
import type { z } from 'zod';

export const owner = { name: 'Mara Lindqvist', email: 'mara@example.com' };

export type Person = {
  name: string;
  email: string;
  role: Role;
  providerKeys: z.input<typeof contributeProviderKeyInput>[];
  customProviders: z.input<typeof contributeCustomProviderInput>[];
  clientKeys: string[];
};

/** Who is in the demo besides its owner, and what they brought. None of the keys is one. */
export const people: Person[] = [
  {
    name: 'Jonas Okafor',
    email: 'jonas@example.com',
    role: 'operator',
    providerKeys: [
      { provider: 'claude', name: 'Team Anthropic', apiKey: 'sk-test-demo-anthropic-team-4Qm1' },
      { provider: 'gemini', name: 'Gemini pay-as-you-go', apiKey: 'sk-test-demo-gemini-payg-9Zr7' },
    ],
    customProviders: [],
    clientKeys: ['ThinkPad', 'CI runner'],
  },
  {
    name: 'Priya Raman',
    email: 'priya@example.com',
    role: 'member',
    providerKeys: [
      { provider: 'codex', name: 'OpenAI research', apiKey: 'sk-test-demo-openai-research-2Lx8' },
      {
        provider: 'claude',
        name: 'Personal Anthropic',
        apiKey: 'sk-test-demo-anthropic-priya-7Tb3',
        excludedModels: ['claude-opus-4-1-20250805'],
      },
    ],
    customProviders: [
      {
        name: 'openrouter',
        displayName: 'OpenRouter',
        baseUrl: 'https://openrouter.ai/api/v1',
        apiKey: 'sk-test-demo-openrouter-5Hd2',
        models: [
          { name: 'qwen/qwen3-coder', alias: 'qwen3-coder' },
          { name: 'moonshotai/kimi-k2', alias: 'kimi-k2' },
        ],
      },
    ],
    clientKeys: ['MacBook'],
  },
  {
    name: 'Tomás Ferreira',
    email: 'tomas@example.com',
    role: 'member',
    providerKeys: [],
    customProviders: [],
    clientKeys: ['Desktop'],
  },
];

export const openInvitation = { email: 'lena@example.com', role: 'member' as const };
