import { Callout } from '../ui/callout.tsx';
import { GatewayProblemCallout } from './gateway-problem.tsx';
import type { Probe } from './use-probe.ts';

export function ProbeResult({ probe }: { probe: Probe }) {
  if (probe.failure) return <Callout tone="bad">{probe.failure}</Callout>;
  if (!probe.answer || probe.isRunning) return null;
  if (!probe.answer.ok) return <GatewayProblemCallout problem={probe.answer.problem} />;
  return (
    <Callout tone="good" title="The connection works">
      Version {probe.answer.version}, answered in {Math.max(1, Math.round(probe.answer.latencyMs))} ms.
    </Callout>
  );
}
