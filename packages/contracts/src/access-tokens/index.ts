import { z } from 'zod';
import { displayName, id } from '../fields/index.ts';
import type { Scope } from '../permissions/index.ts';

/** Device flow, after RFC 8628: the CLI starts, the person confirms the user code in the browser, the CLI polls. */
export const startDeviceLoginInput = z.object({ clientName: displayName });
export type StartDeviceLoginInput = z.infer<typeof startDeviceLoginInput>;

/** Eight letters shown as XXXX-XXXX, from an alphabet without look-alikes; case and the hyphen do not matter. */
export const userCode = z
  .string()
  .transform((value) => value.toUpperCase().replace(/[^A-Z0-9]/g, ''))
  .pipe(z.string().regex(/^[BCDFGHJKLMNPQRSTVWXZ]{8}$/, 'The code has eight letters, like BCDF-GHJK.'));

export const deviceLoginByUserCodeInput = z.object({ userCode });
export const pollDeviceLoginInput = z.object({ deviceCode: z.string().min(20).max(200) });

export type DeviceLoginStart = {
  deviceCode: string;
  /** With its hyphen: XXXX-XXXX. */
  userCode: string;
  /** Absolute address where the person confirms; the code is already in it. */
  verificationUrl: string;
  expiresInSeconds: number;
  intervalSeconds: number;
};
export type DeviceLoginPoll =
  | { status: 'pending'; intervalSeconds: number }
  | { status: 'denied' | 'expired' }
  | { status: 'approved'; token: string; expiresAt: Date };

export type DeviceLoginView = { userCode: string; clientName: string; createdAt: Date; expiresAt: Date };

export const accessTokenKinds = ['cli', 'sync', 'service'] as const;
export type AccessTokenKind = (typeof accessTokenKinds)[number];
export type AccessTokenView = {
  id: string;
  kind: AccessTokenKind;
  name: string;
  prefix: string;
  lastFour: string;
  scopes: Scope[];
  createdAt: Date;
  lastUsedAt: Date | null;
  expiresAt: Date | null;
};
export const revokeAccessTokenInput = z.object({ id });
