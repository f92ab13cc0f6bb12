import { spawnSync } from 'node:child_process';
import { env } from 'node:process';
import { parseArgs } from 'node:util';

const usage = `Checks a real LiteLLM proxy against the contract that Gatehouse relies on.

  npm run contract:litellm -- --url http://127.0.0.1:4000 --master-key <key>

  --master-key   may come from the environment instead: LITELLM_MASTER_KEY

The proxy needs a database and STORE_MODEL_IN_DB=True. What the checks add is named test-contract-… and taken away again.
`;

const { values } = parseArgs({ options: { url: { type: 'string' }, 'master-key': { type: 'string' } } });

const url = values.url?.replace(/\/+$/, '');
const masterKey = values['master-key'] ?? env.LITELLM_MASTER_KEY;
if (!url || !masterKey) {
  process.stderr.write(usage);
  process.exit(2);
}

const run = spawnSync('npx', ['vitest', 'run', '--project', 'gateways', 'src/litellm-contract'], {
  stdio: 'inherit',
  env: { ...env, LITELLM_CONTRACT_URL: url, LITELLM_CONTRACT_MASTER_KEY: masterKey },
});
process.exit(run.status ?? 1);
