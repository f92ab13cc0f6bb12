import { authIndex } from './auths.ts';

type Content = Record<string, unknown>;
type StoredFile = { content: Content; createdAt: number; modifiedAt: number };

/** The folder of credential files; unlike login sessions it survives a restart. */
export class AuthFiles {
  readonly #files = new Map<string, StoredFile>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  names(): string[] {
    return [...this.#files.keys()].sort();
  }

  content(name: string): Content | null {
    return this.#files.get(name)?.content ?? null;
  }

  /** Without asking whether there is such a file already, as the gateway does. */
  write(name: string, content: Content): void {
    const now = this.#now();
    this.#files.set(name, { content, createdAt: this.#files.get(name)?.createdAt ?? now, modifiedAt: now });
  }

  remove(name: string): boolean {
    return this.#files.delete(name);
  }

  /** As management lists it: with the account's address, without its tokens. */
  shown(name: string): Content | null {
    const file = this.#files.get(name);
    if (!file) return null;
    const { content } = file;
    const type = typeof content.type === 'string' ? content.type : 'unknown';
    const path = `/auths/${name}`;
    const isDisabled = content.disabled === true;
    return {
      id: name,
      auth_index: authIndex(`${type.toLowerCase()}:${path}`),
      name,
      type,
      provider: type,
      label: content.email ?? type,
      status: isDisabled ? 'disabled' : 'active',
      status_message: '',
      disabled: isDisabled,
      unavailable: false,
      runtime_only: false,
      source: 'file',
      size: JSON.stringify(content).length,
      success: 0,
      failed: 0,
      recent_requests: [],
      account_type: 'oauth',
      path,
      created_at: new Date(file.createdAt).toISOString(),
      modtime: new Date(file.modifiedAt).toISOString(),
      updated_at: new Date(file.modifiedAt).toISOString(),
      ...picked(content),
    };
  }
}

function picked(content: Content): Content {
  const { email, priority, note, weight, request_retry } = content;
  return {
    ...(email === undefined ? {} : { email, account: email }),
    ...(priority === undefined ? {} : { priority }),
    ...(note === undefined || note === '' ? {} : { note }),
    ...(weight === undefined ? {} : { weight }),
    ...(request_retry === undefined ? {} : { request_retry }),
  };
}
