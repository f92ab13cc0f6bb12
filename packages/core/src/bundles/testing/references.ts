import type { BundleFormat } from '@gatehouse/contracts/bundles';
import type { BundleSources } from '../sources.ts';
import { rendered } from './rendered.ts';

/** What a bundle lists for its client to choose from, and what it names elsewhere, as the client names it. */
export type References = { listed: string[]; named: string[] };

// biome-ignore lint/suspicious/noExplicitAny: what is in a file is what the tests are about
type Content = any;

const opencodeList = ({ provider }: Content): string[] =>
  Object.entries(provider).flatMap(([name, { models }]: Content) => Object.keys(models).map((id) => `${name}/${id}`));

const opencodeReferences = (content: Content): References => ({
  listed: opencodeList(content),
  named: [content.model, content.small_model, ...Object.values(content.agent ?? {}).map(({ model }: Content) => model)],
});

type Read = (name: string) => Content;

/** A client without a list can ask for whatever the gateway offers by its own name: `null`. */
const readers: Record<BundleFormat, (read: Read, names: string[]) => { listed: string[] | null; named: string[] }> = {
  opencode: (read) => opencodeReferences(read('opencode.json')),
  kilo: (read) => opencodeReferences(read('kilo.json')),
  'oh-my-openagent': (read) => {
    const { agents, categories } = read('omo.jsonc')['[opencode]'];
    return {
      listed: null,
      named: [...Object.values(agents), ...Object.values(categories)].map(({ model }: Content) => model),
    };
  },
  'oh-my-opencode-slim': (read) => {
    const { preset, presets } = read('oh-my-opencode-slim.json');
    return { listed: null, named: Object.values(presets[preset]).flatMap(({ model }: Content) => model) };
  },
  codex: (read, names) => ({
    listed: names.includes('gatehouse-models.json')
      ? read('gatehouse-models.json').models.map(({ slug }: Content) => slug)
      : null,
    named: [read('config.toml').model, read('gatehouse.config.toml').model],
  }),
  'claude-code': (read) => {
    const { model, env } = read('settings.json');
    const tiers = Object.entries<string>(env).filter(([name]) => name.endsWith('_MODEL'));
    return { listed: null, named: [model, ...tiers.map(([, id]) => id)] };
  },
  'gemini-cli': (read) => ({ listed: null, named: [read('settings.json').model.name] }),
  'qwen-code': (read) => {
    const { modelProviders, model, security } = read('settings.json');
    const inKind = modelProviders[security.auth.selectedType].map(({ id }: Content) => id);
    const all = Object.values<Content[]>(modelProviders).flatMap((list) => list.map(({ id }) => id));
    return { listed: all, named: [inKind.includes(model.name) ? model.name : 'not in its kind'] };
  },
  continue: (read) => ({ listed: read('config.yaml').models.map(({ model }: Content) => model), named: [] }),
  pi: (read) => ({
    listed: read('models.json').providers.gatehouse.models.map(({ id }: Content) => id),
    named: [read('settings.json').defaultModel],
  }),
  droid: (read) => {
    const { customModels, model } = read('settings.json');
    return { listed: customModels.map(({ id }: Content) => id), named: [model] };
  },
  kimi: (read) => {
    const { models, providers, default_model } = read('config.toml');
    const listed = Object.entries(models).filter(([, { provider }]: Content) => Object.hasOwn(providers, provider));
    return { listed: listed.map(([name]) => name), named: [default_model] };
  },
  copilot: (read) => ({ listed: null, named: [read('copilot.env').COPILOT_MODEL] }),
  cline: (read) => ({ listed: null, named: [read('providers.json').providers['openai-compatible'].settings.model] }),
  env: () => ({ listed: null, named: [] }),
  snippets: () => ({ listed: null, named: [] }),
};

/** Null where the bundle has no files. */
export function referencesOf(format: BundleFormat, sources: BundleSources): References | null {
  const { files, read } = rendered(format, sources);
  if (files.length === 0) return null;
  const names = files.map(({ path }) => path.slice(format.length + 1));
  const { listed, named } = readers[format](read, names);
  return { listed: listed ?? openList(format, sources), named };
}

function openList(format: BundleFormat, sources: BundleSources): string[] {
  if (format.startsWith('oh-my')) return opencodeList(rendered('opencode', sources).read('opencode.json'));
  return sources.models.filter(({ kind }) => kind === 'chat').map(({ id }) => id);
}
