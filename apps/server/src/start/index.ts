import { randomToken } from '@gatehouse/core/secrets';
import { setupUrl } from '@gatehouse/core/setup';
import { type Config, createDataDir, readAuthSecret } from '../config/index.ts';
import { answerWhileStarting, createReadiness, createRequestHandler, listen } from '../http/index.ts';
import type { Logger } from '../logging/index.ts';
import { type Counters, createServices, type Installation, servicesForRequests } from '../services/index.ts';
import { type Closing, createClosing } from './closing.ts';
import { openParts } from './parts.ts';

export type StartOptions = {
  log: Logger;
  /** Of the built dashboard; needed for the role `web`. */
  webServerPath: string;
  counters?: Counters;
};

export type Running = Installation & {
  publicUrl: string;
  port: number;
  authSecret: string;
  /** Where a person claims a fresh installation; null once somebody has. */
  setupUrl: string | null;
  isWebUp(): boolean;
  /** Ends everything in order; answers whether it ended well. Once, however often it is called. */
  stop(): Promise<boolean>;
};

/** Starts the roles of this process. When it rejects, everything that was begun has ended. */
export async function start(config: Config, options: StartOptions): Promise<Running> {
  const closing = createClosing();
  try {
    return await begin(config, options, closing);
  } catch (error) {
    await closing.closeAll(options.log);
    throw error;
  }
}

async function begin(config: Config, options: StartOptions, closing: Closing): Promise<Running> {
  const { log } = options;
  const listener = await listen(config, answerWhileStarting);
  closing.add('requests', 'web server', () => listener.close());
  const publicUrl = config.publicUrl ?? `http://localhost:${listener.port}`;
  await createDataDir(config.dataDir);
  const authSecret = config.authSecret ?? (await readAuthSecret(config.dataDir));
  const installation = await createServices({ ...config, publicUrl }, { ...options, closing });
  const { setupToken } = installation;
  const services = servicesForRequests(installation.services, options.counters);
  const facts = { ...config, publicUrl, authSecret, serviceToken: randomToken('ghs_') };
  const { api, web, actors } = await openParts(facts, { ...options, services, closing });
  listener.handle = createRequestHandler(
    { ...(api && { api }), ...(web && { web: web.handle }), readiness: createReadiness(services) },
    { log, actors },
  );
  return {
    ...installation,
    publicUrl,
    authSecret,
    port: listener.port,
    setupUrl: setupToken === null ? null : setupUrl(publicUrl, setupToken),
    isWebUp: () => web?.isUp() ?? false,
    stop: () => closing.closeAll(log),
  };
}
