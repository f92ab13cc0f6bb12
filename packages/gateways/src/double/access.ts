import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { json, type Reply } from './reply.ts';

const maxFailures = 5;
const banMs = 30 * 60_000;

const digest = (value: string): Buffer => createHash('sha256').update(value).digest();

/** Who may manage: one key, and a ban for addresses that guess it. */
export class Access {
  key: string;
  allowRemote = true;
  /** Off: every management path answers 404 without the gateway's headers. */
  areRoutesOn = true;
  readonly #failures = new Map<string, { count: number; bannedUntil: number }>();
  readonly #now: () => number;

  constructor(key: string, now: () => number) {
    this.key = key;
    this.#now = now;
  }

  forget(): void {
    this.#failures.clear();
  }

  ban(address = '127.0.0.1'): void {
    this.#failures.set(address, { count: 0, bannedUntil: this.#now() + banMs });
  }

  table(): { address: string; count: number; isBanned: boolean }[] {
    return [...this.#failures].map(([address, { count, bannedUntil }]) => ({
      address,
      count,
      isBanned: bannedUntil > this.#now(),
    }));
  }

  /** Null if the request may pass, otherwise the answer that it gets. */
  refusal(request: IncomingMessage): Reply | null {
    const address = clientAddress(request);
    const attempt = this.#failures.get(address) ?? { count: 0, bannedUntil: 0 };
    if (attempt.bannedUntil > this.#now()) {
      const text = goDuration(attempt.bannedUntil - this.#now());
      return json(403, { error: `IP banned due to too many failed attempts. Try again in ${text}` });
    }
    if (!this.allowRemote && address !== '127.0.0.1' && address !== '::1')
      return json(403, { error: 'remote management disabled' });
    const provided = providedKey(request);
    if (provided !== '' && timingSafeEqual(digest(provided), digest(this.key))) {
      this.#failures.delete(address);
      return null;
    }
    const count = attempt.count + 1;
    const isBan = count >= maxFailures;
    this.#failures.set(address, { count: isBan ? 0 : count, bannedUntil: isBan ? this.#now() + banMs : 0 });
    return json(401, { error: provided === '' ? 'missing management key' : 'invalid management key' });
  }
}

/** All proxies are trusted: the address is whatever the request claims. */
export function clientAddress(request: IncomingMessage): string {
  const claimed =
    String(request.headers['x-forwarded-for'] ?? '')
      .split(',')[0]
      ?.trim() || request.headers['x-real-ip'];
  const address = typeof claimed === 'string' && claimed !== '' ? claimed : (request.socket.remoteAddress ?? '');
  return address.replace(/^::ffff:/, '');
}

function providedKey(request: IncomingMessage): string {
  const header = request.headers.authorization ?? '';
  const [scheme = '', ...rest] = header.split(' ');
  const fromAuthorization = rest.length > 0 && scheme.toLowerCase() === 'bearer' ? rest.join(' ') : header;
  return fromAuthorization || String(request.headers['x-management-key'] ?? '');
}

function goDuration(ms: number): string {
  const total = Math.round(ms / 1000);
  const [hours, minutes, seconds] = [Math.floor(total / 3600), Math.floor((total % 3600) / 60), total % 60];
  return `${hours ? `${hours}h` : ''}${hours || minutes ? `${minutes}m` : ''}${seconds}s`;
}
