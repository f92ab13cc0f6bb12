import { connect } from 'node:net';
import type { Exchange, Rate } from './http.ts';

type Load = { connections: number; seconds: number };

/**
 * One request after the other over each connection, every one of its own, written and read as plain bytes: on a machine
 * with two cores, what a general client spends on a request would be taken from the server. Understands only answers with
 * a length.
 */
export async function rateOverWire(exchange: Exchange, { connections, seconds }: Load): Promise<Rate> {
  let index = 0;
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  const counts = await Promise.all(
    Array.from({ length: connections }, () => exchangeUntil(endsAt, exchange, () => exchange.next(index++))),
  );
  const requests = counts.reduce((sum, count) => sum + count, 0);
  return { perSecond: (requests * 1000) / (performance.now() - startedAt), requests };
}

type Request = ReturnType<Exchange['next']>;

function exchangeUntil(
  endsAt: number,
  { url, method, expectedStatus }: Exchange,
  next: () => Request,
): Promise<number> {
  const { hostname, port, host, pathname, search } = new URL(url);
  const opening = `${method} ${pathname}${search} HTTP/1.1\r\nhost: ${host}\r\n`;
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    let count = 0;
    let received = '';
    const send = () => socket.write(opening + textOf(next()));
    socket.setEncoding('latin1');
    socket.once('connect', send);
    socket.on('error', fail);
    socket.on('data', (text) => {
      received += text;
      const missing = missingBytes(received);
      if (missing > 0) return;
      if (missing !== 0 || received.slice(9, 12) !== String(expectedStatus))
        return fail(new Error(`Unexpected answer: ${received}`));
      count += 1;
      received = '';
      if (performance.now() < endsAt) return void send();
      socket.destroy();
      resolve(count);
    });
    socket.on('end', () => fail(new Error(`${url} closed the connection.`)));
  });
}

function textOf({ headers, body = '' }: Request): string {
  let text = '';
  for (const [name, value] of Object.entries(headers)) text += `${name}: ${value}\r\n`;
  return `${text}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

/** More than nothing while the answer is not complete; not a number for one that has no length. */
function missingBytes(received: string): number {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return 1;
  const length = /\r\ncontent-length: (\d+)\r\n/i.exec(received)?.[1];
  return headEnd + 4 + Number(length) - received.length;
}
