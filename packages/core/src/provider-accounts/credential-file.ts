import type { AccountProvider } from '@gatehouse/contracts/provider-accounts';
import { fail } from '../errors/index.ts';

/** Of each provider's file, what it cannot do without: any one of the names in each group. */
const needed: Record<AccountProvider, readonly (readonly string[])[]> = {
  claude: [['access_token', 'refresh_token']],
  codex: [['access_token', 'refresh_token']],
  antigravity: [['refresh_token', 'access_token']],
  xai: [['access_token', 'refresh_token']],
  kimi: [['access_token', 'refresh_token']],
};

// Where requests go and how they are chosen is a setting of the account, not part of its credential.
const isSteering = (name: string): boolean =>
  /ur[li]|endpoint|proxy|host|header/i.test(name) ||
  ['disabled', 'prefix', 'priority', 'weight', 'note', 'websockets', 'request_retry', 'type'].includes(name);

/**
 * The content to upload, of what a person chose as a credential file. Lives in memory only, and no error repeats any of
 * it. Fields that would steer requests elsewhere are left out.
 */
export function credentialOf(provider: AccountProvider, text: string): Record<string, unknown> {
  const value = parsed(text);
  const type = value.type ?? provider;
  if (type !== provider) throw unusable(`This is not a credential file of ${provider}: it names another provider.`);
  for (const names of needed[provider])
    if (!names.some((name) => isText(value[name])))
      throw unusable(
        `A credential file of ${provider} has ${names.map((name) => `“${name}”`).join(' or ')}; this has none.`,
      );
  const kept = Object.entries(value).filter(([name, field]) => isPlain(field) && !isSteering(name));
  return { type: provider, ...Object.fromEntries(kept) };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // The parser's message quotes the file.
  }
  throw unusable('This is no JSON object. Choose the credential file itself, unchanged.');
}

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== '';
const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);
const unusable = (message: string) => fail('credential_file_unusable', message, { message });
