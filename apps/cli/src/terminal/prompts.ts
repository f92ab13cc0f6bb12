import { confirm, isCancel, password } from '@clack/prompts';
import { Interrupted } from '../failures/failure.ts';

// On the standard error, so that the standard output holds results only.
const output = process.stderr;

export async function askHidden(message: string): Promise<string> {
  const answer = await password({ message, output });
  if (isCancel(answer)) throw new Interrupted('Stopped. Nothing was changed.');
  return answer;
}

export async function askYes(message: string): Promise<boolean> {
  const answer = await confirm({ message, output });
  if (isCancel(answer)) throw new Interrupted('Stopped. Nothing was changed.');
  return answer;
}
