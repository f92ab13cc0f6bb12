import type { AccountProvider, ConnectProblem } from '@gatehouse/contracts/provider-accounts';

export const accountLabels: Record<AccountProvider, string> = {
  claude: 'Claude',
  codex: 'ChatGPT (Codex)',
  antigravity: 'Google (Antigravity)',
  xai: 'xAI',
  kimi: 'Kimi',
};

export const connectProblems: Record<ConnectProblem, string> = {
  declined: 'The provider did not confirm the sign-in.',
  taken: 'This account is connected already, or is just being removed.',
  'nothing-appeared': 'The provider confirmed, but the gateway shows no new credential.',
  lost: 'The gateway has forgotten this sign-in, for instance because it was restarted.',
  gateway: 'The gateway could not begin the sign-in.',
};
