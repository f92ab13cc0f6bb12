import type { ModelChoice } from '@gatehouse/contracts/bundle-choices';
import type { BundlePreset } from '@gatehouse/contracts/bundles';

/** By the names of every client's agents: an agent that a client does not have is left out of its bundle. */
export type Preset = { agents: Record<string, ModelChoice>; categories: Record<string, ModelChoice> };

const coders: ModelChoice = { models: ['gpt-5.3-codex', 'claude-sonnet-4.6', 'gpt-5.4', 'kimi-k2.5', 'glm-5'] };
const planners: ModelChoice = { models: ['claude-opus-4.6', 'gpt-5.4', 'gemini-3.1-pro', 'glm-5'], variant: 'high' };
const quick: ModelChoice = { models: ['claude-haiku-4.5', 'gpt-5.4-mini', 'gemini-3-flash', 'minimax-m2.7'] };
const cheap: ModelChoice = { models: ['gpt-5-nano', 'minimax-m2.7', 'gemini-3-flash', 'gpt-5.4-mini'] };
const leader: ModelChoice = { models: ['claude-sonnet-4.6', 'kimi-k2.5', 'glm-5', 'gpt-5.4'] };

const each = (choice: ModelChoice, ...names: string[]) => Object.fromEntries(names.map((name) => [name, choice]));

export const presets: Record<BundlePreset, Preset> = {
  coding: {
    agents: {
      ...each(coders, 'build', 'sisyphus', 'hephaestus', 'atlas', 'sisyphus-junior', 'orchestrator', 'fixer'),
      ...each(planners, 'plan', 'oracle', 'prometheus', 'momus'),
    },
    categories: each(coders, 'deep', 'unspecified-low', 'unspecified-high'),
  },
  planning: {
    agents: {
      ...each(planners, 'plan', 'sisyphus', 'oracle', 'prometheus', 'metis', 'momus', 'orchestrator'),
      ...each(quick, 'general', 'explore', 'atlas', 'sisyphus-junior', 'explorer', 'librarian', 'fixer'),
    },
    categories: { ...each(planners, 'ultrabrain', 'deep'), ...each(quick, 'quick', 'unspecified-low') },
  },
  economical: {
    agents: {
      ...each(leader, 'build', 'plan', 'sisyphus', 'hephaestus', 'oracle', 'prometheus', 'orchestrator'),
      ...each(cheap, 'general', 'explore', 'metis', 'momus', 'atlas', 'sisyphus-junior', 'librarian'),
      ...each(cheap, 'explorer', 'fixer', 'designer'),
    },
    categories: {
      ...each(leader, 'ultrabrain', 'deep', 'unspecified-high'),
      ...each(cheap, 'quick', 'writing', 'artistry', 'visual-engineering', 'unspecified-low'),
    },
  },
};
