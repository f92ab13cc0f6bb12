import type { Family } from './family.ts';

export const yaml: Family = {
  format: 'continue',
  place: '.continue/config.yaml',
  file: {
    path: 'continue/config.yaml',
    syntax: 'yaml',
    isWhole: false,
    managed: [['models', { items: 'name', prefix: 'gatehouse/' }]],
    suggested: [['name'], ['version'], ['schema']],
    content: [
      'name: gatehouse',
      'version: 1.0.0',
      'schema: v1',
      'models:',
      '  - name: gatehouse/glm-4.6',
      '    provider: openai',
      '    model: glm-4.6',
      '    apiKey: sk-test-corpus-key-0001',
      '    roles: [chat, edit]',
      '  - name: gatehouse/vendor/x',
      '    provider: openai',
      '    model: vendor/x',
      '',
    ].join('\n'),
    isSecret: true,
  },
  texts: {
    'a few keys': 'name: Mine\nversion: 1.0.0\nschema: v1\n',
    'models of their own':
      'name: Mine # name\nversion: "1"\nmodels:\n  - name: Own # own\n    provider: ollama\n    roles: [chat]\n  # behind\nrules:\n  - be kind\n',
    'a list at its key’s column': 'models:\n- name: Own\n  provider: x\n- provider: y\ncontext:\n- a\n',
    'an older part of ours':
      'models:\n  - name: gatehouse/glm-4.6\n    model: old\n  - name: Own\n    model: own\n  - name: gatehouse/gone\n    model: gone\nz: 1\n',
    'flow style': '{ name: Mine, models: [ { name: Own, provider: x } ], z: 1 }\n',
    'a flow list in a block': 'name: Mine\nmodels: [{name: Own}, {name: "Other"}] # mine\n',
    'an empty list': 'name: Mine\nmodels: []\nz: 1\n',
    'an empty value': 'models: # none yet\nname: Mine\n',
    'comments all over': '# top\n\n# of name\nname: Mine # n\n# of version\nversion: 2\n\n# end\n',
    'long texts':
      'name: Mine\nprompt: |\n  models:\n    - name: gatehouse/x\n  # no comment\nother: >-\n  folded\n  text\n',
    anchors: 'defaults: &d\n  provider: x\nmodels:\n  - name: Own\n    from: *d\nother: *d\n',
    'four spaces': 'name: Mine\nmodels:\n    -   name: Own\n        provider: x\n        more:\n            deep: 1\n',
    'a document with marks': '---\nname: Mine\nmodels:\n  - name: Own\n...\n',
    'quoted keys': '"name": Mine\n\'a b\': 1\n"models":\n  - "name": "Own"\n',
    'our names at other places':
      'gatehouse:\n  models:\n    - name: gatehouse/x\nnested:\n  models:\n    - name: gatehouse/y\n',
    'text that looks like something else': 'name: Mine\na: "yes"\nb: 0o17\nc: ~\nd: 1e3\ne: 2001-01-01\n',
  },
  broken: {
    'an odd indent': 'a: 1\n b: 2\n',
    'an open bracket': 'a: [1\nb: 2\n',
    'a key twice': 'a: 1\na: 2\n',
    'two documents': 'a: 1\n---\nb: 1\n',
    'a list at the top': '- a\n',
    'an unknown alias': 'a: *x\n',
    tabs: 'a:\n\tb: 1\n',
    'models that are none': 'models: none\n',
  },
};
