import { Failure } from '../failures/failure.ts';

export const isId = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** The one thing that `text` means, by id or else by name. */
export function pick<T extends { id: string; name: string }>(things: readonly T[], text: string, noun: string): T {
  const byId = things.find((thing) => thing.id === text);
  if (byId) return byId;
  const named = things.filter((thing) => thing.name === text);
  const [first, ...others] = named;
  if (!first) {
    throw new Failure('not-found', `You have no ${noun} “${text}”.`, {
      advice: 'See the list command for names and ids.',
    });
  }
  if (others.length === 0) return first;
  throw new Failure('conflict', `${named.length} of your ${noun}s are called “${text}”.`, {
    advice: `Give an id: ${named.map((thing) => thing.id).join(', ')}`,
  });
}
