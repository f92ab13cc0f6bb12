import type { Folders } from './files/folders.ts';
import type { Terminal } from './terminal/terminal.ts';

export type GlobalOptions = { url?: string; json?: boolean; color?: boolean; insecureHttp?: boolean; profile?: string };

/** What every command gets: how it was called, where its files are and whom it talks to. */
export type Invocation = {
  version: string;
  env: NodeJS.ProcessEnv;
  options: GlobalOptions;
  folders: Folders;
  terminal: Terminal;
  stdin: NodeJS.ReadStream;
};
