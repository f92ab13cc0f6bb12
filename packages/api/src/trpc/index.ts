import { t } from './init.ts';

export type { ApiContext, Credential, Identity, Origins, RequestFacts } from './context.ts';
export { type Answer, answerTo, asOutage, invalidInput, isUnexpected, refusedInput } from './errors.ts';
export { requireOwnOrigin, requireScope } from './guards.ts';
export type { ProcedureKind, ProcedureMeta } from './init.ts';
export { publicProcedure, service, session, token } from './procedures.ts';
export { unitOfWork } from './unit-of-work.ts';

export const router = t.router;
