import { writeSync } from 'node:fs';

/** Where lines go, in the order in which they were given. */
export type Output = {
  /** Written at once and in this thread: the last line before an exit is the one that matters. */
  write(line: string): void;
  /** Written together with the others of this turn of the event loop, and never after a line that came later. */
  writeSoon(line: string): void;
};

/** To an open file of this process. Without `fsync`, which would make every turn of the event loop wait for a disk. */
export function fileOutput(fd: number): Output {
  // One system call is as dear as making twenty lines.
  let held = '';
  const flush = () => {
    const text = held;
    held = '';
    if (text !== '') writeAll(fd, Buffer.from(text));
  };
  process.on('exit', flush);
  return {
    write(line) {
      held += line;
      flush();
    },
    writeSoon(line) {
      if (held === '') setImmediate(flush);
      held += line;
    },
  };
}

const pauseMs = 10;
const pause = new Int32Array(new SharedArrayBuffer(4));

/** Waits for a reader who is slow. Where nobody reads any more, or the disk is full, there is nobody to tell. */
function writeAll(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(fd, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      Atomics.wait(pause, 0, 0, pauseMs);
    }
  }
}

/** To something that takes line by line. */
export const lineOutput = (out: { write(line: string): void }): Output => ({
  write: (line) => out.write(line),
  writeSoon: (line) => out.write(line),
});
