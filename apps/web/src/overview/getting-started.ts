export type Facts = {
  canConnectGateways: boolean;
  canInvite: boolean;
  gatewayCount: number;
  /** Null: not known to this person. */
  peopleCount: number | null;
  invitationCount: number | null;
  contributionCount: number;
  clientKeyCount: number;
  laptopCount: number;
};

export type GettingStartedStep = { title: string; text: string; href: string; isDone: boolean };

/** From an empty installation to an agent that works, as far as this person can do it. */
export function gettingStarted(facts: Facts): GettingStartedStep[] {
  const steps: (GettingStartedStep & { isMine: boolean })[] = [
    {
      title: 'Connect a gateway',
      text: 'Its address and management key are all it takes.',
      href: '/gateways',
      isDone: facts.gatewayCount > 0,
      isMine: facts.canConnectGateways,
    },
    {
      title: 'Invite a colleague',
      text: 'A link that works once.',
      href: '/people',
      isDone: (facts.peopleCount ?? 0) > 1 || (facts.invitationCount ?? 0) > 0,
      isMine: facts.canInvite,
    },
    {
      title: 'Contribute a provider key',
      text: 'It brings models to the gateway.',
      href: '/provider-keys',
      isDone: facts.contributionCount > 0,
      isMine: true,
    },
    {
      title: 'Create your client key',
      text: 'It lets your tools use the gateway.',
      href: '/client-keys',
      isDone: facts.clientKeyCount > 0,
      isMine: true,
    },
    {
      title: 'Connect a laptop',
      text: 'One command writes OpenCode’s configuration.',
      href: '/sync',
      isDone: facts.laptopCount > 0,
      isMine: true,
    },
  ];
  return steps.filter((step) => step.isMine).map(({ isMine: _, ...step }) => step);
}
