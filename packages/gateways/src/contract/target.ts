import { setTimeout as sleep } from 'node:timers/promises';

/** The gateway that the contract is checked against: the double, or a real one given by the environment. */
export type Target = {
  url: string;
  managementKey: string;
  isReal: boolean;
  /** Nobody depends on it: it may be open to everybody for a moment. */
  isExpendable: boolean;
  /** Resolves when no reload is under way. A real gateway cannot tell: there it is a pause. */
  settle: () => Promise<void>;
  /** Only the double: a real gateway asks the provider that the contract gives it. Null: they answer as they should. */
  failProviders?: (failure: { status: number; body: string } | null) => void;
  stop: () => Promise<void>;
};

export const realTarget = (env: NodeJS.ProcessEnv): Target | null => {
  const url = env.CLIPROXYAPI_CONTRACT_URL;
  const managementKey = env.CLIPROXYAPI_MANAGEMENT_KEY;
  if (!url || !managementKey) return null;
  const isExpendable = env.CLIPROXYAPI_CONTRACT_EXPENDABLE === '1';
  return { url, managementKey, isReal: true, isExpendable, settle: () => sleep(150), stop: async () => undefined };
};
