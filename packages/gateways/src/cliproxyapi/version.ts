import type { GatewayProblem } from '@gatehouse/contracts/gateways';
import type { Provider } from '@gatehouse/contracts/provider-keys';

/** Since this release a management write reaches the data plane at once, and list entries show when they are live. */
export const minimumVersion = 'v7.2.19';

/** Families that came later than the oldest gateway that Gatehouse manages, or that a fork may lack. */
const familySince: Partial<Record<Provider, string>> = {
  interactions: 'v7.2.51',
  xai: 'v7.2.73',
  vertex: 'v6.6.82',
};

/**
 * `old` and `new-enough` for release versions; `unknown` for `dev` builds and forks, which are judged by what they can do.
 */
export function judgeVersion(version: string, minimum = minimumVersion): 'old' | 'new-enough' | 'unknown' {
  const found = /^v?(\d+)\.(\d+)\.(\d+)$/.exec(version.trim());
  const wanted = /^v?(\d+)\.(\d+)\.(\d+)$/.exec(minimum);
  if (!found || !wanted) return 'unknown';
  for (let part = 1; part <= 3; part += 1) {
    const difference = Number(found[part]) - Number(wanted[part]);
    if (difference !== 0) return difference < 0 ? 'old' : 'new-enough';
  }
  return 'new-enough';
}

/** Whether every gateway has a list for this family; for the others a missing list is no failure. */
export const hasAlways = (provider: Provider): boolean => familySince[provider] === undefined;

/** Why a gateway of this version cannot hold keys of this family; null if it can, or if its version does not say. */
export function familyProblem(provider: Provider, version: string | null | undefined): GatewayProblem | null {
  const since = familySince[provider];
  if (!since || !version || judgeVersion(version, since) !== 'old') return null;
  return {
    code: 'unsupported',
    message: `Keys for ${provider} need CLIProxyAPI ${since} or newer, and this gateway is ${version.trim().slice(0, 40)}. Update the gateway first.`,
  };
}
