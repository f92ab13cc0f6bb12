import type { Client } from '@gatehouse/client/client';
import type { Bundle, BundleFormat } from '@gatehouse/contracts/bundles';
import type { Invocation } from '../invocation.ts';
import { agentOf } from '../sync/agents.ts';
import { rememberSecret } from '../terminal/redact.ts';

/** A variable of this environment that keeps agents from the current key. */
export type ForeignKey = { variable: string; agents: BundleFormat[]; message: string; advice: string };

const ownVariable = 'GATEHOUSE_API_KEY';

/**
 * Where an agent finds a key in its environment it does not look into its file: Qwen Code, Gemini CLI and Copilot CLI
 * always, Claude Code where its file names a command, and all where their file names the variable.
 */
function variablesOf({ format, files }: Pick<Bundle, 'format' | 'files'>): string[] {
  const has = (text: string) => files.some(({ content }) => content.includes(text));
  const named = has(ownVariable) ? [ownVariable] : [];
  if (format === 'gemini-cli') return [...named, 'GEMINI_API_KEY'];
  if (format === 'copilot') return [...named, 'COPILOT_PROVIDER_API_KEY'];
  if (format === 'claude-code' && has('apiKeyHelper')) return [...named, 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY'];
  return named;
}

/** Asks for the current key only if a variable is set that counts. */
export async function foreignKeys(
  { env }: Invocation,
  { client, gatewayId }: { client: Client; gatewayId: string | undefined },
  bundles: readonly Pick<Bundle, 'format' | 'files'>[],
): Promise<ForeignKey[]> {
  const agents = new Map<string, BundleFormat[]>();
  for (const bundle of bundles)
    for (const variable of variablesOf(bundle))
      if (env[variable]) agents.set(variable, [...(agents.get(variable) ?? []), bundle.format]);
  if (agents.size === 0) return [];
  const { key } = await client.clientKeys.current.query({ gatewayId });
  rememberSecret(key);
  return [...agents].flatMap(([variable, formats]) => {
    if (env[variable]?.trim() === key) return [];
    const titles = [...new Set(formats)].map((format) => agentOf(format).title).join(', ');
    const message = `${variable} is set and is not your current client key, but ${titles} would take it from there.`;
    const advice =
      variable === ownVariable
        ? 'Set it anew: export GATEHOUSE_API_KEY="$(gatehouse token)"'
        : `Run: unset ${variable}`;
    return [{ variable, agents: [...new Set(formats)], message, advice }];
  });
}
