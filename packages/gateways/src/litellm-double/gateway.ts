import type { IncomingMessage } from 'node:http';
import { type FaultKind, Faults, findFault } from '../double/faults.ts';
import { Journal } from '../double/journal.ts';
import type { Reply } from '../double/reply.ts';
import { failure, ok } from './envelopes.ts';
import { complete } from './route-completions.ts';
import { blockKey, deleteKeys, generateKey, keyInfo, listKeys, updateKey } from './route-keys.ts';
import { clientModels, deleteModel, modelInfo, newModel, patchModel } from './route-models.ts';
import { spendLogs } from './route-spend-logs.ts';
import { addTeamMember, deleteTeamMember, deleteTeams, newTeam, teamInfo, updateTeam } from './route-teams.ts';
import { deleteUsers, listUsers, newUser, updateUser } from './route-users.ts';
import { type Row, type Store, tokenOf } from './store.ts';

type Route = (store: Store, body: Row, query: URLSearchParams) => Reply;

const routes: Record<string, Route> = {
  'GET /health/readiness/details': (store) => ok({ ...readiness(store), litellm_version: store.profile.version }),
  'GET /key/list': (store, _, query) => listKeys(store, query),
  'GET /key/info': (store, _, query) => keyInfo(store, query),
  'POST /key/generate': generateKey,
  'POST /key/update': updateKey,
  'POST /key/delete': deleteKeys,
  'POST /key/block': (store, body) => blockKey(store, body, true),
  'POST /key/unblock': (store, body) => blockKey(store, body, false),
  'GET /user/list': (store, _, query) => listUsers(store, query),
  'POST /user/new': newUser,
  'POST /user/update': updateUser,
  'POST /user/delete': deleteUsers,
  'GET /team/info': (store, _, query) => teamInfo(store, query),
  'POST /team/new': newTeam,
  'POST /team/update': updateTeam,
  'POST /team/delete': deleteTeams,
  'POST /team/member_add': addTeamMember,
  'POST /team/member_delete': deleteTeamMember,
  'GET /spend/logs/v2': (store, _, query) => spendLogs(store, query, 'v2'),
  'GET /spend/logs/ui': (store, _, query) => spendLogs(store, query, 'ui'),
  'GET /model/info': modelInfo,
  'GET /v1/model/info': modelInfo,
  'POST /model/new': newModel,
  'POST /model/delete': deleteModel,
};

const readiness = ({ isDatabaseUp }: Store) => ({
  status: 'healthy',
  db: isDatabaseUp ? 'connected' : 'Not connected',
});

/** What the double answers, without its sockets. */
export class Gateway {
  readonly faults = new Faults();
  readonly journal = new Journal();
  readonly store: Store;
  masterKey: string;

  constructor(store: Store, masterKey: string) {
    this.store = store;
    this.masterKey = masterKey;
  }

  answer(message: IncomingMessage, url: URL, body: string, faults: readonly FaultKind[]): Reply {
    const { store } = this;
    const injected = findFault(faults, 'envelope');
    if (injected) return failure(injected.envelope, injected.status, injected.message);
    if (url.pathname === '/health/liveness' || url.pathname === '/health/liveliness') return ok("I'm alive!");
    if (url.pathname === '/health/readiness')
      return ok({
        ...readiness(store),
        ...(store.profile.showsVersion ? { litellm_version: store.profile.version } : {}),
      });
    const key = findFault(faults, 'unauthorized') ? '' : providedKey(message);
    if (url.pathname === '/v1/models' && message.method === 'GET') return this.#clientModels(key);
    if (url.pathname === '/v1/chat/completions' && message.method === 'POST') return this.#complete(key, body);
    const route = routes[`${message.method} ${url.pathname}`];
    const patched = /^\/model\/([^/]+)\/update$/.exec(url.pathname)?.[1];
    if (!route && !(patched && message.method === 'PATCH')) return failure('framework', 404, 'Not Found');
    if (key !== this.masterKey) return this.#refused(key);
    if (!store.isDatabaseUp) return failure('python', 500, 'DB not connected. See https://docs.litellm.ai');
    const parsed = parse(body);
    if (!parsed) return failure('validation', 422, 'JSON decode error');
    const act = () =>
      route ? route(store, parsed, url.searchParams) : patchModel(store, decodeURIComponent(patched ?? ''), parsed);
    return findFault(faults, 'lost-change') ? store.forgetting(act) : act();
  }

  #clientModels(key: string): Reply {
    const { store } = this;
    if (key === this.masterKey) return clientModels(store, []);
    if (key === '' || store.admits(key) === 'no') return this.#refused(key);
    return clientModels(store, store.keys.get(tokenOf(key))?.models);
  }

  #complete(key: string, body: string): Reply {
    if (key !== this.masterKey && (key === '' || this.store.admits(key) === 'no'))
      return failure('proxy', 401, 'Authentication Error, Invalid proxy server token passed');
    const parsed = parse(body);
    return parsed ? complete(this.store, key, parsed) : failure('validation', 422, 'JSON decode error');
  }

  #refused(key: string): Reply {
    if (key !== '' && this.store.admits(key) === 'yes')
      return failure('proxy', 403, 'Only proxy admin can be used to generate, delete, update info for new keys');
    return failure('proxy', 401, 'Authentication Error, Invalid proxy server token passed');
  }
}

function providedKey(message: IncomingMessage): string {
  const own = message.headers['x-litellm-api-key'];
  const header = typeof own === 'string' ? own : (message.headers.authorization ?? '');
  return header.replace(/^Bearer /, '');
}

function parse(body: string): Row | null {
  if (body === '') return {};
  try {
    return JSON.parse(body) as Row;
  } catch {
    return null;
  }
}
