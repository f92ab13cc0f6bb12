import { connect } from '../connection/connect.ts';
import type { Invocation } from '../invocation.ts';
import { showTable } from '../terminal/table.ts';

export async function listGateways(invocation: Invocation): Promise<number> {
  const { client } = await connect(invocation);
  const gateways = await client.gateways.summaries.query();
  const { terminal } = invocation;
  if (terminal.isJson) {
    terminal.json({ gateways });
    return 0;
  }
  const rows = gateways.map((gateway) => [gateway.name, gateway.kind, gateway.health, gateway.baseUrl, gateway.id]);
  showTable(terminal, ['NAME', 'KIND', 'HEALTH', 'ADDRESS', 'ID'], rows, 'No gateway is connected yet.');
  return 0;
}
