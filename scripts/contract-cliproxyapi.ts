import { spawnSync } from 'node:child_process';
import { env } from 'node:process';
import { parseArgs } from 'node:util';
import { isUsed, takeSnapshot } from '../packages/gateways/src/contract/snapshot.ts';
import { Wire } from '../packages/gateways/src/contract/wire.ts';

const usage = `Checks a real CLIProxyAPI against the contract that Gatehouse relies on.

  npm run contract:cliproxyapi -- --url http://127.0.0.1:8317 --management-key <key>

  --management-key   may come from the environment instead: CLIPROXYAPI_MANAGEMENT_KEY
  --allow-used       also run where keys or providers are configured; they are put back afterwards,
                     but clients of the gateway are cut off while the checks run
  --expendable       also check what the gateway does without client keys: it is open to everybody for a moment
`;

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    'management-key': { type: 'string' },
    'allow-used': { type: 'boolean', default: false },
    expendable: { type: 'boolean', default: false },
  },
});

const url = values.url?.replace(/\/+$/, '');
const managementKey = values['management-key'] ?? env.CLIPROXYAPI_MANAGEMENT_KEY;
if (!url || !managementKey) stop(usage);

if (!values['allow-used'] && (await isInUse(url, managementKey)))
  stop('This gateway already holds keys or providers. Use an empty one, or give --allow-used.\n');

const run = spawnSync('npx', ['vitest', 'run', '--project', 'gateways', 'src/contract'], {
  stdio: 'inherit',
  env: {
    ...env,
    CLIPROXYAPI_CONTRACT_URL: url,
    CLIPROXYAPI_MANAGEMENT_KEY: managementKey,
    CLIPROXYAPI_CONTRACT_EXPENDABLE: values.expendable ? '1' : '0',
  },
});
process.exit(run.status ?? 1);

function stop(message: string): never {
  process.stderr.write(message);
  process.exit(2);
}

async function isInUse(url: string, managementKey: string): Promise<boolean> {
  const wire = new Wire({
    url,
    managementKey,
    isReal: true,
    isExpendable: false,
    settle: async () => undefined,
    stop: async () => undefined,
  });
  try {
    const answer = await wire.manage('GET', 'debug');
    if (answer.status !== 200) stop(`The gateway answered HTTP ${answer.status} to the management key.\n`);
    return isUsed(await takeSnapshot(wire));
  } catch {
    return stop(`No gateway answers at ${url}.\n`);
  } finally {
    wire.close();
  }
}
