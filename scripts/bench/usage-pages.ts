import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Services } from '../../packages/core/src/context/index.ts';
import { newId } from '../../packages/db/src/ids/index.ts';

export type BenchKey = { id: string; userId: string; key: string };

const models = ['claude-sonnet-4-5', 'claude-opus-4-5', 'gpt-5', 'gpt-5-mini', 'gemini-2.5-pro', 'glm-4.7'];

const atATime = 60;

/** People with a client key each, of one gateway. */
export async function createKeys(
  { db, hmac }: Pick<Services, 'db' | 'hmac'>,
  gatewayId: string,
  count: number,
): Promise<BenchKey[]> {
  const keys = Array.from({ length: count }, () => ({ id: newId(), userId: newId(), key: `sk-test-${newId()}` }));
  const rows = JSON.stringify(
    keys.map(({ id, userId, key }) => ({ id, userId, entry: newId(), hmac: hmac('client-key', key).toString('hex') })),
  );
  const given = sql`jsonb_to_recordset(${rows}::jsonb) as k(id uuid, "userId" uuid, entry uuid, hmac text)`;
  await sql`insert into users (id, email, name, role) select "userId", "userId" || '@example.com', 'Somebody', 'member'
    from ${given}`.execute(db);
  await sql`insert into gateway_entries (id, gateway_id, resource, natural_key_hmac, desired)
    select entry, ${gatewayId}::uuid, 'client-keys', decode(hmac, 'hex'), 'absent' from ${given}`.execute(db);
  await sql`insert into client_keys (id, gateway_id, entry_id, user_id, name, key_hmac, masked, revoked_at)
    select id, ${gatewayId}::uuid, entry, "userId", 'Laptop', decode(hmac, 'hex'), 'sk-…', now() from ${given}`.execute(
    db,
  );
  return keys;
}

/** What the gateway's queue holds, oldest first: as many records a second as a busy team makes. */
export function createPages(keys: readonly BenchKey[], options: { pages: number; size: number }): string[] {
  const startedAt = Date.now() - options.pages * 10_000;
  return Array.from({ length: options.pages }, (_, page) => {
    const records = Array.from({ length: options.size }, (_, index) => {
      const n = page * options.size + index;
      const at = new Date(startedAt + page * 10_000 + (index * 10_000) / options.size);
      // A part of the people at a time, most of them with one model.
      const who = (page * 13 + (index % atATime)) % keys.length;
      const model = models[(who + Number(n % 10 === 0)) % models.length] ?? '';
      return record(n, { at, key: keys[who]?.key ?? '', model });
    });
    return `[${records.join(',')}]`;
  });
}

function record(n: number, { at, key, model }: { at: Date; key: string; model: string }): string {
  const [input, output, cached] = [2000 + (n % 900), 300 + (n % 70), 1500];
  return JSON.stringify({
    timestamp: at.toISOString().replace('Z', `${String(n % 1_000_000).padStart(6, '0')}Z`),
    latency_ms: 1500 + (n % 400),
    ttft_ms: 220,
    source: 'user@example.com',
    auth_index: '9a016ae9f04dfb40',
    client_ip: '192.0.2.7',
    user_agent: 'measuring/1.0',
    tokens: { input_tokens: input, output_tokens: output, cached_tokens: cached, total_tokens: input + output },
    failed: n % 50 === 0,
    fail: { status_code: 200, body: '' },
    response_headers: { 'X-Request-Id': [randomBytes(12).toString('hex')], 'X-Ratelimit-Remaining': ['4000'] },
    accounting_version: 2,
    token_breakdown: {
      schema_version: 2,
      quality: 'complete',
      total_tokens: input + output,
      input: {
        ...{ total_tokens: input, uncached_tokens: input - cached, cache_read_tokens: cached, cache_write_tokens: 0 },
      },
      output: { total_tokens: output, non_reasoning_tokens: output - 40, reasoning_tokens: 40 },
      unclassified_tokens: 0,
    },
    provider: 'openai-compatible-openrouter',
    executor_type: 'OpenAICompatExecutor',
    model,
    alias: model,
    endpoint: 'POST /v1/chat/completions',
    auth_type: 'apikey',
    api_key: key,
    request_id: randomBytes(4).toString('hex'),
    service_tier: 'auto',
  });
}
