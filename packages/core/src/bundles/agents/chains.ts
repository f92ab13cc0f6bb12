import type { bundleAgents } from '@gatehouse/contracts/bundles';

/** What does where none of the listed models is offered. */
export type Want = 'strong' | 'quick' | 'images';

export type AgentDefault = {
  /** Best first, by the names that their makers give them: the gateway may spell them otherwise. */
  models: readonly string[];
  want: Want;
  variant?: string;
};

type Omo = (typeof bundleAgents)['oh-my-openagent'];
type Slim = (typeof bundleAgents)['oh-my-opencode-slim'];

export const omoAgents: Record<Omo['agents'][number], AgentDefault> = {
  sisyphus: { models: ['claude-opus-4.6', 'kimi-k2.5', 'k2p5', 'gpt-5.4', 'glm-5', 'big-pickle'], want: 'strong' },
  hephaestus: { models: ['gpt-5.4'], want: 'strong' },
  oracle: { models: ['gpt-5.4', 'gemini-3.1-pro', 'claude-opus-4.6', 'glm-5'], want: 'strong' },
  prometheus: { models: ['claude-opus-4.6', 'gpt-5.4', 'glm-5', 'gemini-3.1-pro'], want: 'strong' },
  metis: { models: ['claude-opus-4.6', 'gpt-5.4', 'glm-5', 'k2p5'], want: 'strong' },
  momus: { models: ['gpt-5.4', 'claude-opus-4.6', 'gemini-3.1-pro', 'glm-5'], want: 'strong' },
  atlas: { models: ['claude-sonnet-4.6', 'kimi-k2.5', 'gpt-5.4', 'minimax-m2.7'], want: 'strong' },
  librarian: { models: ['minimax-m2.7', 'minimax-m2.7-highspeed', 'claude-haiku-4.5', 'gpt-5-nano'], want: 'quick' },
  explore: {
    models: ['grok-code-fast-1', 'minimax-m2.7-highspeed', 'minimax-m2.7', 'claude-haiku-4.5', 'gpt-5-nano'],
    want: 'quick',
  },
  'multimodal-looker': { models: ['gpt-5.4', 'kimi-k2.5', 'glm-4.6v', 'gpt-5-nano'], want: 'images' },
  'sisyphus-junior': {
    models: ['claude-sonnet-4.6', 'kimi-k2.5', 'gpt-5.4', 'minimax-m2.7', 'big-pickle'],
    want: 'strong',
  },
};

export const omoCategories: Record<Omo['categories'][number], AgentDefault> = {
  'visual-engineering': { models: ['gemini-3.1-pro', 'glm-5', 'claude-opus-4.6', 'k2p5'], want: 'images' },
  ultrabrain: { models: ['gpt-5.4', 'gemini-3.1-pro', 'claude-opus-4.6', 'glm-5'], want: 'strong' },
  deep: { models: ['gpt-5.4', 'claude-opus-4.6', 'gemini-3.1-pro'], want: 'strong' },
  artistry: { models: ['gemini-3.1-pro', 'claude-opus-4.6', 'gpt-5.4'], want: 'strong' },
  quick: {
    models: ['gpt-5.4-mini', 'claude-haiku-4.5', 'gemini-3-flash', 'minimax-m2.7', 'gpt-5-nano'],
    want: 'quick',
  },
  'unspecified-low': {
    models: ['claude-sonnet-4.6', 'gpt-5.3-codex', 'kimi-k2.5', 'gemini-3-flash', 'minimax-m2.7'],
    want: 'quick',
  },
  'unspecified-high': { models: ['claude-opus-4.6', 'gpt-5.4', 'glm-5', 'k2p5', 'kimi-k2.5'], want: 'strong' },
  writing: { models: ['gemini-3-flash', 'kimi-k2.5', 'claude-sonnet-4.6', 'minimax-m2.7'], want: 'quick' },
};

export const slimAgents: Record<Slim['agents'][number], AgentDefault> = {
  orchestrator: { ...omoAgents.sisyphus, variant: 'high' },
  oracle: { ...omoAgents.oracle, variant: 'high' },
  designer: { ...omoCategories['visual-engineering'], variant: 'medium' },
  explorer: { ...omoAgents.explore, variant: 'low' },
  librarian: { ...omoAgents.librarian, variant: 'low' },
  fixer: { ...omoCategories.quick, variant: 'low' },
};
