import { handlers } from '../../../session/auth.ts';

export const { GET, POST } = handlers;
