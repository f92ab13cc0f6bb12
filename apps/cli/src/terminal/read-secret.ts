import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { rememberSecret } from './redact.ts';

export type SecretSource = { keyStdin?: boolean; keyEnv?: string };

/** A secret from a pipe, an environment variable or a hidden prompt; never from the command line, which others can see. */
export async function readSecret(invocation: Invocation, source: SecretSource, question: string): Promise<string> {
  const secret = (await readFrom(invocation, source, question)).trim();
  if (secret === '') {
    throw new Failure('invalid', 'The key is empty.', { advice: `Check what ${nameOf(source)} gives.` });
  }
  rememberSecret(secret);
  return secret;
}

const nameOf = (source: SecretSource): string => source.keyEnv ?? (source.keyStdin ? 'the standard input' : 'you type');

async function readFrom({ env, stdin, terminal }: Invocation, source: SecretSource, question: string): Promise<string> {
  if (source.keyStdin && source.keyEnv !== undefined) {
    throw new Failure('invalid', '--key-stdin and --key-env exclude each other.', { advice: 'Give one of them.' });
  }
  if (source.keyEnv !== undefined) return fromEnvironment(env, source.keyEnv);
  if (source.keyStdin) {
    if (!stdin.isTTY) return readAll(stdin);
    throw new Failure('invalid', '--key-stdin reads from a pipe, and there is none.', {
      advice: 'Leave it out to be asked, or pipe the key in.',
    });
  }
  if (!terminal.isInteractive) {
    throw new Failure('invalid', 'A key is needed and nobody can be asked for it.', {
      advice: 'Pipe it in with --key-stdin, or name an environment variable with --key-env.',
    });
  }
  const { askHidden } = await import('./prompts.ts');
  return askHidden(question);
}

/** A secret from the variable that an option names. */
export function readVariable(env: NodeJS.ProcessEnv, name: string, option: string): string {
  const value = fromEnvironment(env, name, option).trim();
  rememberSecret(value);
  return value;
}

function fromEnvironment(env: NodeJS.ProcessEnv, name: string, option = '--key-env'): string {
  const value = env[name];
  if (value !== undefined) return value;
  // What was given as a name may be the key itself, so it is not repeated unless it looks like a name.
  const shown = /^[A-Z_][A-Z0-9_]{0,40}$/.test(name) ? name : 'The named environment variable';
  throw new Failure('invalid', `${shown} is not set.`, {
    advice: `${option} takes the name of a variable, not the ${option === '--key-env' ? 'key' : 'value'}.`,
  });
}

async function readAll(stdin: NodeJS.ReadStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
