import { access } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { RequestHandler } from '../http/index.ts';
import type { Logger } from '../logging/index.ts';
import { freePort, startWebChild } from './child.ts';
import { createProxy } from './proxy.ts';

/** The built command line, which the dashboard hands out. From the built server; unbuilt there is none. */
const commandPath = fileURLToPath(new URL('../../cli/dist/gatehouse.js', import.meta.url));

export type WebOptions = {
  /** The file of the built dashboard that starts its server. */
  serverPath: string;
  publicUrl: string;
  /** Where the dashboard's own server reaches the API. */
  apiUrl: string;
  authSecret: string;
  serviceToken: string;
  clientAddress: (req: IncomingMessage) => string | null;
  log: Logger;
};

export type Web = { handle: RequestHandler; isUp(): boolean; stop(): Promise<void> };

export async function startWeb(options: WebOptions): Promise<Web> {
  const { serverPath, publicUrl, log } = options;
  await access(serverPath).catch(() => {
    throw new Error('The dashboard is not built. Run `npm run build`, or leave web out of GATEHOUSE_ROLES.');
  });
  const port = await freePort();
  const env = {
    AUTH_SECRET: options.authSecret,
    AUTH_URL: publicUrl,
    AUTH_TRUST_HOST: 'true',
    GATEHOUSE_PUBLIC_URL: publicUrl,
    GATEHOUSE_API_URL: options.apiUrl,
    GATEHOUSE_SERVICE_TOKEN: options.serviceToken,
    GATEHOUSE_CLI_PATH: commandPath,
  };
  const child = startWebChild({ serverPath, port, env, log });
  const handle = createProxy({
    port,
    isUp: child.isUp,
    clientAddress: options.clientAddress,
    publicUrl: new URL(publicUrl),
  });
  return { handle, ...child };
}
