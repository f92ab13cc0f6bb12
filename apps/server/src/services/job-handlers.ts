import { sealedColumns as bundleChoices } from '@gatehouse/core/bundle-choices';
import { sealedColumns as clientKeys, expireClientKeys } from '@gatehouse/core/client-keys';
import type { Services } from '@gatehouse/core/context';
import { sealedColumns as gatewayEntries } from '@gatehouse/core/gateway-sync';
import { removeExpired } from '@gatehouse/core/housekeeping';
import type { JobHandlers } from '@gatehouse/core/jobs';
import { confirmUserRemoval } from '@gatehouse/core/membership';
import { type ReadMetadata, refreshModelMetadata } from '@gatehouse/core/models';
import { sealedColumns as providerAccounts } from '@gatehouse/core/provider-accounts';
import { resealAll } from '@gatehouse/core/secrets';
import { sealedColumns as installation } from '@gatehouse/core/setup';
import { sealedColumns as sharing } from '@gatehouse/core/sharing';
import { tidyUsage, sealedColumns as usage } from '@gatehouse/core/usage';
import { readModelMetadata } from '@gatehouse/gateways/model-metadata';
import type { Config } from '../config/index.ts';

export const jobHandlers = (
  services: Services,
  { modelMetadataUrl, usageRecordDays }: Pick<Config, 'modelMetadataUrl' | 'usageRecordDays'>,
): JobHandlers => ({
  'remove-expired': () => removeExpired(services),
  'confirm-user-removal': (data) => confirmUserRemoval(services, data),
  'expire-client-keys': () => expireClientKeys(services),
  'tidy-usage': () => tidyUsage(services, usageRecordDays),
  async 'refresh-model-metadata'() {
    if (modelMetadataUrl === null) return;
    const read: ReadMetadata = (kindOf) => readModelMetadata(modelMetadataUrl, kindOf);
    await refreshModelMetadata(services, { source: new URL(modelMetadataUrl).host, read });
  },
  async 'reseal-secrets'() {
    const resealed = await resealAll(services.db, services.sealer, [
      ...installation,
      ...gatewayEntries,
      ...clientKeys,
      ...providerAccounts,
      ...bundleChoices,
      ...sharing,
      ...usage,
    ]);
    services.log.info({ resealed }, 'Sealed secrets again with the current key');
  },
});
