import { chooseServer } from '../connection/connect.ts';
import { readCredentialsLeniently } from '../connection/credentials.ts';
import type { Invocation } from '../invocation.ts';

/** The address is printed too: there may be no browser here. */
export async function openDashboard(invocation: Invocation): Promise<number> {
  const { folders, terminal } = invocation;
  const url = chooseServer(invocation, await readCredentialsLeniently(folders.config));
  if (terminal.isJson) terminal.json({ url });
  else terminal.result(url);
  if (!terminal.isInteractive) return 0;
  const { default: open } = await import('open');
  await open(url).then(
    (child) => child.on('error', () => undefined),
    () => undefined,
  );
  return 0;
}
