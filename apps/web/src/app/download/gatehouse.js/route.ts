import { readFile } from 'node:fs/promises';

/** The command line tool: one file, the same for everybody and not secret. */
export async function GET(): Promise<Response> {
  const path = process.env.GATEHOUSE_CLI_PATH;
  const file = path ? await readFile(/* turbopackIgnore: true */ path).catch(() => null) : null;
  if (!file) return new Response('This installation does not offer the command for download.\n', { status: 404 });
  return new Response(new Uint8Array(file), {
    headers: {
      'content-type': 'text/javascript; charset=utf-8',
      'content-disposition': 'attachment; filename="gatehouse"',
      'cache-control': 'no-cache',
    },
  });
}
