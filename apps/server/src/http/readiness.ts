import { system } from '@gatehouse/core/actor';
import type { Services } from '@gatehouse/core/context';
import { listGatewaySummaries } from '@gatehouse/core/gateways';
import { migrationStatus } from '@gatehouse/db/migrate';

export type Readiness = {
  isReady: boolean;
  database: 'ok' | 'unreachable';
  migrations: { pending: number } | null;
  gateways: { healthy: number; total: number } | null;
};

// Anybody may ask; the database is asked at most this often.
const freshMs = 1000;

/** A gateway that is down does not make Gatehouse unready: it is only counted. */
export function createReadiness(services: Services): () => Promise<Readiness> {
  let last: { at: number; answer: Promise<Readiness> } | undefined;
  return () => {
    if (!last || Date.now() - last.at > freshMs) last = { at: Date.now(), answer: look(services) };
    return last.answer;
  };
}

async function look(services: Services): Promise<Readiness> {
  const ctx = { ...services, actor: system('readiness'), requestId: 'readiness', clientAddress: null };
  try {
    const [migrations, gateways] = await Promise.all([migrationStatus(services.db), listGatewaySummaries(ctx)]);
    const pending = migrations.filter(({ appliedAt }) => appliedAt === null).length;
    const healthy = gateways.filter(({ health }) => health === 'healthy').length;
    return {
      isReady: pending === 0,
      database: 'ok',
      migrations: { pending },
      gateways: { healthy, total: gateways.length },
    };
  } catch (error) {
    services.log.warn({ err: error }, 'Not ready');
    return { isReady: false, database: 'unreachable', migrations: null, gateways: null };
  }
}
