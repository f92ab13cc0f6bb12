import type { LitellmDouble, Row } from '@gatehouse/gateways/litellm-double';
import type { Hands } from './foreigner.ts';
import { digestOf } from './litellm-judgement.ts';
import type { Shown } from './trace.ts';

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
      const row = { token, key_alias: secret, models: [], blocked: null, metadata: {}, expires: null, max_budget: 5 };
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
        ? editKey(identity, { blocked: true })
        : editModel(identity, { api_base: 'https://spoilt.example' }),
  };
}

const idOf = (row: Row): string => String((row.model_info as Row).id);

/** Without what moves by itself. */
export function contentsOf(double: LitellmDouble, list: string): Shown[] {
  if (list === 'models') return double.models().map((row) => ({ identity: idOf(row), content: JSON.stringify(row) }));
  return double.keys().map(({ spend: _, updated_at: __, last_active: ___, ...row }) => ({
    identity: String(row.token),
    content: JSON.stringify(row),
  }));
}
