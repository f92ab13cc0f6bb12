const known = new Set<string>();

/** From now on `redact` hides this value; called with every secret that the process reads. */
export function rememberSecret(secret: string): void {
  if (secret.length >= 6) known.add(secret);
}

const patterns = [/\bgh[a-z]_[A-Za-z0-9_-]{16,}/g, /\bsk-[A-Za-z0-9_-]{12,}/g, /\bAIza[A-Za-z0-9_-]{20,}/g];

/** For text that may quote anything: known secrets and all that looks like one become `[hidden]`. */
export function redact(text: string): string {
  let safe = text;
  for (const secret of known) safe = safe.replaceAll(secret, '[hidden]');
  for (const pattern of patterns) safe = safe.replace(pattern, '[hidden]');
  return safe;
}
