import { bundleAgents, bundlePresets } from '@gatehouse/contracts/bundles';
import { describe, expect, it } from 'vitest';
import { rendered } from '../testing/rendered.ts';
import { modelOf } from '../testing/sources.ts';
import { type AgentDefault, omoAgents, omoCategories, slimAgents } from './chains.ts';
import { presets } from './presets.ts';

const tables: [string, Record<string, AgentDefault>, readonly string[]][] = [
  ['agents of oh-my-openagent', omoAgents, bundleAgents['oh-my-openagent'].agents],
  ['categories of oh-my-openagent', omoCategories, bundleAgents['oh-my-openagent'].categories],
  ['agents of oh-my-opencode-slim', slimAgents, bundleAgents['oh-my-opencode-slim'].agents],
];
const modelName = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;

describe.each(tables)('the table of %s', (_, table, names) => {
  it('has every one of them', () => expect(Object.keys(table)).toEqual(names));

  it.each(Object.entries(table))('%s is well formed', (_name, { models, want, variant }) => {
    expect(models.length).toBeGreaterThan(0);
    expect(new Set(models).size).toBe(models.length);
    for (const model of models) expect(model).toMatch(modelName);
    expect(['strong', 'quick', 'images']).toContain(want);
    expect([undefined, 'low', 'medium', 'high']).toContain(variant);
  });
});

const known = new Set<string>(Object.values(bundleAgents).flatMap(({ agents }) => [...agents]));
const knownCategories = new Set<string>(bundleAgents['oh-my-openagent'].categories);

describe.each(Object.entries(presets))('the preset %s', (name, { agents, categories }) => {
  it('is one of those that can be chosen', () => expect(Object.keys(bundlePresets)).toContain(name));

  it('speaks of agents and categories that there are, with well-formed models', () => {
    for (const agent of Object.keys(agents)) expect(known).toContain(agent);
    for (const category of Object.keys(categories)) expect(knownCategories).toContain(category);
    for (const { models } of [...Object.values(agents), ...Object.values(categories)]) {
      expect(new Set(models).size).toBe(models.length);
      for (const model of models) expect(model).toMatch(modelName);
    }
  });
});

type Given = Parameters<typeof rendered>[1];
const omo = (given: Given) => {
  const { agents, categories } = rendered('oh-my-openagent', given).read('omo.jsonc')['[opencode]'];
  return { ...agents, ...categories } as Record<string, { model: string }>;
};
const catalogue = ['claude-opus-4-6', 'claude-haiku-4-5', 'gpt-5.4', 'openai/gpt-5-nano', 'gemini-3.1-pro'];
const models = catalogue.map((id) => modelOf(id, { hasReasoning: true }));

describe('the models of agents', () => {
  it('are the first of the table that is offered, as the gateway spells it', () => {
    expect(omo({ models })).toMatchObject({
      sisyphus: { model: 'gatehouse/claude-opus-4-6' },
      oracle: { model: 'gatehouse/gpt-5.4' },
      librarian: { model: 'gatehouse/claude-haiku-4-5' },
      explore: { model: 'gatehouse/claude-haiku-4-5' },
      'visual-engineering': { model: 'gatehouse-gemini/gemini-3.1-pro' },
    });
    expect(omo({ models: models.filter(({ id }) => id !== 'claude-haiku-4-5') })).toMatchObject({
      librarian: { model: 'gatehouse/openai/gpt-5-nano' },
    });
  });

  it('are what the person chose, then what the preset says, before the table', () => {
    const agents = { sisyphus: { models: ['gone', 'gpt-5-nano'] } };
    expect(omo({ models, choices: { agents } }).sisyphus).toEqual({ model: 'gatehouse/openai/gpt-5-nano' });
    expect(omo({ models, choices: { agents: { sisyphus: { models: ['gone'] } } } }).sisyphus).toEqual({
      model: 'gatehouse/claude-opus-4-6',
    });
    expect(omo({ models, choices: { preset: 'economical' } })).toMatchObject({
      sisyphus: { model: 'gatehouse/gpt-5.4' },
      atlas: { model: 'gatehouse/openai/gpt-5-nano' },
      quick: { model: 'gatehouse/openai/gpt-5-nano' },
    });
    expect(omo({ models, choices: { preset: 'economical', agents } }).sisyphus).toEqual({
      model: 'gatehouse/openai/gpt-5-nano',
    });
  });

  it('are chosen by what they can do where none is listed', () => {
    const price = (input: string) => ({ price: { input, output: input } });
    const house = [
      modelOf('house-blind', { hasReasoning: true, contextLimit: 400_000, ...price('9') }),
      modelOf('house-eyes', { contextLimit: 200_000, inputModalities: ['text', 'image'], ...price('5') }),
      modelOf('house-small', { contextLimit: 100_000, ...price('0.1') }),
      modelOf('zz-mute', { hasTools: false, ...price('0.01') }),
    ];
    expect(omo({ models: house })).toMatchObject({
      sisyphus: { model: 'gatehouse/house-blind' },
      explore: { model: 'gatehouse/house-small' },
      'multimodal-looker': { model: 'gatehouse/house-eyes' },
    });
  });

  it('have no variant where the model does not think, and fallbacks only from the same list', () => {
    const slim = (given: Given) => {
      const { preset, presets: all } = rendered('oh-my-opencode-slim', given).read('oh-my-opencode-slim.json');
      return all[preset];
    };
    expect(slim({ models }).orchestrator).toEqual({
      model: ['gatehouse/claude-opus-4-6', 'gatehouse/gpt-5.4'],
      variant: 'high',
    });
    expect(slim({ models: [modelOf('gpt-5.4')] }).orchestrator).toEqual({ model: 'gatehouse/gpt-5.4' });
  });
});
