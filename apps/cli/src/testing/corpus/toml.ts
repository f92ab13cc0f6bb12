import type { Family } from './family.ts';

export const toml: Family = {
  format: 'kimi',
  place: '.kimi-code/config.toml',
  file: {
    path: 'kimi/config.toml',
    syntax: 'toml',
    isWhole: false,
    managed: [
      ['providers', { keys: 'gatehouse' }],
      ['models', { keys: 'gatehouse/' }],
    ],
    suggested: [['default_model']],
    content: [
      'default_model = "gatehouse/glm-4.6"\n',
      '[providers.gatehouse]\ntype = "openai"\nbase_url = "http://h/v1"\napi_key = "sk-test-corpus-key-0001"\n',
      '[models."gatehouse/glm-4.6"]\nprovider = "gatehouse"\nmodel = "glm-4.6"\nmax_context_size = 200000\n',
      '[models."gatehouse/vendor/x"]\nprovider = "gatehouse"\nmodel = "vendor/x"\nmax_context_size = 1000\n',
    ].join('\n'),
    isSecret: true,
  },
  texts: {
    'a key of the root': 'theme = "dark" # mine\n',
    'keys and tables': '# top\na = 1\n\n[ui]\ntheme = "dark"\n  indented = true\n\n[ui.more]\nx = [1, 2]\n',
    'only tables': '# of ui\n[ui]\ntheme = "dark"\n',
    'a provider of their own':
      '[providers.own]\ntype = "openai"\napi_key = "sk-test-their-own" # secret\n\n[models."own/x"]\nprovider = "own"\n',
    'dotted keys': 'providers.own.type = "openai"\nproviders.own.base_url = "http://own"\nui.theme = "dark"\n',
    'inline tables': 'providers = { own = { type = "openai" } }\nui = { theme = "dark", "a b" = 1 }\n',
    'lists of tables': '[[hooks]]\nname = "a" # a\n[hooks.on]\nx = 1\n\n[[hooks]]\nname = "b"\n',
    'older parts of ours':
      '[providers.gatehouse] # old\ntype = "x"\n[providers.gatehouse.headers]\na = "b"\n\n# keep\n[providers.z]\n\n[models."gatehouse/gone"]\nmodel = "gone"\n',
    'older parts of ours in dotted keys': 'providers.gatehouse.type = "x" # old\nproviders.own.type = "y"\n',
    'our names at other places': '[gatehouse]\nproviders = ["gatehouse"]\n\n[other.providers.gatehouse]\nx = 1\n',
    'long texts': 'a = """\n[providers.gatehouse]\n# no comment\n"""\nb = \'\'\'\nx = 1\n\'\'\'\n',
    'dates and numbers':
      'a = 1979-05-27T07:32:00-08:00\nb = 07:32:00\nc = 0xDEAD_BEEF\nd = inf\ne = 1_000\nf = 12345678901234567890\n',
    'quoted keys': '"a.b" = 1\n\'c d\' = 2\n["x y"."z"]\nq = 1\n',
    'wide lists': 'a = [\n  "x", # x\n  "y",\n  # end\n]\n\n[z]\n',
    'tables behind their children': '[a.b.c]\nx = 1\n[a]\ny = 1\n',
    'comments all over': '# one\n\n# two\na = 1 # three\n\n# four\n[b] # five\n# six\nc = 1\n# seven\n',
  },
  broken: {
    'no value': 'a =\n',
    'a table twice': '[a]\n[a]\n',
    'an open text': 'a = "x\n',
    'an open table': '[a\n',
    JSON: '{ "a": 1 }\n',
    'a key twice': 'a = 1\na = 2\n',
    'a merge conflict': '<<<<<<< HEAD\na = 1\n',
    'a provider that is none': 'providers = 1\n',
  },
};
