import type { BundleSyntax } from '@gatehouse/contracts/bundles';
import type { Node } from 'jsonc-parser';
import { editorFor } from '../edit/editor.ts';
import { membersOf, parseRoot } from '../edit/json/document.ts';
import { isObject, type Json } from '../edit/value.ts';
import { redact } from '../terminal/redact.ts';
import { withoutMark } from './merge.ts';

const secretName = /key|token|secret|passw|authorization|credential|cookie/i;
const secretHolder = /^(headers|env|environment|http_headers)$/i;
/** `{env:NAME}`, `${NAME}`, `$NAME`, a plain NAME_OF_A_VARIABLE, a truth value: nothing of these is secret. */
const reference = /^(\{(env|file):[^}]*\}|\$\{[^}]*\}\}?|\$\w+|[A-Z][A-Z0-9]*(_[A-Z0-9]+)+|true|false)$/;
const commentedOut =
  /("[^"\n]*(?:key|token|secret|passw|authorization|credential|cookie)[^"\n]*"\s*:\s*")([^"\n]+)(")/gi;
const named =
  /((?:[\w.-]*(?:key|token|secret|passw|authorization|credential|cookie)[\w.-]*)["']?[ \t]*[:=][ \t]*["']?)([^\s"',}\]#]+)/gi;

/** The text of a configuration file with every secret in it masked, those of others and in comments included. */
export async function maskSecrets(text: string, syntax: BundleSyntax = 'jsonc'): Promise<string> {
  if (syntax === 'json' || syntax === 'jsonc') return maskJson(text);
  const secrets = syntax === 'text' ? [] : secretsIn(await readOf(text, syntax), false);
  const masked = [...new Set(secrets)]
    .filter((secret) => secret.length >= 6 && !reference.test(secret))
    .sort((left, right) => right.length - left.length)
    .reduce((result, secret) => result.replaceAll(secret, maskOf(secret)), text);
  return redact(masked.replace(named, (_all, before: string, value: string) => before + maskOf(value)));
}

async function readOf(text: string, syntax: Exclude<BundleSyntax, 'text'>): Promise<Json | undefined> {
  try {
    return (await editorFor(syntax)).read(withoutMark(text));
  } catch {
    return undefined;
  }
}

function secretsIn(value: Json | undefined, isSecret: boolean): string[] {
  if (typeof value === 'string') return isSecret ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((item) => secretsIn(item, isSecret));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const isNamed = (!isObject(inner) && secretName.test(key)) || secretHolder.test(key);
    return secretsIn(inner, isNamed || isSecret);
  });
}

function maskJson(text: string): string {
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
  return membersOf(node).flatMap(({ key, value }) => {
    const isNamedSecret = value.type !== 'object' && secretName.test(String(key));
    return secretSpans(value, isSecret || isNamedSecret || secretHolder.test(String(key)));
  });
}

function parseLeniently(text: string): Node | null {
  try {
    return parseRoot(text);
  } catch {
    return null;
  }
}
