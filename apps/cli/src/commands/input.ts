import { Failure } from '../failures/failure.ts';

type Schema = {
  safeParse(input: unknown): { error?: { issues: { path: PropertyKey[]; message: string }[] } | undefined };
};

const flags: Record<string, string> = {
  apiKey: 'the key',
  name: '--name',
  displayName: '--display-name',
  baseUrl: '--base-url',
  prefix: '--prefix',
  models: '--model',
  excludedModels: '--exclude',
  headers: '--header-env',
  proxyUrl: '--proxy-url',
  priority: '--priority',
  weight: '--weight',
  maxBudget: '--max-budget',
  budgetDuration: '--budget-duration',
  rpmLimit: '--rpm',
  tpmLimit: '--tpm',
  expiresAt: '--expires',
  from: '--from',
  to: '--to',
  timeZone: '--time-zone',
  groupBy: '--by',
  model: '--model',
};

/** Checks an input as the server will, so that a mistake is told without a request. */
export function checkInput(schema: Schema, input: unknown): void {
  const parsed = schema.safeParse(input);
  const issue = parsed.error?.issues[0];
  if (!issue) return;
  const field = String(issue.path[0] ?? '');
  throw new Failure('invalid', `${flags[field] ?? field}: ${issue.message}`, { advice: 'See: gatehouse help' });
}
