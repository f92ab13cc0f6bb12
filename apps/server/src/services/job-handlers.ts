import { sealedColumns as clientKeys } from '@gatehouse/core/client-keys';
import type { Services } from '@gatehouse/core/context';
import { sealedColumns as gatewayEntries } from '@gatehouse/core/gateway-sync';
import { removeExpired } from '@gatehouse/core/housekeeping';
import type { JobHandlers } from '@gatehouse/core/jobs';
import { confirmUserRemoval } from '@gatehouse/core/membership';
import { sealedColumns as providerAccounts } from '@gatehouse/core/provider-accounts';
import { resealAll } from '@gatehouse/core/secrets';
import { sealedColumns as installation } from '@gatehouse/core/setup';

export const jobHandlers = (services: Services): JobHandlers => ({
  'remove-expired': () => removeExpired(services),
  'confirm-user-removal': (data) => confirmUserRemoval(services, data),
  async 'reseal-secrets'() {
    const resealed = await resealAll(services.db, services.sealer, [
      ...installation,
      ...gatewayEntries,
      ...clientKeys,
      ...providerAccounts,
    ]);
    services.log.info({ resealed }, 'Sealed secrets again with the current key');
  },
});
