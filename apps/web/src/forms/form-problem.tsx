import { Callout } from '../ui/callout.tsx';

export type Problem = { text: string; requestId: string | null } | null;

/** What went wrong with the form as a whole. */
export function FormProblem({ problem }: { problem: Problem }) {
  if (!problem) return null;
  return (
    <Callout tone="bad">
      {problem.text}
      <RequestId id={problem.requestId} />
    </Callout>
  );
}

export function RequestId({ id }: { id: string | null }) {
  if (!id) return null;
  return <span className="mt-1 block font-mono text-xs text-ink-muted">Request {id}</span>;
}
