import { connect } from '../connection/connect.ts';
import type { Invocation } from '../invocation.ts';
import { showTable } from '../terminal/table.ts';
import { chooseGateway } from './gateway-choice.ts';

export async function listModels(invocation: Invocation, options: { gateway?: string }): Promise<number> {
  const { client } = await connect(invocation);
  const gatewayId = await chooseGateway(client, options.gateway);
  const catalogue = await client.models.list.query({ gatewayId });
  const { terminal } = invocation;
  if (terminal.isJson) {
    terminal.json(catalogue);
    return 0;
  }
  const rows = catalogue.models.map((model) => [model.id, model.kind, model.ownedBy ?? '', model.gatewayName]);
  showTable(terminal, ['MODEL', 'KIND', 'OWNED BY', 'GATEWAY'], rows, 'No model is offered yet.');
  if (catalogue.isStale) {
    terminal.note(`The gateway does not answer; this is what it last offered${asOf(catalogue.asOf)}.`);
  }
  return 0;
}

const asOf = (at: Date | null): string => (at ? `, at ${at.toISOString()}` : '');
