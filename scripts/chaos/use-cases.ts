import { createClientKey, revokeClientKey, updateClientKey } from '@gatehouse/core/client-keys';
import {
  contributeCustomProvider,
  createCustomProviderGroup,
  removeCustomProvider,
  updateCustomProvider,
  updateCustomProviderGroup,
} from '@gatehouse/core/custom-providers';
import {
  acceptGatewaySetting,
  dismissGatewaySetting,
  listGatewaySettings,
  setGatewayChannel,
} from '@gatehouse/core/gateway-settings';
import {
  createGateway,
  listGatewaySnapshots,
  moveGateway,
  rebuildGateway,
  syncGateway,
  undoGateway,
  updateGateway,
} from '@gatehouse/core/gateways';
import { removeUser, updateUser } from '@gatehouse/core/membership';
import {
  completeConnect,
  getConnectStatus,
  importAccount,
  removeAccount,
  startConnect,
  updateAccount,
} from '@gatehouse/core/provider-accounts';
import { contributeProviderKey, removeProviderKey, updateProviderKey } from '@gatehouse/core/provider-keys';
import { adoptEntries, ignoreEntries, listUnmanagedEntries } from '@gatehouse/core/unmanaged';

/** Everything that people do here. */
export const useCases = {
  contributeProviderKey,
  updateProviderKey,
  removeProviderKey,
  contributeCustomProvider,
  updateCustomProvider,
  removeCustomProvider,
  createCustomProviderGroup,
  updateCustomProviderGroup,
  createClientKey,
  updateClientKey,
  revokeClientKey,
  importAccount,
  updateAccount,
  removeAccount,
  startConnect,
  completeConnect,
  getConnectStatus,
  removeUser,
  updateUser,
  createGateway,
  updateGateway,
  syncGateway,
  moveGateway,
  rebuildGateway,
  undoGateway,
  listGatewaySnapshots,
  listUnmanagedEntries,
  adoptEntries,
  ignoreEntries,
  acceptGatewaySetting,
  dismissGatewaySetting,
  listGatewaySettings,
  setGatewayChannel,
};
