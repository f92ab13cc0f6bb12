import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What to answer: the same status, headers and bytes as the real answer. */
export type BareAnswer = { headers: Record<string, string>; body: string; etag: string | null };
type ReadyAnswer = Omit<BareAnswer, 'body'> & { body: Buffer };

let answer: ReadyAnswer = { headers: {}, body: Buffer.alloc(0), etag: null };

/** node:http and nothing else: what this machine can do at all. */
const server = createServer((req, res) => {
  req.on('data', () => {});
  req.on('end', () => {
    const isKnown = answer.etag !== null && req.headers['if-none-match'] === answer.etag;
    if (isKnown) res.writeHead(304, answer.headers).end();
    else res.writeHead(200, { ...answer.headers, 'content-length': answer.body.length }).end(answer.body);
  });
});

process.on('message', (message: BareAnswer) => {
  answer = { ...message, body: Buffer.from(message.body) };
  process.send?.('ready');
});
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
