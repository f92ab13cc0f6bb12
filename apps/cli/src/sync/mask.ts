import type { Node } from 'jsonc-parser';
import { parseRoot, propertiesOf } from '../json-edit/document.ts';
import { redact } from '../terminal/redact.ts';

const secretName = /key|token|secret|passw|authorization|credential|cookie/i;
const secretHolder = /^(headers|env|environment)$/i;
const reference = /^\{(env|file):[^}]*\}$/;
const commentedOut =
  /("[^"\n]*(?:key|token|secret|passw|authorization|credential|cookie)[^"\n]*"\s*:\s*")([^"\n]+)(")/gi;

/** The text of a configuration file with every secret in it masked, those of others and in comments included. */
export function maskSecrets(text: string): string {
  const spans = secretSpans(parseLeniently(text), false).sort((left, right) => right.offset - left.offset);
  let masked = text;
  for (const { offset, length, value } of spans) {
    masked = masked.slice(0, offset) + JSON.stringify(maskOf(value)) + masked.slice(offset + length);
  }
  return redact(masked.replace(commentedOut, (_all, before, value, after) => before + maskOf(value) + after));
}

/** Enough to recognise a long secret, nothing of a short one. */
function maskOf(secret: string): string {
  if (reference.test(secret) || secret.startsWith('••••')) return secret;
  return secret.length >= 20 ? `••••${secret.slice(-4)}` : '••••';
}

type Span = { offset: number; length: number; value: string };

function secretSpans(node: Node | null, isSecret: boolean): Span[] {
  if (!node) return [];
  if (node.type === 'string') {
    const value = String(node.value);
    return isSecret && value !== '' ? [{ offset: node.offset, length: node.length, value }] : [];
  }
  if (node.type === 'array') return (node.children ?? []).flatMap((child) => secretSpans(child, isSecret));
  return propertiesOf(node).flatMap(({ key, value }) => {
    const isNamedSecret = value.type !== 'object' && secretName.test(key);
    return secretSpans(value, isSecret || isNamedSecret || secretHolder.test(key));
  });
}

function parseLeniently(text: string): Node | null {
  try {
    return parseRoot(text);
  } catch {
    return null;
  }
}
