export { acceptGatewaySetting, dismissGatewaySetting } from './accept.ts';
export { listGatewaySettings } from './list.ts';
export { settingsPass } from './pass.ts';
export { setGatewayChannel } from './set-channel.ts';
