/** Which teams somebody with these permissions is shown. */
export const scopeFor = ({ permissions }: { permissions: readonly string[] }): 'own' | 'all' =>
  permissions.includes('teams:read') ? 'all' : 'own';
