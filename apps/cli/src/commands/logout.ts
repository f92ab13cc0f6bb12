import { isApiError } from '@gatehouse/client/errors';
import { chooseServer, openClient } from '../connection/connect.ts';
import { readCredentialsLeniently, withoutServer, writeCredentials } from '../connection/credentials.ts';
import { forgetKeys } from '../connection/kept-key.ts';
import type { Invocation } from '../invocation.ts';

/** Revokes the stored token and forgets it. Forgetting never fails for want of a server. */
export async function logout(invocation: Invocation): Promise<number> {
  const { env, folders, terminal } = invocation;
  const credentials = await readCredentialsLeniently(folders.config);
  const url = chooseServer(invocation, credentials);
  const token = credentials.servers[url]?.token;
  const isRevoked = token !== undefined && (await revoke(invocation, url, token));
  if (token !== undefined) await writeCredentials(folders.config, withoutServer(credentials, url));
  await forgetKeys(folders.state, url);
  if (terminal.isJson) terminal.json({ url, wasSignedIn: token !== undefined, isRevoked });
  if (token === undefined) terminal.note(`You were not signed in to ${url}.`);
  else if (isRevoked) terminal.note(`Signed out of ${url}.`);
  else {
    terminal.note(`Signed out of ${url} on this machine only: the server could not be told.`);
    terminal.note('The token stays valid until it expires, or until you revoke it in the dashboard.');
  }
  if (env.GATEHOUSE_TOKEN) terminal.note('GATEHOUSE_TOKEN is still set; this command leaves that token alone.');
  return 0;
}

async function revoke(invocation: Invocation, url: string, token: string): Promise<boolean> {
  try {
    const client = await openClient(invocation, url, token);
    await client.accessTokens.revokeCurrent.mutate();
    return true;
  } catch (error) {
    // It is not valid any more: that is what was asked for.
    return isApiError(error) && error.kind === 'unauthenticated';
  }
}
