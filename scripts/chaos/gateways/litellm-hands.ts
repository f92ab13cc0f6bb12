import { createHash } from 'node:crypto';
import type { RawList } from '@gatehouse/gateways/driver';
import type { LitellmDouble, Row } from '@gatehouse/gateways/litellm-double';
import type { Hands } from './foreigner.ts';
import type { Allowance, Shown } from './trace.ts';

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
export const lists = ['keys', 'models'] as const;

/** Somebody else at a LiteLLM: its dashboard, or a script. */
export function litellmHands(double: LitellmDouble): Hands {
  const editKey = (token: string, change: Row): boolean => {
    const isThere = double.keys().some((row) => row.token === token);
    if (isThere) double.editAsForeigner(({ keys }) => void keys.set(token, { ...(keys.get(token) as Row), ...change }));
    return isThere;
  };
  const editModel = (id: string, change: Row): boolean => {
    const found = double.models().find((row) => idOf(row) === id);
    // In place: the double tells rows apart by what they are, not by their ids.
    if (found) Object.assign(found, { litellm_params: { ...(found.litellm_params as Row), ...change } });
    return found !== undefined;
  };
  return {
    lists,
    contents: (list) => contentsOf(double, list),
    isIdle: () => true,
    add(list, secret) {
      if (list === 'models') {
        const row = {
          model_name: secret,
          litellm_params: { model: 'openai/foreign', api_key: secret, api_base: 'https://foreign.example' },
          model_info: { id: secret },
        };
        double.editAsForeigner(({ models }) => void models.push(row));
        return secret;
      }
      const token = digestOf(secret);
      const key_name = `sk-...${secret.slice(-4)}`;
      const row = {
        token,
        key_alias: secret,
        key_name,
        models: [],
        blocked: null,
        metadata: {},
        expires: null,
        max_budget: 5,
      };
      double.editAsForeigner(({ keys }) => void keys.set(token, row));
      return token;
    },
    edit: ({ list, identity }, mark) =>
      list === 'keys' ? editKey(identity, { max_budget: mark }) : editModel(identity, { weight: mark }),
    remove({ list, identity }) {
      const isThere = contentsOf(double, list).some((shown) => shown.identity === identity);
      double.editAsForeigner(({ keys, models }) => {
        if (list === 'keys') keys.delete(identity);
        const at = models.findIndex((row) => idOf(row) === identity);
        if (list === 'models' && at >= 0) models.splice(at, 1);
      });
      return isThere;
    },
    spoil: ({ list, identity }) =>
      list === 'keys'
        ? editKey(identity, { blocked: true, rpm_limit: spoiltLimit })
        : editModel(identity, { api_base: 'https://spoilt.example' }),
  };
}

/** No limit of ours is as low as this. */
export const spoiltLimit = 1;

const idOf = (row: Row): string => String((row.model_info as Row).id);

/** Without what moves by itself. */
export function contentsOf(double: LitellmDouble, list: string): Shown[] {
  if (list === 'models') return double.models().map((row) => ({ identity: idOf(row), content: JSON.stringify(row) }));
  return double.keys().map(({ spend: _, updated_at: __, last_active: ___, ...row }) => ({
    identity: String(row.token),
    content: JSON.stringify(row),
  }));
}

/**
 * What a snapshot has of strangers is not all of them: credentials are shown to nobody. So each field has to be as it was
 * left, or as the snapshot has it.
 */
export function allowancesOf(snapshot: readonly RawList[]): Map<string, Allowance> {
  const kept = (section: string) => {
    const list = snapshot.find((one) => one.section === section);
    return list ? (JSON.parse(list.content) as Row[]) : [];
  };
  const keys = new Map(kept('keys').map((one) => [String(one.token), one.fields as Row]));
  const models = new Map(kept('models').map((one) => [String(one.id), one]));
  const only = (found: readonly Shown[]): Row => JSON.parse(found[0]?.content ?? '{}') as Row;
  return new Map<string, Allowance>([
    [
      'keys',
      ({ identity, content }, found) =>
        found.length === 1 && isBetween(JSON.parse(content) as Row, only(found), keys.get(identity) ?? {}),
    ],
    [
      'models',
      ({ identity, content }, found) => {
        const was = models.get(identity);
        const [left, now] = [JSON.parse(content) as Row, only(found)];
        const params = { model: was?.model, ...(was?.kept as Row) };
        return (
          found.length === 1 &&
          [left.model_name, was?.modelName].includes(now.model_name) &&
          isBetween(left.litellm_params as Row, now.litellm_params as Row, params)
        );
      },
    ],
  ]);
}

const isBetween = (left: Row, now: Row, was: Row): boolean =>
  [...new Set([...Object.keys(left), ...Object.keys(now)])].every(
    (field) => field === 'expires' || [left[field], was[field]].some((value) => plain(value) === plain(now[field])),
  );

/** Nothing is said in several ways. */
const plain = (value: unknown): string => {
  const text = JSON.stringify(value ?? null);
  return ['false', '[]', '{}'].includes(text) ? 'null' : text;
};
