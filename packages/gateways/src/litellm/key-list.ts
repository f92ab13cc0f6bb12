import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { ObservedEntry } from '../driver/index.ts';
import { isRecord } from '../http/raw.ts';
import { type Admin, unreadable } from './admin.ts';
import { readClientKey } from './client-keys.ts';

const pageSize = 100;
const mostPages = 1000;

type Listed = { ok: true; entries: ObservedEntry<'client-keys'>[] } | { ok: false; problem: GatewayProblem };

/**
 * All pages, ordered by what never changes. A key that others remove meanwhile can push one across a page's edge: a walk
 * that found another number of keys than the gateway counted is made again.
 */
export async function listClientKeys(admin: Admin): Promise<Listed> {
  let last: Listed = { ok: false, problem: unreadable };
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const walk = await walkPages(admin);
    if (!walk.ok) return walk;
    last = walk;
    if (walk.isComplete) return walk;
  }
  return last;
}

async function walkPages(admin: Admin): Promise<Listed & { isComplete?: boolean }> {
  const byToken = new Map<string, ObservedEntry<'client-keys'>>();
  let total = 0;
  for (let page = 1; page <= mostPages; page += 1) {
    const result = await admin.get(
      `/key/list?page=${page}&size=${pageSize}&return_full_object=true&include_team_keys=true&sort_by=created_at&sort_order=asc`,
    );
    if (!result.ok) return { ok: false, problem: result.problem };
    const { value } = result;
    if (!isRecord(value) || !Array.isArray(value.keys)) return { ok: false, problem: unreadable };
    for (const row of value.keys) {
      const entry = isRecord(row) ? readClientKey(row) : null;
      if (entry) byToken.set(entry.naturalKey, entry);
    }
    total = typeof value.total_count === 'number' ? value.total_count : byToken.size;
    const pages = typeof value.total_pages === 'number' ? value.total_pages : 1;
    if (page >= pages || value.keys.length === 0) break;
  }
  return { ok: true, entries: [...byToken.values()], isComplete: byToken.size === total };
}
