import { gatewaySettingNames, knownChannels } from '@gatehouse/contracts/gateway-settings';
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
  addChannels(settings, run, gatewayOption);
}

function addChannels(settings: Command, run: Run, gatewayOption: () => Option): void {
  const channelArgument = () => new Argument('<channel>', `${knownChannels.join(', ')}, or one of a plugin`);
  settings
    .command('channels')
    .description('what is kept in the channels of accounts: excluded models and aliases')
    .addOption(gatewayOption())
    .action(run(async () => (await import('./gateway-channels.ts')).listChannels));
  settings
    .command('exclude')
    .description('do not offer these models of a channel')
    .addArgument(channelArgument())
    .argument('<pattern...>', 'models; * stands for any text')
    .addOption(gatewayOption())
    .action(run(async () => (await import('./gateway-channels.ts')).excludeModels));
  settings
    .command('include')
    .description('offer what was excluded here again')
    .addArgument(channelArgument())
    .argument('<pattern...>', 'as it was excluded')
    .addOption(gatewayOption())
    .action(run(async () => (await import('./gateway-channels.ts')).includeModels));
  settings
    .command('alias')
    .description('offer models of a channel by other names')
    .addArgument(channelArgument())
    .argument('<upstream=alias...>', 'alias is what clients ask for')
    .option('--fork', 'offer them by both names')
    .option('--force', 'answers name the alias as well')
    .addOption(gatewayOption())
    .action(run(async () => (await import('./gateway-channels.ts')).aliasModels));
  settings
    .command('unalias')
    .description('take aliases away again')
    .addArgument(channelArgument())
    .argument('<alias...>')
    .addOption(gatewayOption())
    .action(run(async () => (await import('./gateway-channels.ts')).unaliasModels));
}
