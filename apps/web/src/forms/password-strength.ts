export type PasswordStrength = { score: 0 | 1 | 2 | 3; hint: string };

const wellKnown = /^(password|passwort|qwerty|letmein|welcome|admin|gatehouse|iloveyou|123456|abc123)/i;

/**
 * A hint while typing, not a rule: the rule is 12 characters. Counts different characters, because length made of
 * repetition is none.
 */
export function passwordStrength(password: string): PasswordStrength {
  if (password.length < 12) {
    const missing = 12 - password.length;
    return { score: 0, hint: `At least 12 characters; ${missing} to go.` };
  }
  const distinct = new Set(password.toLowerCase()).size;
  if (distinct < 6) return { score: 1, hint: 'Weak: it repeats the same few characters.' };
  if (isSequence(password)) return { score: 1, hint: 'Weak: it runs along the alphabet or the digits.' };
  if (wellKnown.test(password)) return { score: 1, hint: 'Weak: it starts with a word that is tried first.' };
  if (password.length >= 20 && distinct >= 10) return { score: 3, hint: 'Strong.' };
  if (password.length >= 15 && distinct >= 9) return { score: 3, hint: 'Strong.' };
  return { score: 2, hint: 'Good. A few more words would make it strong.' };
}

/** Most characters follow the one before them, as in “abcdefgh” or “87654321”. */
function isSequence(text: string): boolean {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).filter((code, index) => Math.abs(code - (codes[index] ?? 0)) === 1);
  return steps.length > text.length * 0.6;
}
