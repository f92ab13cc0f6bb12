import pc from 'picocolors';

export type Colors = ReturnType<typeof pc.createColors>;

export type Terminal = {
  isJson: boolean;
  /** Somebody is there to answer a prompt. */
  isInteractive: boolean;
  /** Results go to the standard output, all that is only for people to the standard error. */
  result(text: string): void;
  json(value: unknown): void;
  note(text: string): void;
  outColors: Colors;
  noteColors: Colors;
};

type Streams = { stdin: NodeJS.ReadStream; stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream };

export function openTerminal(
  { stdin, stdout, stderr }: Streams,
  env: NodeJS.ProcessEnv,
  options: { isJson: boolean; isColorWanted: boolean },
): Terminal {
  const mayColor = options.isColorWanted && !env.NO_COLOR && env.TERM !== 'dumb';
  return {
    isJson: options.isJson,
    isInteractive: !options.isJson && Boolean(stdin.isTTY && stderr.isTTY),
    result: (text) => void stdout.write(`${text}\n`),
    json: (value) => void stdout.write(`${JSON.stringify(value, null, 2)}\n`),
    note: (text) => void stderr.write(`${text}\n`),
    outColors: pc.createColors(mayColor && Boolean(stdout.isTTY)),
    noteColors: pc.createColors(mayColor && Boolean(stderr.isTTY)),
  };
}
