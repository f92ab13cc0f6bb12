import { gatewaySettingNames } from '@gatehouse/contracts/gateway-settings';
import { Argument, type Command, type Option } from 'commander';
import type { Run } from '../program.ts';

const nameArgument = () => new Argument('<name>', 'the setting').choices(gatewaySettingNames);

/** `gatehouse gateways settings …` */
export function addGatewaySettings(gateways: Command, run: Run, gatewayOption: () => Option): void {
  const settings = gateways.command('settings').description('the gateway’s settings that Gatehouse needs');
  settings
    .command('list', { isDefault: true })
    .description('how they are, and what would be better')
    .addOption(gatewayOption())
    .action(run(async () => (await import('./gateway-settings.ts')).listSettings));
  settings
    .command('accept')
    .description('let Gatehouse set it as suggested and keep it so')
    .addArgument(nameArgument())
    .addOption(gatewayOption())
    .action(run(async () => (await import('./gateway-settings.ts')).acceptSetting));
  settings
    .command('dismiss')
    .description('leave it as it is, and do not suggest it again')
    .addArgument(nameArgument())
    .addOption(gatewayOption())
    .action(run(async () => (await import('./gateway-settings.ts')).dismissSetting));
}
