import { fileURLToPath } from 'node:url';
import { createDataDir, readConfig } from './config/index.ts';
import { startDemo } from './demo/index.ts';
import { createLogger } from './logging/index.ts';
import { endWithSignals } from './process.ts';
import { openDatabase } from './services/database.ts';
import { createClosing } from './start/closing.ts';
import { start } from './start/index.ts';

const webServerPath = fileURLToPath(new URL('../../web/.next/standalone/apps/web/server.js', import.meta.url));

const commands: Record<string, () => Promise<void>> = { start: serve, demo: serveDemo, migrate: migrateOnly };

async function serve(): Promise<void> {
  const config = readConfig(process.env, process.cwd());
  const log = createLogger({ level: config.logLevel, isReadable: process.stdout.isTTY });
  const running = await start(config, { log, webServerPath });
  endWithSignals(log, running.stop);
  console.log(`\nGatehouse answers at ${running.publicUrl}\n`);
  if (running.setupUrl) console.log(`Set it up with this link, which works once:\n${running.setupUrl}\n`);
}

async function serveDemo(): Promise<void> {
  const config = readConfig(process.env, process.cwd());
  const log = createLogger({ level: config.logLevel, isReadable: process.stdout.isTTY });
  const demo = await startDemo(config, { log, webServerPath });
  endWithSignals(log, demo.stop);
  console.log(`\nThe Gatehouse demo answers at ${demo.publicUrl}`);
  console.log(`Sign in as ${demo.signIn.email} with the password ${demo.signIn.password}`);
  console.log(`Its gateway is a double of CLIProxyAPI at ${demo.gatewayUrl}: nothing leaves this machine.\n`);
}

/** Only brings the database up to date, as the first step of an upgrade. */
async function migrateOnly(): Promise<void> {
  const config = readConfig(process.env, process.cwd());
  const log = createLogger({ level: config.logLevel, isReadable: process.stdout.isTTY });
  const closing = createClosing();
  try {
    await createDataDir(config.dataDir);
    await openDatabase(config, { log, closing });
  } finally {
    await closing.closeAll(log);
  }
}

async function main(): Promise<void> {
  const [name = 'start', ...rest] = process.argv.slice(2);
  const command = commands[name];
  if (!command || rest.length > 0) throw new Error(`Usage: node dist/main.js [${Object.keys(commands).join(' | ')}]`);
  await command();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
});
