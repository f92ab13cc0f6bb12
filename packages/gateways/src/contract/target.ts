/** The gateway that the contract is checked against: the double, or a real one given by the environment. */
export type Target = {
  url: string;
  managementKey: string;
  isReal: boolean;
  /** Nobody depends on it: it may be open to everybody for a moment. */
  isExpendable: boolean;
  stop: () => Promise<void>;
};

export const realTarget = (env: NodeJS.ProcessEnv): Target | null => {
  const url = env.CLIPROXYAPI_CONTRACT_URL;
  const managementKey = env.CLIPROXYAPI_MANAGEMENT_KEY;
  if (!url || !managementKey) return null;
  const isExpendable = env.CLIPROXYAPI_CONTRACT_EXPENDABLE === '1';
  return { url, managementKey, isReal: true, isExpendable, stop: async () => undefined };
};
