/** The LiteLLM that the contract is checked against: the double, or a real one given by the environment. */
export type Target = { url: string; masterKey: string; isReal: boolean; stop: () => Promise<void> };

export const realTarget = (env: NodeJS.ProcessEnv): Target | null => {
  const url = env.LITELLM_CONTRACT_URL;
  const masterKey = env.LITELLM_CONTRACT_MASTER_KEY;
  return url && masterKey ? { url, masterKey, isReal: true, stop: async () => undefined } : null;
};
