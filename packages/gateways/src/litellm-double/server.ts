import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FaultKind, findFault } from '../double/faults.ts';
import type { RequestRecord } from '../double/journal.ts';
import type { Reply } from '../double/reply.ts';
import { failure } from './envelopes.ts';
import type { Gateway } from './gateway.ts';

type Heard = { body: string; record: RequestRecord; faults: FaultKind[] };

/** The listener: reads requests, lets faults act on them, sends answers. Can close and open again on its port. */
export class Server {
  readonly #gateway: Gateway;
  readonly #sockets = new Set<Socket>();
  #server: http.Server | null = null;
  port: number;

  constructor(gateway: Gateway, port: number) {
    this.#gateway = gateway;
    this.port = port;
  }

  async open(): Promise<void> {
    const server = http.createServer((message, response) => {
      this.#handle(message, response).catch(() => response.destroy());
    });
    server.on('connection', (socket) => {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    this.port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async #handle(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const { journal, faults } = this.#gateway;
    const url = new URL(message.url ?? '/', 'http://127.0.0.1');
    const body = await readAll(message);
    const record = journal.open(message, url, body);
    response.once('close', () => {
      record.leftAt = Date.now();
    });
    const isWrite = message.method !== 'GET';
    if (isWrite) journal.writeStarts();
    try {
      const found = faults.match(message.method ?? '', url.pathname);
      const reply = await this.#answer(message, url, { body, record, faults: found });
      if (!reply) return;
      record.status = reply.status;
      response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
      await ended(response, reply.body);
    } finally {
      record.endedAt = Date.now();
      if (isWrite) journal.writeEnds();
    }
  }

  /** Null when the connection died instead. */
  async #answer(message: IncomingMessage, url: URL, { body, record, faults }: Heard): Promise<Reply | null> {
    for (const fault of faults) if (fault.kind === 'meanwhile') await fault.run();
    const latency = findFault(faults, 'latency');
    if (latency?.beforeHeadersMs) await sleep(latency.beforeHeadersMs);
    if (findFault(faults, 'reset')) return die(message);
    const status = findFault(faults, 'status');
    if (status) return failure('text', status.status, 'failed');
    const reply = this.#gateway.answer(message, url, body, faults);
    this.#gateway.journal.watcher?.acted(record, reply.status, body);
    if (latency?.beforeBodyMs) await sleep(latency.beforeBodyMs);
    if (findFault(faults, 'save-failure')) return failure('text', 500, 'failed');
    return findFault(faults, 'reset-after') ? die(message) : reply;
  }
}

/** Also where the client has gone meanwhile: then the callback of `end` is never called. */
function ended(response: ServerResponse, body: string): Promise<void> {
  return new Promise((resolve) => {
    if (response.closed) return resolve();
    response.once('close', resolve);
    response.end(body, resolve);
  });
}

function die(message: IncomingMessage): null {
  message.socket.resetAndDestroy();
  return null;
}

async function readAll(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
