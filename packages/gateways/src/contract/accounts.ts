import { describe, expect, test } from 'vitest';
import { createCliproxyapiDriver } from '../cliproxyapi/index.ts';
import type { AccountsDriver } from '../driver/index.ts';
import { eventually, type Wire } from './wire.ts';

/** Files that the contract makes are called like this; it takes them away again. */
const prefix = 'gatehouse-contract-';
const content = { type: 'codex', access_token: 'sk-test-contract', refresh_token: 'sk-test-contract', disabled: true };

/** Credential files and logins, as far as they need no provider. */
export function accountsContract(wire: () => Wire): void {
  const accounts = (): AccountsDriver => {
    const { url, managementKey } = wire().target;
    const driver = createCliproxyapiDriver({ baseUrl: url, managementKey });
    if (!driver.accounts) throw new Error('This driver has no accounts.');
    return driver.accounts;
  };
  const shown = async (fileName: string) => {
    const answer = await accounts().list();
    if (!answer.ok) throw new Error(answer.problem.code);
    return answer.accounts.find((file) => file.fileName === fileName);
  };
  const isSeen = (fileName: string, fits: (file: Awaited<ReturnType<typeof shown>>) => boolean) =>
    eventually(async () => fits(await shown(fileName)));
  const stored = async (fileName: string) =>
    (await wire().manage('GET', `auth-files/download?name=${fileName}`)).json as Record<string, unknown>;
  const begin = async () => {
    const started = await accounts().startLogin('codex');
    if (!started.ok) throw new Error(started.problem.code);
    return started.login;
  };

  describe('files', () => {
    const withFile = async (work: (fileName: string) => Promise<void>) => {
      const fileName = `${prefix}${crypto.randomUUID()}.json`;
      expect(await accounts().upload(fileName, content)).toEqual({ outcome: 'applied', writes: 1 });
      try {
        expect(await isSeen(fileName, (file) => file !== undefined)).toBe(true);
        await work(fileName);
      } finally {
        await accounts().remove(fileName);
      }
    };

    test('are listed by the name we gave, without what is in them, and removed for good', async () => {
      let name = '';
      await withFile(async (fileName) => {
        name = fileName;
        expect(await shown(fileName)).toMatchObject({ provider: 'codex', isDisabled: true, settings: {} });
        expect((await wire().manage('GET', 'auth-files')).text).not.toContain('sk-test-contract');
        expect(await accounts().upload(fileName, content)).toMatchObject({ outcome: 'rejected', writes: 0 });
      });
      expect(await isSeen(name, (file) => file === undefined)).toBe(true);
      expect(await accounts().remove(name)).toEqual({ outcome: 'applied', writes: 0 });
    });

    test('are switched without losing anything', () =>
      withFile(async (fileName) => {
        expect(await accounts().setDisabled(fileName, false)).toMatchObject({ outcome: 'applied' });
        expect(await isSeen(fileName, (file) => file?.isDisabled === false)).toBe(true);
        await accounts().setDisabled(fileName, true);
        expect(await isSeen(fileName, (file) => file?.isDisabled === true)).toBe(true);
        expect(await stored(fileName)).toMatchObject(content);
      }));

    test('take fields one by one, show some of them, and keep the rest of the file', () =>
      withFile(async (fileName) => {
        const settings = { priority: 3, note: 'ours', weight: 4, requestRetry: 2 };
        const hidden = { prefix: 'team', proxyUrl: 'http://127.0.0.1:9', excludedModels: ['x-*'] };
        const headers = { 'X-A': '1', 'X-B': '2' };
        expect(await accounts().setFields(fileName, { ...settings, ...hidden, headers })).toMatchObject({
          outcome: 'applied',
        });
        expect(await isSeen(fileName, (file) => file?.settings.priority === 3)).toBe(true);
        expect((await shown(fileName))?.settings).toEqual(settings);
        expect(await stored(fileName)).toMatchObject({
          ...content,
          prefix: 'team',
          proxy_url: 'http://127.0.0.1:9',
          excluded_models: ['x-*'],
          headers,
        });

        await accounts().setFields(fileName, { priority: 0, note: '', prefix: '', headers: { 'X-A': '' } });
        expect(await isSeen(fileName, (file) => (file?.settings.priority ?? 0) === 0)).toBe(true);
        expect((await shown(fileName))?.settings).not.toHaveProperty('note');
        expect(await stored(fileName)).toMatchObject({ weight: 4, prefix: '', headers: { 'X-B': '2' } });
        expect((await stored(fileName)).headers).not.toHaveProperty('X-A');
      }));

    test('that are not there are refused', async () => {
      expect(await accounts().setDisabled(`${prefix}none.json`, true)).toMatchObject({
        outcome: 'rejected',
        writes: 0,
      });
      expect(await accounts().setFields(`${prefix}none.json`, { priority: 1 })).toMatchObject({ outcome: 'rejected' });
    });
  });

  describe('logins', () => {
    test('two at once have states of their own and wait, and one is cancelled by its state', async () => {
      const [first, second] = [await begin(), await begin()];
      expect(first.state).not.toBe(second.state);
      expect(first.url).toContain(`state=${first.state}`);
      for (const { state } of [first, second])
        expect(await accounts().loginStatus(state)).toEqual({ ok: true, status: 'waiting' });
      expect(await accounts().cancelLogin(first.state)).toEqual({ ok: true, wasWaiting: true });
      expect(await accounts().cancelLogin(first.state)).toEqual({ ok: true, wasWaiting: false });
      expect(await accounts().loginStatus(first.state)).toEqual({ ok: true, status: 'unknown' });
      expect(await accounts().loginStatus(second.state)).toEqual({ ok: true, status: 'waiting' });
      await accounts().cancelLogin(second.state);
    });

    test('answers for another login or provider are refused, and leave it waiting', async () => {
      const { state } = await begin();
      const answer = { state, code: 'contract' };
      expect(await accounts().completeLogin({ provider: 'claude', ...answer })).toMatchObject({ outcome: 'rejected' });
      const unknown = await accounts().completeLogin({ provider: 'codex', ...answer, state: 'nobody-knows-this' });
      expect(unknown).toMatchObject({ outcome: 'rejected', problem: { code: 'refused' } });
      expect(await accounts().loginStatus(state)).toEqual({ ok: true, status: 'waiting' });
      await accounts().cancelLogin(state);
    });

    test('one that the provider declined has failed, and brings no file', async () => {
      const count = async () => {
        const answer = await accounts().list();
        return answer.ok ? answer.accounts.length : -1;
      };
      const before = await count();
      const { state } = await begin();
      const declined = { provider: 'codex', state, error: 'access_denied' } as const;
      expect(await accounts().completeLogin(declined)).toMatchObject({ outcome: 'applied' });
      const hasEnded = async () => {
        const answer = await accounts().loginStatus(state);
        return answer.ok && answer.status === 'failed';
      };
      expect(await eventually(hasEnded)).toBe(true);
      expect(await count()).toBe(before);
    });

    test('a state that nobody knows is unknown', async () => {
      expect(await accounts().loginStatus('nobody-knows-this')).toEqual({ ok: true, status: 'unknown' });
      expect(await accounts().loginStatus('')).toEqual({ ok: true, status: 'unknown' });
    });
  });
}
