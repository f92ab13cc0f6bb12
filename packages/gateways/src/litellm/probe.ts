import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { ProbeOutcome } from '../driver/index.ts';
import { failureProblem } from '../http/failure.ts';
import { isRecord, text } from '../http/raw.ts';
import type { Transport } from '../http/transport.ts';
import type { Admin } from './admin.ts';
import { judgeVersion, minimumVersion } from './version.ts';

/** The master key is only shown to a server that answers like a LiteLLM without it. Then one authenticated call. */
export async function probe(transport: Transport, admin: Admin, host: string): Promise<ProbeOutcome> {
  const health = await transport.send({ method: 'GET', path: '/health/readiness' });
  if (!health.ok) return { ok: false, problem: failureProblem(health, host) };
  const readiness = parsed(health.body);
  if (health.status >= 500)
    return problem('server_error', `${host} is not ready (HTTP ${health.status}). It may be starting.`);
  if (health.status !== 200 || !isRecord(readiness) || text(readiness.status) === '')
    return problem('not_this_gateway', `What answers at ${host} is not a LiteLLM. Enter the address without /v1.`);
  if (/not connected/i.test(text(readiness.db)))
    return problem('server_error', 'This LiteLLM has no connection to its database, so it holds no keys.');
  const startedAt = performance.now();
  const keys = await admin.get('/key/list?page=1&size=1');
  const latencyMs = Math.round(performance.now() - startedAt);
  if (!keys.ok) return { ok: false, problem: keys.problem };
  const version = text(readiness.litellm_version) || (await versionFor(admin));
  if (judgeVersion(version) === 'old')
    return problem(
      'version_too_old',
      `This gateway is LiteLLM ${version.replace(/[^\w.+-]/g, '').slice(0, 40)}. Gatehouse needs ${minimumVersion} or newer.`,
    );
  return { ok: true, version: version || 'unknown', build: '', latencyMs };
}

/** Newer versions tell it only to those who may manage them. */
async function versionFor(admin: Admin): Promise<string> {
  const details = await admin.get('/health/readiness/details');
  return details.ok && isRecord(details.value) ? text(details.value.litellm_version) : '';
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

const problem = (code: GatewayProblem['code'], message: string): ProbeOutcome => ({
  ok: false,
  problem: { code, message },
});
