import { type Resource, resources } from '@gatehouse/contracts/gateways';
import { countOf } from '../messages/en.ts';
import { Card, CardHeader } from '../ui/card.tsx';

/** Entries that somebody else put at the gateway. */
export function UnmanagedCard({ unmanaged }: { unmanaged: Record<Resource, number> }) {
  const present = resources.filter((resource) => unmanaged[resource] > 0);
  if (present.length === 0) return null;
  const parts = present.map((resource) => countOf(resource, unmanaged[resource]));
  return (
    <Card>
      <CardHeader
        title="Not managed by Gatehouse"
        description={`This gateway also has ${new Intl.ListFormat('en').format(parts)} that others put there. Gatehouse leaves them as they are.`}
      />
    </Card>
  );
}
