import { type KeyPlacement, keyPlacements } from '@gatehouse/contracts/bundles';

/** Where the client key stands in the person's environment. */
export const keyVariable = 'GATEHOUSE_API_KEY';
/** Prints the client key. */
export const keyCommand = ['gatehouse', 'token'] as const;

/** How a client writes each placement that it can do. */
export type KeySpellings<T> = { inline: (key: string) => T; environment?: T; command?: T };
export type PlacedKey<T> = { value: T; placement: KeyPlacement; isSecret: boolean };

/** The asked placement, or the next to the left of it that the client can do. */
export function placeKey<T>(
  { clientKey, keyPlacement }: { clientKey: string; keyPlacement: KeyPlacement },
  spellings: KeySpellings<T>,
): PlacedKey<T> {
  const possible = keyPlacements.slice(1, keyPlacements.indexOf(keyPlacement) + 1).reverse();
  for (const placement of possible) {
    const value = placement === 'inline' ? undefined : spellings[placement];
    if (value !== undefined) return { value, placement, isSecret: false };
  }
  return { value: spellings.inline(clientKey), placement: 'inline', isSecret: true };
}
