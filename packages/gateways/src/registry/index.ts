import type { GatewayKind } from '@gatehouse/contracts/gateways';
import { type CliproxyapiOptions, createCliproxyapiDriver } from '../cliproxyapi/index.ts';
import type { GatewayDriver } from '../driver/index.ts';
import { createLitellmDriver, type LitellmOptions } from '../litellm/index.ts';

export type DriverOptions = CliproxyapiOptions & LitellmOptions & { kind: GatewayKind };

const drivers: Record<GatewayKind, (options: CliproxyapiOptions & LitellmOptions) => GatewayDriver> = {
  cliproxyapi: createCliproxyapiDriver,
  litellm: createLitellmDriver,
};

/** The driver for a gateway of the given kind. */
export const createDriver = ({ kind, ...options }: DriverOptions): GatewayDriver => drivers[kind](options);
