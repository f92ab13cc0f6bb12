/** The agents and categories to which a client with several of them can give a model each, by the client's own names. */
export const bundleAgents = {
  opencode: { agents: ['build', 'plan', 'general', 'explore'], categories: [] },
  'oh-my-openagent': {
    agents: [
      'sisyphus',
      'hephaestus',
      'oracle',
      'prometheus',
      'metis',
      'momus',
      'atlas',
      'librarian',
      'explore',
      'multimodal-looker',
      'sisyphus-junior',
    ],
    categories: [
      'visual-engineering',
      'ultrabrain',
      'deep',
      'artistry',
      'quick',
      'unspecified-low',
      'unspecified-high',
      'writing',
    ],
  },
  'oh-my-opencode-slim': {
    agents: ['orchestrator', 'oracle', 'designer', 'explorer', 'librarian', 'fixer'],
    categories: [],
  },
} as const;

/** The packaged sets of agent models, and what each is for. */
export const bundlePresets = {
  coding: 'Models that write code best do the work; the strongest ones plan and review.',
  planning: 'The strongest reasoning models plan, question and review; code is written by quick ones.',
  economical: 'Cheap models wherever they do, a strong one only to lead.',
} as const;
export type BundlePreset = keyof typeof bundlePresets;
