import pino from 'pino';

/** Where lines go, in the order in which they were given. */
export type Output = {
  /** Written at once and in this thread: the last line before an exit is the one that matters. */
  write(line: string): void;
  /** Written together with the others of this turn of the event loop, and never after a line that came later. */
  writeSoon(line: string): void;
};

/** To an open file of this process. */
export function fileOutput(fd: number): Output {
  // Holds lines back until it is told: one system call is as dear as making twenty of them.
  const file = pino.destination({ fd, sync: true, minLength: 8192 });
  let isFlushing = false;
  const flush = () => {
    isFlushing = false;
    file.flushSync();
  };
  process.on('exit', flush);
  return {
    write(line) {
      file.write(line);
      flush();
    },
    writeSoon(line) {
      file.write(line);
      if (isFlushing) return;
      isFlushing = true;
      setImmediate(flush);
    },
  };
}

/** To something that takes line by line. */
export const lineOutput = (out: { write(line: string): void }): Output => ({
  write: (line) => out.write(line),
  writeSoon: (line) => out.write(line),
});
