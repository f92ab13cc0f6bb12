/** What goes wrong. The F-numbers are those of the gateway's fault list in the reference. */
export type FaultKind =
  /** F1: slow before the headers, or between headers and body. */
  | { kind: 'latency'; beforeHeadersMs?: number; beforeBodyMs?: number; perChunkMs?: number }
  /** F2: an answer from something in front, or a crash; nothing is applied. */
  | { kind: 'status'; status: number; body?: 'empty' | 'html' | 'json' }
  /** F3: the memory changes, the file cannot be written. */
  | { kind: 'save-failure' }
  /** F4: the connection dies before anything is applied. */
  | { kind: 'reset' }
  /** F5 and F6: everything is applied, then the connection dies before or in the middle of the answer. */
  | { kind: 'reset-after'; at: 'start' | 'middle' }
  /** F7 (H3): acknowledged, and lost. */
  | { kind: 'lost-change' }
  /** F8: `GET /config.yaml` meets a writer: only the first bytes are there. */
  | { kind: 'torn'; bytes: number }
  /** F10: the key is refused, whatever it is. */
  | { kind: 'unauthorized' }
  /** LiteLLM: nothing is applied, and the error comes in one of its five forms. */
  | { kind: 'envelope'; status: number; envelope: Envelope; message: string }
  /** Somebody else acts at the moment when the request arrives; only in process. */
  | { kind: 'meanwhile'; run: () => void | Promise<void> };

/** The forms in which a LiteLLM, its framework, or a proxy in front of it reports an error. */
export type Envelope = 'proxy' | 'python' | 'framework' | 'validation' | 'text';

export type FaultRule = {
  fault: FaultKind;
  method?: string;
  /** The path without query; `*` stands for any text. All paths if left out. */
  path?: string;
  /** The first match that it hits, from 1. */
  nth?: number;
  /** How many matches it hits from then on; default 1, 0 for all. */
  count?: number;
};

type Armed = FaultRule & { id: number; seen: number; hits: number };

/** Decides which faults a request meets. */
export class Faults {
  #rules: Armed[] = [];
  #lastId = 0;

  /** Returns the id by which the rule can be removed. */
  add(rule: FaultRule): number {
    this.#lastId += 1;
    this.#rules.push({ ...rule, id: this.#lastId, seen: 0, hits: 0 });
    return this.#lastId;
  }

  remove(id: number): void {
    this.#rules = this.#rules.filter((rule) => rule.id !== id);
  }

  clear(): void {
    this.#rules = [];
  }

  list(): { id: number; kind: string; seen: number; hits: number }[] {
    return this.#rules.map(({ id, fault, seen, hits }) => ({ id, kind: fault.kind, seen, hits }));
  }

  match(method: string, path: string): FaultKind[] {
    return this.#rules.filter((rule) => this.#hits(rule, method, path)).map(({ fault }) => fault);
  }

  #hits(rule: Armed, method: string, path: string): boolean {
    if (rule.method && rule.method !== method) return false;
    if (rule.path && !globMatches(rule.path, path)) return false;
    rule.seen += 1;
    const first = rule.nth ?? 1;
    const count = rule.count ?? 1;
    if (rule.seen < first || (count > 0 && rule.seen >= first + count)) return false;
    rule.hits += 1;
    return true;
  }
}

function globMatches(pattern: string, path: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(path);
}

export const findFault = <K extends FaultKind['kind']>(
  faults: readonly FaultKind[],
  kind: K,
): Extract<FaultKind, { kind: K }> | undefined =>
  faults.find((fault): fault is Extract<FaultKind, { kind: K }> => fault.kind === kind);
