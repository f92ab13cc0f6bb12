import type { HeaderEdit } from '@gatehouse/contracts/provider-keys';
import type { Services } from '../context/index.ts';
import { editedHeaders } from '../entry-settings/index.ts';
import { headersPlace } from './file-names.ts';
import type { AccountRow } from './repository.ts';

type Sealed = Pick<AccountRow, 'id' | 'headers_sealed'>;

/** By name. One that was taken away is empty: the gateway merges headers, and has to be told. */
export const openHeaders = ({ sealer }: Pick<Services, 'sealer'>, row: Sealed): Record<string, string> =>
  row.headers_sealed ? JSON.parse(sealer.open(row.headers_sealed, headersPlace(row.id))) : {};

export const headerNamesOf = (headers: Record<string, string>): string[] =>
  Object.keys(headers).filter((name) => headers[name] !== '');

/** As edited, sealed. Throws `entry_refused` for a new header without a value. */
export function sealEdited(
  services: Pick<Services, 'sealer'>,
  row: Sealed,
  edits: readonly HeaderEdit[],
): { sealed: Buffer; names: string[] } {
  const current = openHeaders(services, row);
  const kept = Object.fromEntries(Object.entries(current).filter(([, value]) => value !== ''));
  const next = editedHeaders(kept, edits) ?? {};
  const given = new Set(Object.keys(next).map((name) => name.toLowerCase()));
  const gone = Object.keys(current).filter((name) => !given.has(name.toLowerCase()));
  const all = { ...Object.fromEntries(gone.map((name) => [name, ''])), ...next };
  return { sealed: services.sealer.seal(JSON.stringify(all), headersPlace(row.id)), names: headerNamesOf(all) };
}
