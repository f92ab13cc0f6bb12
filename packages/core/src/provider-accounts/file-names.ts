import type { AccountProvider } from '@gatehouse/contracts/provider-accounts';
import type { Hmac, SealedColumn } from '../secrets/index.ts';

/** Names that a gateway chooses hold an e-mail address: they are looked up by HMAC and kept sealed. */
export const fileHmac = (hmac: Hmac, gatewayId: string, fileName: string): Buffer =>
  hmac('credential-file', `${gatewayId}\0${fileName}`);

/** The name of an imported file: nobody else's can have it. */
export const newFileName = (provider: AccountProvider, id: string): string => `gatehouse-${provider}-${id}.json`;

export const fileNamePlace = (id: string): string => `provider_accounts.file_name_sealed:${id}`;
export const headersPlace = (id: string): string => `provider_accounts.headers_sealed:${id}`;
export const statePlace = (id: string): string => `connect_sessions.state_sealed:${id}`;

/** What this domain keeps sealed; read when secret keys are rotated. */
export const sealedColumns: readonly SealedColumn[] = [
  { table: 'provider_accounts', column: 'file_name_sealed', key: 'id::text', place: fileNamePlace },
  { table: 'provider_accounts', column: 'headers_sealed', key: 'id::text', place: headersPlace },
  { table: 'connect_sessions', column: 'state_sealed', key: 'id::text', place: statePlace },
];

/** Enough of an address to recognise one's own: `a…@example.com`. */
export function addressHint(email: string | null): string | null {
  const match = /^(.)[^@]*@(.+)$/.exec(email ?? '');
  return match ? `${match[1]}…@${match[2]}` : null;
}
