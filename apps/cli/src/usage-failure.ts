import type { CommanderError } from 'commander';
import { Failure } from './failures/failure.ts';

const secretFlag = /^--?(api-?key|key|token|secret|password)/i;

/** A mistake in how the command was called, without repeating a value: it may be a key. */
export function usageFailure({ message }: CommanderError): Failure {
  const text = message.replace(/^error: /, '');
  const [first = '', suggestion] = text.split('\n');
  const advice = suggestion?.replace(/^\((.*)\)$/, '$1') ?? 'See: gatehouse help';
  const flag = /^unknown option '([^'=]*)/.exec(first)?.[1];
  if (flag === undefined) return new Failure('invalid', sentence(withoutValues(first)), { advice });
  if (!secretFlag.test(flag)) return new Failure('invalid', `Unknown option ${flag}.`, { advice });
  return new Failure('invalid', `There is no ${flag}: others on this machine can see a command line.`, {
    advice: 'Use --key-stdin or --key-env for a key, GATEHOUSE_TOKEN for an access token.',
  });
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).replace(/([^.])$/, '$1.');

const withoutValues = (text: string): string =>
  text.replace(/ argument '[^']*' is invalid/, ' was given a wrong value');
