import { type GatewayProblemCode, gatewayProblems } from '@gatehouse/contracts/gateways';
import { inWords, problemAdvice, problemTitles } from '../messages/en.ts';
import { Callout } from '../ui/callout.tsx';

type AnyProblem = { code: string; message: string; retryAfterSeconds?: number | undefined };

const isKnown = (code: string): code is GatewayProblemCode => (gatewayProblems as readonly string[]).includes(code);

/** What is wrong with a gateway: in a few words, in the driver's sentence, and what to do. */
export function GatewayProblemCallout({ problem, tone = 'bad' }: { problem: AnyProblem; tone?: 'bad' | 'warn' }) {
  const { code, message, retryAfterSeconds } = problem;
  return (
    <Callout tone={tone} title={isKnown(code) ? problemTitles[code] : 'The gateway cannot be used'}>
      {message}
      {isKnown(code) && problemAdvice[code] && <span className="mt-1 block">{problemAdvice[code]}</span>}
      {retryAfterSeconds !== undefined && (
        <span className="mt-1 block">Gatehouse tries again in {inWords(retryAfterSeconds)}.</span>
      )}
    </Callout>
  );
}
