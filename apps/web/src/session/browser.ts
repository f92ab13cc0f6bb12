import type { ErrorPayload } from '@gatehouse/contracts/errors';

export type SessionFailure = { error: ErrorPayload | null; requestId: string | null };

/** Null when signed in; else why not. */
export async function startSession(credentials: { email: string; password: string }): Promise<SessionFailure | null> {
  try {
    const response = await fetch('/session', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(credentials),
    });
    if (response.ok) return null;
    return (await response.json()) as SessionFailure;
  } catch {
    const message = 'Gatehouse does not answer. Check your connection and try again.';
    return { error: { code: 'service_unavailable', message, details: {} }, requestId: null };
  }
}

export async function endSession(): Promise<void> {
  await fetch('/session', { method: 'DELETE' });
  // A full load, so that nothing of the person stays in memory.
  window.location.assign('/sign-in');
}
