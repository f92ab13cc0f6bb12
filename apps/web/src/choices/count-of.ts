import { fits } from '@gatehouse/contracts/bundle-choices';

/** “3 models”, of those that are offered now. */
export function countOf(models: readonly string[], pattern: string): string {
  const bare = pattern.replace(/^!/, '');
  const count = models.filter((model) => fits(bare, model)).length;
  return count === 0 ? 'none now' : count === 1 ? '1 model' : `${count} models`;
}
