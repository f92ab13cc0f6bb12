import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { Circuit } from '../http/circuit.ts';
import { failureProblem } from '../http/failure.ts';
import { Mutex } from '../http/mutex.ts';
import type { Call, Transport } from '../http/transport.ts';
import { errorText } from './envelope.ts';
import { refusalOf } from './problems.ts';

/** `text` is the gateway's own error, only to be recognised. `mayHaveActed`: nobody knows whether it was done. */
export type AdminFailure = {
  ok: false;
  problem: GatewayProblem;
  mayHaveActed: boolean;
  status: number | null;
  text: string;
  /** It answered with more than can be taken in. */
  isTooLarge?: true;
};
export type AdminResult = { ok: true; value: unknown } | AdminFailure;

export type AdminOptions = { transport: Transport; circuit: Circuit; masterKey: string; host: string };

/** Authenticated admin calls, one at a time, so that a key that has just become wrong fails once. */
export class Admin {
  readonly #options: AdminOptions;
  readonly #turn = new Mutex();

  constructor(options: AdminOptions) {
    this.#options = options;
  }

  get(path: string): Promise<AdminResult> {
    return this.#send({ method: 'GET', path });
  }

  post(path: string, json: unknown): Promise<AdminResult> {
    return this.#send({ method: 'POST', path, json });
  }

  patch(path: string, json: unknown): Promise<AdminResult> {
    return this.#send({ method: 'PATCH', path, json });
  }

  #send(call: Call): Promise<AdminResult> {
    return this.#turn.run(() => this.#call(call));
  }

  async #call(call: Call): Promise<AdminResult> {
    const { circuit, transport, masterKey, host } = this.#options;
    const open = circuit.check();
    if (open) return failed(open, false);
    if (!isSendable(masterKey)) return failed(unsendableKey, false);
    const answer = await transport.send({ ...call, bearer: masterKey });
    if (!answer.ok)
      return {
        ...failed(failureProblem(answer, host), answer.isSent),
        ...(answer.reason === 'too-large' ? { isTooLarge: true } : {}),
      };
    if (answer.status < 200 || answer.status >= 300) {
      const { problem, mayHaveActed } = refusalOf(answer);
      if (answer.status === 401 && problem.code === 'unauthorized') circuit.trip(problem);
      return { ok: false, problem, mayHaveActed, status: answer.status, text: errorText(answer.body) };
    }
    try {
      return { ok: true, value: JSON.parse(answer.body) };
    } catch {
      return failed(unreadable, true);
    }
  }
}

const failed = (problem: GatewayProblem, mayHaveActed: boolean): AdminFailure => ({
  ok: false,
  problem,
  mayHaveActed,
  status: null,
  text: '',
});

export const unreadable: GatewayProblem = {
  code: 'unexpected_answer',
  message: 'The gateway answered in a form that Gatehouse does not know.',
};

const isSendable = (key: string): boolean => /^[\x20-\x7e]+$/.test(key);

const unsendableKey: GatewayProblem = {
  code: 'unauthorized',
  message: 'The master key holds characters that cannot be sent. Paste it again, on one line.',
};
