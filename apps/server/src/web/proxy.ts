import { Agent, type IncomingMessage, type OutgoingHttpHeaders, request, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { sendWaitingPage } from '../http/index.ts';

/** They belong to one connection, not to what is carried over it. */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];

export type ProxyOptions = {
  port: number;
  isUp: () => boolean;
  clientAddress: (req: IncomingMessage) => string | null;
  /** Of the dashboard as people see it. */
  publicUrl: URL;
};

/** Carries a request to the dashboard's own server and its answer back, both as streams. */
export function createProxy({ port, isUp, clientAddress, publicUrl }: ProxyOptions) {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const headersFor = (req: IncomingMessage): OutgoingHttpHeaders => ({
    ...withoutHopByHop(req.headers),
    'x-forwarded-for': clientAddress(req) ?? '',
    'x-forwarded-host': publicUrl.host,
    'x-forwarded-proto': publicUrl.protocol.slice(0, -1),
    host: publicUrl.host,
  });
  return (req: IncomingMessage, res: ServerResponse): void => {
    if (!isUp()) {
      sendWaitingPage(res, 'The dashboard is starting. This takes a few seconds.');
      return;
    }
    const target = { host: '127.0.0.1', port, method: req.method, path: req.url, headers: headersFor(req), agent };
    const forwarded = request(target);
    forwarded.once('response', (answer) => {
      res.writeHead(answer.statusCode ?? 502, withoutHopByHop(answer.headers));
      pipeline(answer, res, () => {});
    });
    forwarded.once('error', () => {
      if (res.headersSent) res.destroy();
      else sendWaitingPage(res, 'The dashboard did not answer. It is being started again.');
    });
    res.once('close', () => {
      if (!res.writableFinished) forwarded.destroy();
    });
    req.pipe(forwarded);
  };
}

function withoutHopByHop(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const named = String(headers.connection ?? '')
    .toLowerCase()
    .split(/[\s,]+/);
  const kept = { ...headers };
  for (const name of [...hopByHop, ...named]) delete kept[name];
  return kept;
}
