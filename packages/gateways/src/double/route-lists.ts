import { type Placed, placeAuths } from './auths.ts';
import { entriesOf, str } from './normalise.ts';
import { done, invalid, json, type Reply } from './reply.ts';
import { listBody, type ManagementRequest, objectBody, save, scannedIndex } from './request.ts';
import type { Section } from './sections.ts';
import type { Store } from './store.ts';
import { decode, type Entry, encode } from './structs.ts';

const maxWeight = 1_000_000;

/** A provider list: `GET`, `PUT` of the whole, `PATCH` and `DELETE` of one entry. */
export function providerList(request: ManagementRequest, section: Section): Reply | null {
  switch (request.method) {
    case 'GET':
      return json(200, { [section.name]: shown(request, section) });
    case 'PUT':
      return put(request, section);
    case 'PATCH':
      return patch(request, section);
    case 'DELETE':
      return remove(request, section);
  }
  return null;
}

type Shown = { mem: object; auths: object; entries: Entry[] };
const lastShown = new WeakMap<Store, Map<Section, Shown>>();

/** The same is shown until a write or a reload puts something else in its place. */
function shown({ store }: ManagementRequest, section: Section): Entry[] {
  const known = lastShown.get(store) ?? new Map<Section, Shown>();
  lastShown.set(store, known);
  const { mem } = store;
  const { auths } = store.live;
  const last = known.get(section);
  if (last?.mem === mem && last.auths === auths) return last.entries;
  const entries = withAllIndexes(store, section);
  known.set(section, { mem, auths, entries });
  return entries;
}

/** Entries of `mem` with the index of their credential, where the data plane has one under the same identity. */
function withAllIndexes(store: Store, section: Section): Entry[] {
  const live = new Set(store.live.auths.map(({ id }) => id));
  const placed = new Map<number, Placed[]>();
  for (const one of placeAuths(store.mem)) {
    if (one.section !== section.name || !live.has(one.id)) continue;
    const own = placed.get(one.entryIndex);
    if (own) own.push(one);
    else placed.set(one.entryIndex, [one]);
  }
  return store.mem.lists[section.name].map((entry, at) =>
    withIndexes(encode(section.struct, entry), placed.get(at) ?? []),
  );
}

function withIndexes(printed: Entry, own: Placed[]): Entry {
  const whole = own.find(({ keyIndex }) => keyIndex === null);
  if (whole) return { ...printed, 'auth-index': whole.index };
  if (own.length === 0) return printed;
  const keys = entriesOf(printed['api-key-entries']).map((key, at) => {
    const found = own.find(({ keyIndex }) => keyIndex === at);
    return found ? { ...key, 'auth-index': found.index } : key;
  });
  return { ...printed, 'api-key-entries': keys };
}

function put(request: ManagementRequest, section: Section): Reply {
  const entries = listBody(request).map((item) => section.prepare(decode(section.struct, item)));
  for (const [index, entry] of entries.entries()) {
    const refusal = refusalOf(section, entry, `${section.name}[${index}]`);
    if (refusal) return refusal;
  }
  save(request, (mem) => {
    mem.lists[section.name] = section.sanitise(entries);
  });
  return done();
}

function refusalOf(section: Section, entry: Entry, at: string): Reply | null {
  if (section.name === 'vertex-api-key' && str(entry['api-key']) === '') return invalid(`${at}.api-key is required`);
  if (Number(entry.weight ?? 0) > maxWeight) return invalid(`${at}.weight: weight must not exceed ${maxWeight}`);
  const profile = str(entry['fingerprint-profile']);
  if (section.name === 'claude-api-key' && profile !== '' && profile !== 'claude-code-cli')
    return invalid(`${at}.fingerprint-profile: unsupported fingerprint-profile "${profile}"`);
  return null;
}

function patch(request: ManagementRequest, section: Section): Reply {
  const body = objectBody(request);
  if (typeof body.value !== 'object' || body.value === null) return invalid();
  const bad = badPatch(body.value as Entry);
  if (bad) return bad;
  const value = decode(section.struct, body.value);
  const found = locate(request, section, body);
  if (typeof found !== 'number') return found;
  const changes: Entry = Object.fromEntries(Object.entries(value).filter(([name]) => section.patchable.includes(name)));
  for (const name of ['weight', 'disable-cooling'])
    if (section.patchable.includes(name) && (body.value as Entry)[name] === null) changes[name] = null;
  if (Number(changes.weight ?? 0) > maxWeight) return invalid(`weight must not exceed ${maxWeight}`);
  save(request, (mem) => {
    const list = [...mem.lists[section.name]];
    const patched = section.prepare({ ...list[found], ...changes });
    if (section.isDeletion(patched, changes)) list.splice(found, 1);
    else list[found] = patched;
    mem.lists[section.name] = section.sanitise(list);
  });
  return done();
}

function badPatch(value: Entry): Reply | null {
  if (value.weight !== undefined && value.weight !== null && !Number.isInteger(value.weight))
    return invalid('weight must be an integer');
  const cooling = value['disable-cooling'];
  if (cooling !== undefined && cooling !== null && typeof cooling !== 'boolean')
    return invalid('disable-cooling must be a boolean or null');
  return null;
}

function locate(request: ManagementRequest, section: Section, body: Record<string, unknown>): number | Reply {
  const entries = request.store.mem.lists[section.name];
  if (typeof body.index === 'number' && body.index >= 0 && body.index < entries.length) return body.index;
  const isCompat = section.name === 'openai-compatibility';
  const wanted = str(isCompat ? body.name : body.match).trim();
  const base = section.isStrict ? request.query.get('base-url') : null;
  const hits = entries.flatMap((entry, at) => {
    const isHit =
      str(entry[isCompat ? 'name' : 'api-key']) === wanted && (base === null || str(entry['base-url']) === base.trim());
    return isHit && (wanted !== '' || !section.isStrict) ? [at] : [];
  });
  if (section.isStrict && hits.length > 1) return invalid('multiple items match; index is required');
  return hits[0] ?? json(404, { error: 'item not found' });
}

function remove(request: ManagementRequest, section: Section): Reply {
  const isCompat = section.name === 'openai-compatibility';
  const wanted = isCompat ? (request.query.get('name') ?? '') : (request.query.get('api-key') ?? '').trim();
  const entries = request.store.mem.lists[section.name];
  if (wanted !== '') return removeMatches(request, section, wanted);
  const index = scannedIndex(request.query.get('index'));
  if (index === null || index < 0 || index >= entries.length)
    return invalid(isCompat ? 'missing name or index' : 'missing api-key or index');
  return removeAt(request, section, [index]);
}

function removeMatches(request: ManagementRequest, section: Section, wanted: string): Reply {
  const entries = request.store.mem.lists[section.name];
  if (section.name === 'openai-compatibility')
    return removeAt(
      request,
      section,
      indexesOf(entries, (entry) => str(entry.name) === wanted),
    );
  const base = request.query.get('base-url');
  const hits = indexesOf(
    entries,
    (entry) =>
      str(entry['api-key']).trim() === wanted && (base === null || str(entry['base-url']).trim() === base.trim()),
  );
  if (hits.length === 0 && section.isStrict) return json(404, { error: 'item not found' });
  if (hits.length > 1 && base === null) return invalid('multiple items match api-key; base-url is required');
  if (hits.length > 1 && section.isStrict) return invalid('multiple items match; index is required');
  return removeAt(request, section, hits);
}

const indexesOf = (entries: Entry[], isHit: (entry: Entry) => boolean): number[] =>
  entries.flatMap((entry, at) => (isHit(entry) ? [at] : []));

function removeAt(request: ManagementRequest, section: Section, indexes: number[]): Reply {
  save(request, (mem) => {
    mem.lists[section.name] = section.sanitise(mem.lists[section.name].filter((_, at) => !indexes.includes(at)));
  });
  return done();
}
