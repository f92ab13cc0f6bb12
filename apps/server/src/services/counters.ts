import type { Services } from '@gatehouse/core/context';
import { countStatements } from '@gatehouse/db/database';
import { createDrivers } from './drivers.ts';

/** For measurements: called for each SQL statement and each request to a gateway, of all, and of API requests alone. */
export type Counters = {
  onQuery?: () => void;
  onCall?: () => void;
  onRequestQuery?: () => void;
  onRequestCall?: () => void;
};

/** The services as the API gets them, apart from those of background work. */
export function servicesForRequests(
  services: Services,
  { onCall, onRequestQuery, onRequestCall }: Counters = {},
): Services {
  if (!onRequestQuery || !onRequestCall) return services;
  const drivers = createDrivers({
    onCall: () => {
      onCall?.();
      onRequestCall();
    },
  });
  const db = countStatements(services.db, onRequestQuery);
  return { ...services, db, replica: countStatements(services.replica, onRequestQuery), drivers };
}
