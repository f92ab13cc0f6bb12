import type { Observation, RawList, RestoreOutcome, Unrestored } from '../driver/index.ts';
import { canonical } from '../http/raw.ts';
import type { Admin } from './admin.ts';
import type { ShownDeployment } from './deployments.ts';
import { foreignNaturalKey } from './foreign-models.ts';
import { deploymentsOf } from './model-list.ts';
import { failedWrite } from './one-by-one.ts';

const section = 'models';

/** Models that others made; ours follow the database. */
export const rawModels = ({ entries }: Pick<Observation<'custom-providers'>, 'entries'>): RawList[] => {
  const foreign = entries.flatMap((entry) => (entry.spec.foreign ? deploymentsOf(entry) : []));
  return [{ section, content: JSON.stringify(foreign.sort((a, b) => a.id.localeCompare(b.id))) }];
};

const gone = 'It was removed, and its credential with it. Whoever has the key has to add it again.';
const newer = 'It was added since then, and stays: its credential could not be brought back.';
const moved = 'Its address is another one now, and cannot be put back without its key.';
const inFile = 'It stands in the configuration file of the gateway. Change it there.';

/** How models of others were called and limited. Their credentials are shown to nobody, so what is gone stays away. */
export async function restoreModels(
  admin: Admin,
  lists: readonly RawList[],
  isOurs: (naturalKey: string) => boolean,
  base: Observation<'custom-providers'>,
): Promise<RestoreOutcome> {
  const isTheirs = ({ id }: ShownDeployment) => !isOurs(foreignNaturalKey(id));
  const was = modelsIn(lists).filter(isTheirs);
  const now = modelsIn(rawModels(base)).filter(isTheirs);
  const current = new Map(now.map((one) => [one.id, one]));
  const known = new Set(was.map(({ id }) => id));
  const unrestored: Unrestored[] = now
    .filter(({ id }) => !known.has(id))
    .map(({ modelName }) => ({ name: modelName, reason: newer }));
  let writes = 0;
  for (const one of was) {
    const seen = current.get(one.id);
    const obstacle = obstacleFor(one, seen);
    if (obstacle) unrestored.push({ name: one.modelName, reason: obstacle });
    const body = seen && !seen.isFixed && !seen.isMany ? bodyFor(one, seen) : null;
    if (!body) continue;
    const result = await admin.patch(`/model/${encodeURIComponent(one.id)}/update`, body);
    if (!result.ok) return { ...failedWrite(result, writes), unrestored };
    writes += 1;
  }
  return { outcome: 'applied', writes, unrestored };
}

function modelsIn(lists: readonly RawList[]): ShownDeployment[] {
  const list = lists.find((one) => one.section === section);
  return list ? (JSON.parse(list.content) as ShownDeployment[]) : [];
}

function obstacleFor(was: ShownDeployment, now: ShownDeployment | undefined): string | null {
  if (!now) return gone;
  if (now.isFixed && canonical(was) !== canonical(now)) return inFile;
  return was.apiBase === now.apiBase ? null : moved;
}

/** Null if nothing is different. A parameter that was set since then and was not there before stays. */
function bodyFor(was: ShownDeployment, now: ShownDeployment): object | null {
  const params: Record<string, unknown> = was.model === now.model ? {} : { model: was.model };
  for (const [name, value] of Object.entries(was.kept))
    if (value !== null && canonical(value) !== canonical(now.kept[name])) params[name] = value;
  const isRenamed = was.modelName !== now.modelName;
  if (!isRenamed && Object.keys(params).length === 0) return null;
  return { ...(isRenamed ? { model_name: was.modelName } : {}), litellm_params: params };
}
