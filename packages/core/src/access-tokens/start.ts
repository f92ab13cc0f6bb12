import type { DeviceLoginStart, StartDeviceLoginInput } from '@gatehouse/contracts/access-tokens';
import { withTransaction } from '@gatehouse/db/errors';
import { newId } from '@gatehouse/db/ids';
import { audit } from '../audit/index.ts';
import type { Context } from '../context/index.ts';
import { addressSubject } from '../rate-limits/index.ts';
import { randomToken } from '../secrets/index.ts';
import { randomUserCode, showUserCode } from './codes.ts';
import { deviceLoginMinutes, insertDeviceLogin } from './device-repository.ts';
import { pollSeconds } from './poll.ts';

const tries = 5;

/** For anyone: nothing is granted before a signed-in person has confirmed the user code. */
export async function startDeviceLogin(
  ctx: Context,
  input: StartDeviceLoginInput,
  makeUserCode: () => string = randomUserCode,
): Promise<DeviceLoginStart> {
  await ctx.rateLimits.consume('device-start', addressSubject(ctx.clientAddress));
  const deviceCode = randomToken('ghd_');
  const userCode = await insertWithFreeCode(ctx, input.clientName, deviceCode, makeUserCode);
  const shown = showUserCode(userCode);
  return {
    deviceCode,
    userCode: shown,
    verificationUrl: `${ctx.publicUrl}/device?code=${shown}`,
    expiresInSeconds: deviceLoginMinutes * 60,
    intervalSeconds: pollSeconds,
  };
}

async function insertWithFreeCode(
  ctx: Context,
  clientName: string,
  deviceCode: string,
  makeUserCode: () => string,
): Promise<string> {
  const deviceCodeHmac = ctx.hmac('device-code', deviceCode);
  for (let attempt = 1; attempt <= tries; attempt += 1) {
    const id = newId();
    const userCode = makeUserCode();
    const isFree = await withTransaction(ctx.db, async (tx) => {
      if (!(await insertDeviceLogin(tx, { id, deviceCodeHmac, userCode, clientName }))) return false;
      await audit(tx, ctx, {
        action: 'device-login.started',
        resource: 'device-login',
        resourceId: id,
        details: { clientName },
      });
      return true;
    });
    if (isFree) return userCode;
  }
  throw new Error(`No free user code for a device login in ${tries} tries.`);
}
