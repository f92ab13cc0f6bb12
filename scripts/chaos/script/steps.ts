import type { ChannelMapName, GatewaySettingName } from '@gatehouse/contracts/gateway-settings';
import type { GatewayPolicy } from '@gatehouse/contracts/gateways';
import type { AccountProvider } from '@gatehouse/contracts/provider-accounts';
import type { Provider } from '@gatehouse/contracts/provider-keys';
import type { ForeignAct, GatewayFault } from '../gateways/port.ts';

/** Something that a person contributes or gets; `number` is its name. */
export type Item = {
  number: number;
  kind: 'provider-key' | 'custom-provider' | 'client-key' | 'account';
  gateway: number;
  person: number;
  provider: Provider;
};

export type Operation =
  | { do: 'add' | 'take'; item: Item; waitMs: number }
  | { do: 'edit'; item: Item; waitMs: number }
  | { do: 'remove-person' | 'deactivate' | 'reactivate'; person: number }
  | { do: 'connect'; people: number[]; gateway: number; provider: AccountProvider }
  | { do: 'switch-group'; group: number; isEnabled: boolean }
  | { do: 'set-policy'; gateway: number; policy: GatewayPolicy }
  | { do: 'decide-setting'; gateway: number; name: GatewaySettingName; isAccepted: boolean }
  /** `marks` name what Gatehouse is to keep there. */
  | { do: 'set-channel'; gateway: number; map: ChannelMapName; channel: string; marks: number[] }
  | { do: 'move'; gateway: number; to: number }
  | { do: 'sync' | 'change-management-key' | 'undo' | 'adopt' | 'ignore' | 'rebuild'; gateway: number };

export type Fault =
  | { fault: GatewayFault; gateway: number }
  | { fault: 'foreigner'; act: ForeignAct; gateway: number }
  | { fault: 'rotated-key' | 'repair' | 'end-staleness' | 'rival' | 'meddle'; gateway: number }
  | { fault: 'kill-instance' }
  | { fault: 'pause-instance' }
  | { fault: 'restart-database' };

/** One line of the script. `seed` is for what has to be drawn while it is played. */
export type Step = { pauseMs: number; seed: number } & (Operation | Fault);
export const isFault = (step: Step): step is Step & Fault => 'fault' in step;

export type ScriptOptions = { seed: number; operations: number; gateways: number; hasKills: boolean; paceMs: number };
export const groupCount = 2;
