import { type ChannelMapName, channelMapNames, gatewaySettingNames } from '@gatehouse/contracts/gateway-settings';
import { kindOf } from '../gateways/index.ts';
import { createRandom } from '../random.ts';
import type { Fault, Operation, ScriptOptions } from './steps.ts';

const percent = 5;
const channels = ['claude', 'codex', 'kimi'] as const;

/** What an administrator or somebody else does to settings and channels, in between. A stream of its own. */
export function createSettingsScript(options: ScriptOptions): {
  draw(): Operation | Fault | null;
  below: (limit: number) => number;
} {
  const random = createRandom(options.seed + 7919);
  const draw = (): Operation | Fault | null => {
    if (!random.chance(percent)) return null;
    const gateway = random.below(options.gateways);
    if (kindOf(gateway) !== 'cliproxyapi') return null;
    const kind = random.weighted({ setting: 3, channel: 6, meddle: 2 });
    if (kind === 'meddle') return { fault: 'meddle', gateway };
    if (kind === 'setting') {
      const name = random.pick(gatewaySettingNames) ?? 'usage-statistics';
      return { do: 'decide-setting', gateway, name, isAccepted: random.chance(75) };
    }
    const map: ChannelMapName = random.pick(channelMapNames) ?? 'excluded-models';
    const marks = [0, 1, 2, 3].filter(() => random.chance(45));
    return { do: 'set-channel', gateway, map, channel: random.pick(channels) ?? 'claude', marks };
  };
  return { draw, below: random.below };
}
