import { startCliproxyapiDouble } from '../../packages/gateways/src/double/index.ts';

import { modelIds } from './models.ts';

const { env } = process;
const models = modelIds(Number(env.BENCH_MODELS ?? 0)).map((name) => ({ name, alias: name }));
const provider = {
  name: 'many',
  'base-url': 'http://127.0.0.1:9/v1',
  'api-key-entries': [{ 'api-key': 'sk-test-many' }],
  models,
};

/** The gateway in a process of its own: its work is not counted. */
const double = await startCliproxyapiDouble(models.length > 0 ? { lists: { 'openai-compatibility': [provider] } } : {});
process.on('message', () => process.send?.(double.writes().length));
process.on('disconnect', () => process.exit(0));
process.send?.({ baseUrl: double.url, managementKey: double.managementKey });
