import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FaultKind, findFault } from './faults.ts';
import type { Gateway } from './gateway.ts';
import type { RequestRecord } from './journal.ts';
import { empty, json, type Reply } from './reply.ts';

type Heard = { body: string; record: RequestRecord; faults: FaultKind[] };

const cors = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
  'access-control-allow-headers': '*',
};

/** The listener: reads requests, lets faults act on them, sends answers. Can close and open again on its port. */
export class Server {
  readonly #gateway: Gateway;
  readonly #sockets = new Set<Socket>();
  #server: http.Server | null = null;
  #port: number;

  constructor(gateway: Gateway, port: number) {
    this.#gateway = gateway;
    this.#port = port;
  }

  get port(): number {
    return this.#port;
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
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
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
    const url = new URL(message.url ?? '/', 'http://127.0.0.1');
    const body = await readAll(message);
    const record = this.#gateway.journal.open(message, url, body);
    response.once('close', () => {
      record.leftAt = Date.now();
    });
    const faults = this.#gateway.faults.match(message.method ?? '', url.pathname);
    const isWrite = url.pathname.startsWith('/v0/management/') && message.method !== 'GET';
    if (isWrite) this.#gateway.journal.writeStarts();
    try {
      const reply = await this.#answer(message, url, { body, record, faults });
      if (!reply) return;
      record.status = reply.status;
      await send(response, reply, faults, message.method === 'HEAD');
      reply.after?.();
    } finally {
      record.endedAt = Date.now();
      if (isWrite) this.#gateway.journal.writeEnds();
    }
  }

  /** Null when the connection died instead. */
  async #answer(message: IncomingMessage, url: URL, { body, record, faults }: Heard): Promise<Reply | null> {
    for (const fault of faults) if (fault.kind === 'meanwhile') await fault.run();
    const latency = findFault(faults, 'latency');
    if (latency?.beforeHeadersMs) await sleep(latency.beforeHeadersMs);
    if (findFault(faults, 'reset')) {
      message.socket.resetAndDestroy();
      return null;
    }
    const status = findFault(faults, 'status');
    if (status) return failed(status);
    if (message.method === 'OPTIONS') return { ...empty(204), headers: cors };
    const reply = this.#gateway.answer(message, url, body, faults);
    this.#gateway.journal.watcher?.acted(record, reply.status, body);
    if (findFault(faults, 'reset-after')?.at === 'start') {
      message.socket.resetAndDestroy();
      return null;
    }
    return { ...reply, headers: { ...cors, ...reply.headers } };
  }
}

async function readAll(message: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function failed({ status, body = 'empty' }: Extract<FaultKind, { kind: 'status' }>): Reply {
  if (body === 'json') return json(status, { error: 'injected failure' });
  if (body === 'empty') return empty(status);
  return { status, headers: { 'content-type': 'text/html' }, body: `<html><body><h1>${status}</h1></body></html>` };
}

async function send(response: ServerResponse, reply: Reply, faults: FaultKind[], isHead: boolean): Promise<void> {
  const latency = findFault(faults, 'latency');
  const isCut = findFault(faults, 'reset-after')?.at === 'middle';
  const length = reply.chunks ? {} : { 'content-length': String(Buffer.byteLength(reply.body)) };
  response.writeHead(reply.status, { ...reply.headers, ...length });
  if (isHead) {
    response.end();
    return;
  }
  if (latency?.beforeBodyMs || isCut) response.flushHeaders();
  if (latency?.beforeBodyMs) await sleep(latency.beforeBodyMs);
  const parts = reply.chunks ?? [reply.body];
  for (const [index, part] of parts.entries()) {
    if (isCut && index >= Math.floor(parts.length / 2)) {
      response.write(part.slice(0, Math.floor(part.length / 2)));
      await sleep(1);
      response.socket?.resetAndDestroy();
      return;
    }
    if (latency?.perChunkMs) await sleep(latency.perChunkMs);
    response.write(part);
  }
  await ended(response);
}

/** Also where the client has gone meanwhile: then the callback of `end` is never called. */
function ended(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    if (response.closed) return resolve();
    response.once('close', resolve);
    response.end(resolve);
  });
}
