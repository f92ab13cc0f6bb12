import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What to answer: the same status, headers and bytes as the real answer. */
export type BareAnswer = { headers: Record<string, string>; body: string; etag: string | null };

let answer: BareAnswer = { headers: {}, body: '', etag: null };

/** node:http and nothing else: what this machine can do at all. */
const server = createServer((req, res) => {
  req.on('data', () => {});
  req.on('end', () => {
    const isKnown = answer.etag !== null && req.headers['if-none-match'] === answer.etag;
    res.writeHead(isKnown ? 304 : 200, answer.headers);
    if (isKnown) res.end();
    else res.end(answer.body);
  });
});

process.on('message', (message: BareAnswer) => {
  answer = message;
  process.send?.('ready');
});
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
