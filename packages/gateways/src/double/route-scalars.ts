import { scalarSpecs } from './config.ts';
import { done, invalid, json, type Reply } from './reply.ts';
import { type ManagementRequest, objectBody, save } from './request.ts';

const strategies: Record<string, string> = {
  '': 'round-robin',
  'round-robin': 'round-robin',
  roundrobin: 'round-robin',
  rr: 'round-robin',
  'weighted-round-robin': 'weighted-round-robin',
  weightedroundrobin: 'weighted-round-robin',
  wrr: 'weighted-round-robin',
  'fill-first': 'fill-first',
  fillfirst: 'fill-first',
  ff: 'fill-first',
};

/** Single values: `GET`, and `PUT` or `PATCH` with `{"value": …}`. Null for a path that is none. */
export function scalars(request: ManagementRequest): Reply | null {
  const spec = scalarSpecs.find(({ path }) => path === request.path);
  if (!spec || spec.path === 'redis-usage-queue-retention-seconds') return null;
  const current = request.store.mem.scalars[spec.path];
  if (request.method === 'GET')
    return json(200, {
      [spec.key]:
        spec.path === 'routing/strategy' ? (strategies[String(current).toLowerCase()] ?? 'round-robin') : current,
    });
  if (request.method === 'DELETE' && spec.path === 'proxy-url') return store(request, spec.path, '');
  if (request.method !== 'PUT' && request.method !== 'PATCH') return null;
  const { value } = objectBody(request);
  if (typeof value !== typeof spec.initial || (typeof value === 'number' && !Number.isInteger(value))) return invalid();
  if (spec.path === 'routing/strategy') {
    const strategy = strategies[String(value).trim().toLowerCase()];
    return strategy ? store(request, spec.path, strategy) : invalid('invalid strategy');
  }
  return store(request, spec.path, floored(spec.path, value as boolean | number | string));
}

function floored(path: string, value: boolean | number | string): boolean | number | string {
  if (typeof value !== 'number' || value >= 0) return value;
  if (path === 'logs-max-total-size-mb') return 0;
  return path === 'error-logs-max-files' ? 10 : value;
}

function store(request: ManagementRequest, path: string, value: boolean | number | string): Reply {
  save(request, (mem) => {
    mem.scalars[path] = value;
  });
  return done();
}
