import { confirm, isCancel, multiselect, password, select } from '@clack/prompts';
import { Interrupted } from '../failures/failure.ts';

// On the standard error, so that the standard output holds results only.
const output = process.stderr;
const stopped = 'Stopped. Nothing was changed.';

export async function askHidden(message: string): Promise<string> {
  const answer = await password({ message, output });
  if (isCancel(answer)) throw new Interrupted(stopped);
  return answer;
}

export async function askYes(message: string, whenStopped = stopped): Promise<boolean> {
  const answer = await confirm({ message, output });
  if (isCancel(answer)) throw new Interrupted(whenStopped);
  return answer;
}

export type Choice<T extends string> = { value: T; label: string; hint?: string };

export async function askOne<T extends string>(
  message: string,
  options: Choice<T>[],
  whenStopped = stopped,
): Promise<T> {
  const answer = await select<string>({ message, options, output });
  if (isCancel(answer)) throw new Interrupted(whenStopped);
  return answer as T;
}

export async function askWhich<T extends string>(message: string, options: Choice<T>[], chosen: T[]): Promise<T[]> {
  const answer = await multiselect<string>({ message, options, initialValues: chosen, required: false, output });
  if (isCancel(answer)) throw new Interrupted(stopped);
  return answer as T[];
}
