import type { RivalNotice } from '@gatehouse/contracts/gateways';
import { rivalReasons } from '../../messages/gateway-upkeep.ts';
import { Callout } from '../../ui/callout.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';

/** A second controller at the same gateway is suspected. */
export function RivalCallout({ rival }: { rival: RivalNotice }) {
  return (
    <Callout tone="warn" title="Another controller seems to manage this gateway">
      {rivalReasons[rival.reason]} First seen <TimeAgo at={rival.since} />.
      <span className="mt-1 block">
        Two controllers undo each other’s work. Let only one of them manage this gateway, or set the policy below to
        report only until you know which.
      </span>
    </Callout>
  );
}
