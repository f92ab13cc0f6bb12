/** In the order in which they are shown. */
const groupNames: Record<string, string> = {
  defaultModel: 'Default model',
  smallModel: 'Small model',
  preset: 'Set of agent models',
  agents: 'Agent',
  categories: 'Category',
  limits: 'Limit of',
  exclusions: 'Excluded',
  mcpServers: 'Server',
  plugins: 'Plugin',
};

/** `agents.oracle` → “Agent oracle” */
export function placeName(at: string): string {
  const end = at.indexOf('.');
  const [group, name] = end < 0 ? [at, ''] : [at.slice(0, end), at.slice(end + 1)];
  const title = groupNames[group] ?? group;
  // An exclusion says itself what it is.
  return name === '' || group === 'exclusions' ? title : `${title} ${name}`;
}

/** Models first, then agents, then the rest, each by name. */
export function inPlaceOrder<T extends { at: string }>(items: readonly T[]): T[] {
  const groups = Object.keys(groupNames);
  const rank = ({ at }: T) => groups.indexOf(at.split('.', 1)[0] ?? '');
  return [...items].sort((left, right) => rank(left) - rank(right) || (left.at < right.at ? -1 : 1));
}
