import type {
  AccountsPlan,
  GatewayPlanView,
  HeldAccount,
  PlanAction,
  ResourcePlan,
} from '@gatehouse/contracts/gateway-upkeep';
import { printable } from '../terminal/printable.ts';
import { showTable } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';

/** Enough of an entry's id to name it in a command. */
export const shortKey = (key: string): string => key.slice(0, 10);

const signs = {
  add: '+',
  change: '~',
  remove: '-',
  clear: '~',
  collapse: '=',
  reload: '!',
} as const satisfies Record<PlanAction, string>;

const reasons = {
  conflict: 'keeps changing; apply tries again',
  rejected: 'refused; correct it in Gatehouse',
  policy: 'only reported; apply puts it right',
  'not-live': 'saved there, and still being loaded',
} as const;

export function showPlan(terminal: Terminal, plan: GatewayPlanView): void {
  if (plan.problem) {
    terminal.note(printable(plan.problem.message));
    return;
  }
  const changes = plan.resources.flatMap(({ resource, changes }) =>
    changes.map((change) => [
      `${signs[change.action]} ${change.action}`,
      resource,
      change.label,
      change.masked ?? '',
      change.ownerName ?? '',
      change.fields.join(', '),
    ]),
  );
  showTable(terminal, ['', 'LIST', 'ENTRY', 'KEY', 'OWNER', 'FIELDS'], changes, 'The gateway is as it should be.');
  showHeld(terminal, plan.resources);
  if (plan.accounts) showAccounts(terminal, plan.accounts);
  terminal.note(summaryOf(plan.resources, changes.length));
}

function showHeld(terminal: Terminal, resources: readonly ResourcePlan[]): void {
  const held = resources.flatMap((resource) =>
    resource.held.map((entry) => ({ ...entry, resource: resource.resource })),
  );
  if (held.length === 0) return;
  const rows = held.map((entry) => [entry.label, entry.resource, entry.ownerName ?? '', reasons[entry.reason]]);
  terminal.note('Held:');
  showTable(terminal, ['ENTRY', 'LIST', 'OWNER', 'WHY'], rows, '');
}

const accountReasons = {
  conflict: 'keeps changing; switch it once more in Gatehouse',
  rejected: 'refused; correct it in Gatehouse',
  policy: 'only reported; apply puts it right',
  gone: 'deleted at the gateway; its owner connects it again',
  uploading: 'on its way',
} as const satisfies Record<HeldAccount['reason'], string>;

function showAccounts(terminal: Terminal, { changes, held, agreeing, unclaimed }: AccountsPlan): void {
  const rows = [
    ...changes.map((one) => [
      `~ ${one.actions.join(', ')}`,
      one.provider,
      one.name,
      one.ownerName,
      one.fields.join(', '),
    ]),
    ...held.map((one) => ['held', one.provider, one.name, one.ownerName, accountReasons[one.reason]]),
  ];
  terminal.note(`Accounts: ${changes.length} to change, ${agreeing} as they should be, ${unclaimed.length} of nobody`);
  if (rows.length > 0) showTable(terminal, ['', 'PROVIDER', 'ACCOUNT', 'OWNER', 'FIELDS OR WHY'], rows, '');
}

function summaryOf(resources: readonly ResourcePlan[], changes: number): string {
  const unmanaged = resources.flatMap((resource) => resource.unmanaged);
  const shown = unmanaged.filter((entry) => !entry.isIgnored).length;
  const agreeing = resources.reduce((sum, resource) => sum + resource.agreeing, 0);
  const ignored = unmanaged.length - shown;
  return `${changes} to change, ${agreeing} as they should be, ${shown} unmanaged${ignored > 0 ? ` (and ${ignored} ignored)` : ''}`;
}
