import type { Client } from '@gatehouse/client/client';
import { type UsageGroup, usageCsv, usageSummaryInput } from '@gatehouse/contracts/usage';
import { connect } from '../connection/connect.ts';
import { Failure } from '../failures/failure.ts';
import type { Invocation } from '../invocation.ts';
import { printableLines } from '../terminal/printable.ts';
import { chooseGateway } from './gateway-choice.ts';
import { checkInput } from './input.ts';
import { isId, pick } from './pick.ts';
import { type RangeOptions, rangeFrom } from './usage-range.ts';
import { showUsageNotes, showUsageTable } from './usage-table.ts';

export type UsageOptions = RangeOptions & {
  by?: UsageGroup;
  all?: boolean;
  model?: string;
  gateway?: string;
  key?: string;
  csv?: boolean;
};

export async function showUsage(invocation: Invocation, options: UsageOptions): Promise<number> {
  const { terminal } = invocation;
  if (options.csv && terminal.isJson) {
    throw new Failure('invalid', '--csv and --json exclude each other.', { advice: 'Give one of them.' });
  }
  const { isHourly, ...days } = rangeFrom(options);
  const groupBy = options.by ?? (isHourly ? 'hour' : 'day');
  const shown = { ...days, scope: options.all ? 'all' : 'own', groupBy } as const;
  checkInput(usageSummaryInput, { ...shown, model: options.model });
  const { client } = await connect(invocation);
  const summary = await client.usage.summary.query({
    ...shown,
    model: options.model,
    gatewayId: await chooseGateway(client, options.gateway),
    clientKeyId: await chooseKey(client, options.key),
  });
  if (terminal.isJson) terminal.json({ ...shown, ...summary });
  else if (options.csv) terminal.result(printableLines(usageCsv(groupBy, summary.rows)).trimEnd());
  else showUsageTable(terminal, shown, summary);
  if (!terminal.isJson) showUsageNotes(terminal, shown, summary);
  return 0;
}

/** Revoked ones as well: they were used before. */
async function chooseKey(client: Client, idOrName: string | undefined): Promise<string | undefined> {
  if (idOrName === undefined || isId(idOrName)) return idOrName;
  return pick(await client.clientKeys.list.query({ scope: 'own' }), idOrName, 'client key').id;
}
