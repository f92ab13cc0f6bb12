import type { AST } from 'toml-eslint-parser';
import { lineEnd, type Splice } from '../splice.ts';
import { UneditableText } from '../uneditable.ts';
import { isObject, type Json, type Path } from '../value.ts';
import { isSamePath, namesOf, startsWith, type TomlDocument } from './document.ts';
import { inlineText, keyText, pathText } from './render.ts';

/** A value that is written behind `=` or inside brackets, and the way that is left from there. */
export type Found = { node: AST.TOMLContentNode; rest: Path };

/** The innermost written value on the way to `path`; null where the way leads only through tables. */
export function findWritten({ keys }: TomlDocument, path: Path): Found | null {
  const key = keys.find((each) => startsWith(path, each.path));
  return key ? descend(key.node.value, path.slice(key.path.length)) : null;
}

function descend(node: AST.TOMLContentNode, rest: Path): Found {
  const inner = memberAt(node, rest);
  return inner ? descend(inner.node, inner.rest) : { node, rest };
}

function memberAt(node: AST.TOMLContentNode, path: Path): Found | null {
  const [step] = path;
  if (step === undefined) return null;
  if (node.type === 'TOMLArray') {
    const element = typeof step === 'number' ? node.elements[step] : undefined;
    return element ? { node: element, rest: path.slice(1) } : null;
  }
  if (node.type !== 'TOMLInlineTable') return null;
  const member = node.body.find((each) => startsWith(path, namesOf(each)));
  return member ? { node: member.value, rest: path.slice(namesOf(member).length) } : null;
}

/** Puts `value` to `rest` inside a written value, or in its place. */
export function settingWritten(text: string, { node, rest }: Found, value: Json): Splice[] {
  const [start, end] = node.range;
  if (rest.length === 0) return [{ offset: start, length: end - start, content: inlineText(value) }];
  const [step, ...inner] = rest;
  const nested = inner.reduceRight<Json>((each, key) => ({ [String(key)]: each }), value);
  if (node.type === 'TOMLArray' && typeof step === 'number')
    return [memberInsertion(node.elements.at(-1), start, inlineText(nested), ' ')];
  if (node.type !== 'TOMLInlineTable' || typeof step !== 'string')
    throw new UneditableText(`“${String(step)}” cannot be put into what stands here`, text, start);
  const isDotted = node.body.some((each) => namesOf(each)[0] === step) && isObject(nested);
  const member = isDotted ? `${pathText(rest)} = ${inlineText(value)}` : `${keyText(step)} = ${inlineText(nested)}`;
  return [memberInsertion(node.body.at(-1), start, member, ' ')];
}

function memberInsertion(last: AST.TOMLNode | undefined, open: number, member: string, gap: string): Splice {
  if (last) return { offset: last.range[1], length: 0, content: `,${gap}${member}` };
  return { offset: open + 1, length: 0, content: `${gap}${member}${gap}` };
}

/** Takes the member at `path` out of an inline table or a list; null where none is written there. */
export function removingWritten(document: TomlDocument, path: Path): Splice[] | null {
  const parent = document.keys.find((each) => startsWith(path, each.path) && !isSamePath(path, each.path));
  if (!parent) return null;
  const holder = descend(parent.node.value, path.slice(parent.path.length, -1));
  const step = path.at(-1);
  const members: AST.TOMLNode[] =
    holder.node.type === 'TOMLArray'
      ? holder.node.elements
      : holder.node.type === 'TOMLInlineTable'
        ? holder.node.body
        : [];
  const way = [...holder.rest, ...(step === undefined ? [] : [step])];
  return members.flatMap((member, index) => {
    const isMeant = member.type === 'TOMLKeyValue' ? startsWith(namesOf(member), way) : isSamePath([index], way);
    return isMeant ? [memberRemoval(document.text, members, index, holder.node.range)] : [];
  });
}

function memberRemoval(text: string, members: AST.TOMLNode[], index: number, around: AST.Range): Splice {
  const [start, end] = members[index]?.range ?? around;
  const next = members[index + 1];
  if (next) {
    const between = text.slice(end, next.range[0]);
    // A comment behind the comma belongs to what is removed only as far as its line goes.
    const to = between.includes('#') ? Math.min(lineEnd(text, end), next.range[0]) : next.range[0];
    return { offset: start, length: to - start, content: '' };
  }
  const previous = members[index - 1];
  const from = previous && !text.slice(previous.range[1], start).includes('#') ? previous.range[1] : start;
  const comma = /^\s*,/.exec(text.slice(end, around[1]))?.[0].length ?? 0;
  const hasOwnComma = from === start && comma > 0;
  return { offset: from, length: end + (hasOwnComma ? comma : 0) - from, content: '' };
}
