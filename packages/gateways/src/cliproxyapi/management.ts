import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { Circuit } from '../http/circuit.ts';
import { failureProblem } from '../http/failure.ts';
import { Mutex } from '../http/mutex.ts';
import type { Answer, Call, Transport } from '../http/transport.ts';
import type { ListWrite } from './list-write.ts';
import { hasManagementHeader, statusProblem } from './problems.ts';

const root = '/v0/management';

/** What is below the management root, by any method. */
export type ManagementCall = Omit<Call, 'path' | 'bearer'> & {
  section: string;
  /** The gateway answers it without authentication, and so without the headers that mark an answer of management. */
  isPublic?: true;
};

/** `isSent: false`: the gateway did not see the request, or refused it without acting on it. */
export type ManagementResult =
  | { ok: true; answer: Answer; value: unknown }
  | { ok: false; problem: GatewayProblem; mayHaveActed: boolean; status?: number };

export type ManagementOptions = { transport: Transport; circuit: Circuit; managementKey: string; host: string };

/**
 * Authenticated calls, one at a time: with several in flight a key that has just become wrong would fail several
 * times, and five failures lock every caller behind this address out.
 */
export class Management {
  readonly #options: ManagementOptions;
  readonly #turn = new Mutex();
  /** Of what was read last: the same answer is not parsed again, and its value is the same object. */
  readonly #read = new Map<string, { body: string; value: unknown }>();
  #version: string | null = null;

  constructor(options: ManagementOptions) {
    this.#options = options;
  }

  /** As the gateway's last answer named it. */
  get version(): string | null {
    return this.#version;
  }

  get(section: string): Promise<ManagementResult> {
    return this.#turn.run(() => this.#call({ method: 'GET', section }, (body) => this.#parseOnce(section, body)));
  }

  /** What is text and not JSON. */
  getText(section: string): Promise<ManagementResult> {
    return this.#turn.run(() => this.#call({ method: 'GET', section }, (body) => body));
  }

  /** The body of what can be asked for only once, exactly as it came. */
  takeText(section: string, query: Record<string, string>): Promise<ManagementResult> {
    return this.#turn.run(() => this.#call({ method: 'GET', section, query, isOnce: true }, (body) => body));
  }

  put({ section, body }: ListWrite): Promise<ManagementResult> {
    return this.#turn.run(() => this.#call({ method: 'PUT', section, json: body }));
  }

  /** A call to what is no list. */
  call(call: ManagementCall): Promise<ManagementResult> {
    return this.#turn.run(() => this.#call(call));
  }

  #parseOnce(section: string, body: string): unknown {
    const known = this.#read.get(section);
    if (known?.body === body) return known.value;
    const value: unknown = JSON.parse(body);
    this.#read.set(section, { body, value });
    return value;
  }

  async #call(
    { section, isPublic, ...call }: ManagementCall,
    parse: (body: string) => unknown = JSON.parse,
  ): Promise<ManagementResult> {
    const { circuit, transport, managementKey, host } = this.#options;
    const isOpen = circuit.check();
    if (isOpen) return { ok: false, problem: isOpen, mayHaveActed: false };
    if (!isSendable(managementKey)) return { ok: false, problem: unsendableKey, mayHaveActed: false };
    const answer = await transport.send({ ...call, path: `${root}/${section}`, bearer: managementKey });
    if (!answer.ok) return { ok: false, problem: failureProblem(answer, host), mayHaveActed: answer.isSent };
    if (hasManagementHeader(answer)) this.#version = String(answer.headers['x-cpa-version']);
    if (answer.status === 401 || answer.status === 403) {
      const problem = statusProblem(answer);
      circuit.trip(problem);
      return { ok: false, problem, mayHaveActed: false };
    }
    if (answer.status < 200 || answer.status >= 300)
      return {
        ok: false,
        problem: statusProblem(answer),
        mayHaveActed: answer.status >= 500 || answer.status === 408,
        ...(isPublic || hasManagementHeader(answer) ? { status: answer.status } : {}),
      };
    return parsed(answer, isPublic ?? false, parse);
  }
}

function parsed(answer: Answer, isPublic: boolean, parse: (body: string) => unknown): ManagementResult {
  try {
    const value = parse(answer.body);
    if (isPublic || hasManagementHeader(answer)) return { ok: true, answer, value };
  } catch {
    // Falls through: a success that cannot be read is no success.
  }
  return {
    ok: false,
    problem: hasManagementHeader(answer)
      ? { code: 'unexpected_answer', message: 'The gateway answered with something that cannot be read.' }
      : { code: 'not_this_gateway', message: 'What answers there is not the management API of a CLIProxyAPI.' },
    mayHaveActed: true,
  };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these cannot be part of a header
const isSendable = (key: string): boolean => !/[\x00-\x08\x0a-\x1f\x7f]/.test(key);

const unsendableKey: GatewayProblem = {
  code: 'unauthorized',
  message: 'The management key holds characters that cannot be sent. Paste it again, on one line.',
};
