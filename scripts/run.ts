import { spawn } from 'node:child_process';

/** Runs a command with its output shown; answers whether it succeeded. */
export function run(command: string, args: string[], env: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env, shell: process.platform === 'win32' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code === 0));
  });
}
