import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { ProbeOutcome } from '../driver/index.ts';
import { failureProblem } from '../http/failure.ts';
import type { Answer, Transport } from '../http/transport.ts';
import type { Management } from './management.ts';
import { isRecord } from './raw.ts';
import { judgeVersion, minimumVersion } from './version.ts';

/**
 * Health first, without credentials: the management key is not shown to a server that does not look like a gateway.
 * Then one authenticated call, whose headers name the version.
 */
export async function probe(transport: Transport, management: Management, host: string): Promise<ProbeOutcome> {
  const health = await transport.send({ method: 'GET', path: '/healthz' });
  if (!health.ok) return { ok: false, problem: failureProblem(health, host) };
  const sick = healthProblem(health, host);
  if (sick) return { ok: false, problem: sick };
  const startedAt = performance.now();
  const result = await management.get('debug');
  const latencyMs = Math.round(performance.now() - startedAt);
  if (!result.ok) return { ok: false, problem: result.problem };
  const version = String(result.answer.headers['x-cpa-version']);
  const judgement = judgeVersion(version);
  if (judgement === 'old') return { ok: false, problem: tooOld(version) };
  if (judgement === 'unknown') {
    const missing = await missingCapability(management, version);
    if (missing) return { ok: false, problem: missing };
  }
  const build = [result.answer.headers['x-cpa-commit'], result.answer.headers['x-cpa-build-date']];
  return { ok: true, version, build: build.filter((part) => typeof part === 'string').join(' '), latencyMs };
}

function healthProblem(answer: Answer, host: string): GatewayProblem | null {
  if (answer.status === 200 && isHealthy(answer.body)) return null;
  if (answer.status >= 500)
    return { code: 'server_error', message: `${host} failed (HTTP ${answer.status}). The gateway may be starting.` };
  if (answer.status >= 300 && answer.status < 400)
    return { code: 'not_this_gateway', message: `${host} redirects. Enter the address that it leads to.` };
  return {
    code: 'not_this_gateway',
    message: `What answers at ${host} is not a CLIProxyAPI, or one before ${minimumVersion}. Enter the address without /v1.`,
  };
}

function isHealthy(body: string): boolean {
  try {
    const value: unknown = JSON.parse(body);
    return isRecord(value) && value.status === 'ok';
  } catch {
    return false;
  }
}

const tooOld = (version: string): GatewayProblem => ({
  code: 'version_too_old',
  message: `This gateway is CLIProxyAPI ${printable(version)}. Gatehouse needs ${minimumVersion} or newer.`,
});

const printable = (version: string): string => version.replace(/[^\w.+-]/g, '').slice(0, 40);

/** Builds without a release number are judged by the newest of the functions that the driver relies on. */
async function missingCapability(management: Management, version: string): Promise<GatewayProblem | null> {
  const result = await management.get('openai-compatibility');
  if (result.ok) return null;
  return result.problem.code === 'unsupported' ? tooOld(version) : result.problem;
}
