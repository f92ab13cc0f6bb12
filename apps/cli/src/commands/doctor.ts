import { connect } from '../connection/connect.ts';
import { chooseFetch } from '../connection/proxy.ts';
import { exitCodes } from '../failures/exit-codes.ts';
import type { Invocation } from '../invocation.ts';
import { printable } from '../terminal/printable.ts';
import { redact, rememberSecret } from '../terminal/redact.ts';
import { checkGateway, checkModels, type Finding, type GatewayAccess, requestByProtocol } from './doctor-gateway.ts';
import { checkClients, checkEnvironment, checkFiles, lastBundles } from './doctor-machine.ts';
import { foreignKeys } from './foreign-keys.ts';
import { chooseGateway } from './gateway-choice.ts';

export type DoctorOptions = { gateway?: string; request?: boolean; model?: string };

/** Looks at every step between this machine and a model's answer, and says what to do where one fails. */
export async function doctor(invocation: Invocation, options: DoctorOptions): Promise<number> {
  const { terminal } = invocation;
  const findings: Finding[] = [];
  const found = (...more: Finding[]) => {
    findings.push(...more);
    if (!terminal.isJson) for (const finding of more) show(invocation, finding);
  };
  const { url, client } = await connect(invocation);
  const actor = await client.auth.whoAmI.query();
  const name = actor.type === 'user' ? actor.name : actor.type;
  found({ check: 'server', isOk: true, message: `Signed in to ${url} as ${name}.` });
  found(
    ...(await checkFiles(invocation)),
    ...(await checkEnvironment(invocation)),
    ...(await checkClients(invocation)),
  );

  const gatewayId = await chooseGateway(client, options.gateway);
  for (const { message, advice } of await foreignKeys(invocation, { client, gatewayId }, await lastBundles(invocation)))
    found({ check: 'environment', isOk: false, message, advice });
  const current = await client.clientKeys.current.query({ gatewayId });
  rememberSecret(current.key);
  const access: GatewayAccess = {
    baseUrl: current.gateway.baseUrl.replace(/\/+$/, ''),
    name: current.gateway.name,
    key: invocation.env.GATEHOUSE_API_KEY ?? current.key,
    fetch: await chooseFetch(invocation.env),
  };
  const { finding, models } = await checkGateway(access);
  found(finding);
  if (models) {
    const catalogue = await client.models.list.query({ gatewayId });
    const chat = catalogue.models.filter(({ kind }) => kind === 'chat').map(({ id }) => id);
    found(checkModels(models, chat));
    const model = options.model ?? chat.find((id) => models.includes(id));
    if (options.request && model) found(...(await requestByProtocol(access, model)));
  }
  if (terminal.isJson) terminal.json({ isOk: findings.every(({ isOk }) => isOk), findings });
  return findings.every(({ isOk }) => isOk) ? 0 : exitCodes.precondition;
}

function show({ terminal }: Invocation, { isOk, message, advice }: Finding): void {
  const { green, red } = terminal.outColors;
  terminal.result(`${isOk ? green('ok  ') : red('FAIL')} ${printable(redact(message))}`);
  if (!isOk && advice) terminal.result(`     ${printable(redact(advice))}`);
}
