'use client';

import { useEffect, useState } from 'react';
import { type Answers, api } from '../api/client.tsx';
import { useFragmentToken } from '../links/use-fragment-token.ts';
import { explain } from '../messages/explain.ts';
import { FocusCard } from '../shell/focus-card.tsx';
import { Callout } from '../ui/callout.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { AcceptForm } from './accept-form.tsx';

type Preview = Answers['invitations']['preview'];

export function InvitePage() {
  const token = useFragmentToken();
  const { preview, error } = useInvitationPreview(token);
  if (token === null) {
    return (
      <Unusable text="The invitation link is not complete. Open the whole link: it ends with “#” and a long token." />
    );
  }
  if (error) return <Unusable text={explain(error).text} />;
  if (!token || !preview) return <Skeleton className="h-96 w-full max-w-[25.5rem] rounded-card" />;
  return <AcceptForm token={token} preview={preview} />;
}

/** Outside the query cache, so that the token stays in this component only. */
function useInvitationPreview(token: string | null | undefined) {
  const client = api.useUtils().client;
  const [state, setState] = useState<{ preview: Preview | null; error: unknown }>({ preview: null, error: null });
  useEffect(() => {
    if (!token) return;
    const stop = new AbortController();
    client.invitations.preview
      .mutate({ token }, { signal: stop.signal })
      .then((preview) => setState({ preview, error: null }))
      .catch((error: unknown) => {
        if (!stop.signal.aborted) setState({ preview: null, error });
      });
    return () => stop.abort();
  }, [token, client]);
  return state;
}

function Unusable({ text }: { text: string }) {
  return (
    <FocusCard title="This invitation does not work">
      <Callout tone="warn">{text}</Callout>
    </FocusCard>
  );
}
