import type { GatewayKind, GatewayProblem } from '@gatehouse/contracts/gateways';
import { type CliproxyapiOptions, createCliproxyapiDriver } from '../cliproxyapi/index.ts';
import type { GatewayDriver } from '../driver/index.ts';

export type DriverOptions = CliproxyapiOptions & { kind: GatewayKind };

/** The driver for a gateway of the given kind. */
export function createDriver({ kind, ...options }: DriverOptions): GatewayDriver {
  return kind === 'cliproxyapi' ? createCliproxyapiDriver(options) : unsupportedDriver(kind);
}

/** Says on every call why nothing happens, so that callers need no special case. */
function unsupportedDriver(kind: GatewayKind): GatewayDriver {
  const problem: GatewayProblem = {
    code: 'unsupported',
    message: 'Gatehouse cannot manage LiteLLM gateways yet. Choose CLIProxyAPI.',
  };
  const failed = { ok: false as const, problem };
  return {
    kind,
    resources: [],
    probe: async () => failed,
    naturalKey: () => '',
    normalise: () => failed,
    observe: async () => failed,
    apply: async () => ({ outcome: 'rejected', problem, writes: 0 }),
    admits: async () => null,
    listModels: async () => failed,
    resetCircuit: () => undefined,
  };
}
