import {
  deviceLoginByUserCodeInput,
  pollDeviceLoginInput,
  startDeviceLoginInput,
} from '@gatehouse/contracts/access-tokens';
import {
  approveDeviceLogin,
  denyDeviceLogin,
  getDeviceLogin,
  pollDeviceLogin,
  startDeviceLogin,
} from '@gatehouse/core/access-tokens';
import { publicProcedure, router, session } from '../trpc/index.ts';

export const deviceLogins = router({
  start: publicProcedure.input(startDeviceLoginInput).mutation(({ ctx, input }) => startDeviceLogin(ctx, input)),
  poll: publicProcedure.input(pollDeviceLoginInput).mutation(({ ctx, input }) => pollDeviceLogin(ctx, input)),
  get: session.input(deviceLoginByUserCodeInput).query(({ ctx, input }) => getDeviceLogin(ctx, input)),
  approve: session.input(deviceLoginByUserCodeInput).mutation(({ ctx, input }) => approveDeviceLogin(ctx, input)),
  deny: session.input(deviceLoginByUserCodeInput).mutation(({ ctx, input }) => denyDeviceLogin(ctx, input)),
});
