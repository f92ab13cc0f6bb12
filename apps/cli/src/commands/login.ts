import { access, constants } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import type { Client } from '@gatehouse/client/client';
import type { DeviceLoginStart } from '@gatehouse/contracts/access-tokens';
import { chooseServer, openClient } from '../connection/connect.ts';
import { readCredentialsLeniently, writeCredentials } from '../connection/credentials.ts';
import { Failure, Interrupted } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';
import { rememberSecret } from '../terminal/redact.ts';
import { type Approved, waitForApproval } from './device-approval.ts';
import { describePerson } from './whoami.ts';

export type LoginOptions = { browser: boolean };

export async function login(invocation: Invocation, options: LoginOptions): Promise<number> {
  const { env, folders, terminal } = invocation;
  const before = await readCredentialsLeniently(folders.config);
  const url = chooseServer(invocation, before);
  await refuseReadOnly(folders.config);
  const client = await openClient(invocation, url);
  const approved = await untilInterrupted(async (signal) => {
    const start = await client.deviceLogins.start.mutate({ clientName: clientName() }, { signal });
    await showCode(invocation, start, options);
    return waitForApproval(client, start, signal);
  });
  rememberSecret(approved.token);

  const stored = {
    token: approved.token,
    expiresAt: approved.expiresAt.toISOString(),
    isInsecureHttpAllowed:
      invocation.options.insecureHttp === true || before.servers[url]?.isInsecureHttpAllowed === true,
  };
  // Read again: another sign-in may have ended while this one waited.
  const current = await readCredentialsLeniently(folders.config);
  await writeCredentials(folders.config, { current: url, servers: { ...current.servers, [url]: stored } });
  const replaced = current.servers[url]?.token;
  if (replaced && replaced !== approved.token) await revokeReplaced(invocation, url, replaced);

  const person = await whoIs(await openClient(invocation, url, approved.token));
  if (terminal.isJson) terminal.json({ url, expiresAt: stored.expiresAt, actor: person });
  terminal.note(`Signed in to ${url}${person ? ` as ${printable(describePerson(person))}` : ''}.`);
  if (env.GATEHOUSE_TOKEN) terminal.note('GATEHOUSE_TOKEN is set: it is used instead, until you unset it.');
  return 0;
}

/** Said before the person has gone to the browser, not after. */
async function refuseReadOnly(folder: string): Promise<void> {
  for (let at = folder; ; at = dirname(at)) {
    const problem = await access(at, constants.W_OK).catch((error: NodeJS.ErrnoException) => error);
    if (problem && problem.code !== 'ENOENT') throw problem;
    if (!problem || at === dirname(at)) return;
  }
}

const clientName = (): string => `gatehouse on ${printable(hostname())}`.slice(0, 80);

async function showCode({ env, terminal }: Invocation, start: DeviceLoginStart, options: LoginOptions): Promise<void> {
  const { bold } = terminal.noteColors;
  const address = httpAddress(start.verificationUrl);
  terminal.note(`Confirm the code ${bold(printable(start.userCode))} at:\n  ${printable(address)}`);
  if (options.browser && terminal.isInteractive && hasDisplay(env)) {
    // A browser that does not open is no failure: the address is on the screen.
    const { default: open } = await import('open');
    await open(address).then(
      (child) => child.on('error', () => undefined),
      () => undefined,
    );
  }
  terminal.note(`Waiting for you to confirm it (${Math.round(start.expiresInSeconds / 60)} min, Ctrl-C stops)…`);
}

/** Only web addresses are handed to the system's opener: it would start programs for others. */
function httpAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol === 'https:' || url?.protocol === 'http:') return url.href;
  throw new Failure('internal', 'The server answered with an address that is not a web address.', {
    advice: 'Check the address of the server.',
  });
}

function hasDisplay(env: NodeJS.ProcessEnv): boolean {
  if (env.SSH_CONNECTION || env.SSH_TTY) return false;
  return process.platform !== 'linux' || Boolean(env.DISPLAY || env.WAYLAND_DISPLAY || env.WSL_DISTRO_NAME);
}

async function untilInterrupted(wait: (signal: AbortSignal) => Promise<Approved>): Promise<Approved> {
  const abort = new AbortController();
  const stop = () => abort.abort(new Interrupted('Stopped. You are not signed in.'));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    return await wait(abort.signal);
  } catch (error) {
    abort.signal.throwIfAborted();
    throw error;
  } finally {
    process.removeListener('SIGINT', stop);
    process.removeListener('SIGTERM', stop);
  }
}

/** A token that nobody has any more should not stay valid; if it cannot be revoked now, it expires. */
async function revokeReplaced(invocation: Invocation, url: string, token: string): Promise<void> {
  const client = await openClient(invocation, url, token);
  await client.accessTokens.revokeCurrent.mutate().catch(() => undefined);
}

const whoIs = (client: Client) => client.auth.whoAmI.query().catch(() => null);
