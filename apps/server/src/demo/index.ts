import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { type Double, startCliproxyapiDouble } from '@gatehouse/gateways/double';
import { type Config, createDataDir, readOrCreate } from '../config/index.ts';
import { type Running, type StartOptions, start } from '../start/index.ts';
import { owner } from './people.ts';
import { seed } from './seed.ts';

export type Demo = Running & {
  signIn: { email: string; password: string };
  gatewayUrl: string;
};

export type GatewayPorts = { port: number; controlPort: number };

// Fixed: the gateway keeps its address from one start to the next.
const usualPorts: GatewayPorts = { port: 4187, controlPort: 4188 };

/**
 * The same product over a folder and a database of its own, with a double as its gateway and people in it. What a visitor
 * changes is there again at the next start: the double forgets everything, and is made equal again.
 */
export async function startDemo(
  config: Config,
  options: StartOptions & { gatewayPorts?: GatewayPorts },
): Promise<Demo> {
  const dataDir = join(config.dataDir, 'demo');
  await createDataDir(config.dataDir);
  await createDataDir(dataDir);
  const password = (
    await readOrCreate(join(dataDir, 'password'), () => `${randomBytes(12).toString('base64url')}\n`)
  ).trim();
  const double = await startDouble(options.gatewayPorts ?? usualPorts);
  const running = await start(
    // Never a real database: what the demo writes belongs to nobody.
    { ...config, dataDir, database: { ...config.database, primaryUrl: null, replicaUrls: [] } },
    options,
  ).catch(async (error: unknown) => {
    await double.stop();
    throw error;
  });
  const stop = async () => {
    const isClean = await running.stop();
    await double.stop();
    return isClean;
  };
  try {
    await seed(running, password, { url: double.url, managementKey: double.managementKey });
  } catch (error) {
    await stop();
    throw error;
  }
  return { ...running, setupUrl: null, stop, signIn: { email: owner.email, password }, gatewayUrl: double.url };
}

async function startDouble(ports: GatewayPorts): Promise<Double> {
  try {
    return await startCliproxyapiDouble(ports);
  } catch (error) {
    const { port, controlPort } = ports;
    throw new Error(`The demo's gateway needs the ports ${port} and ${controlPort}, which are taken.`, {
      cause: error,
    });
  }
}
