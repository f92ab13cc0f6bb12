import { type Document, isMap, isSeq, parseDocument, YAMLSeq } from 'yaml';
import { type SectionName, sectionNames, sections } from './sections.ts';
import { decode, type Entry, encode } from './structs.ts';

export const mapNames = ['oauth-excluded-models', 'oauth-model-alias', 'oauth-request-scoped-errors'] as const;
export type MapName = (typeof mapNames)[number];

export type ScalarSpec = { path: string; key: string; yaml: readonly string[]; initial: boolean | number | string };

const scalar = (path: string, initial: ScalarSpec['initial'], yaml = path.split('/')): ScalarSpec => ({
  path,
  key: yaml.at(-1) ?? path,
  yaml,
  initial,
});

export const scalarSpecs: readonly ScalarSpec[] = [
  scalar('debug', false),
  scalar('logging-to-file', false),
  scalar('usage-statistics-enabled', false),
  scalar('request-log', false),
  scalar('ws-auth', true),
  scalar('force-model-prefix', false),
  scalar('logs-max-total-size-mb', 0),
  scalar('error-logs-max-files', 10),
  scalar('request-retry', 0),
  scalar('max-retry-interval', 0),
  scalar('max-retry-credentials', 0),
  scalar('proxy-url', ''),
  scalar('quota-exceeded/switch-project', false),
  scalar('quota-exceeded/switch-preview-model', false),
  scalar('routing/strategy', ''),
  scalar('redis-usage-queue-retention-seconds', 60),
];

/** The gateway's configuration as its management handlers hold it. */
export type Config = {
  apiKeys: string[] | null;
  lists: Record<SectionName, Entry[]>;
  maps: Record<MapName, Record<string, unknown[]> | null>;
  scalars: Record<string, boolean | number | string>;
};

export class UnreadableFile extends Error {}

// Long files are written and read back all the time, and parsing one takes most of a write.
const written = new Map<string, Document>();
const mostWritten = 4;

function parseRoot(text: string): Document {
  const known = written.get(text);
  if (known) return known;
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents))
    throw new UnreadableFile('invalid yaml document structure');
  return document;
}

/** Reads and normalises a configuration file; throws `UnreadableFile` for one that the gateway could not load. */
export function loadConfig(text: string): Config {
  const root = parseRoot(text).toJS() as Record<string, unknown>;
  const at = (path: readonly string[]) =>
    path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], root);
  const lists = {} as Config['lists'];
  for (const name of sectionNames) lists[name] = loadSection(name, root[name]);
  return {
    apiKeys: Array.isArray(root['api-keys']) ? root['api-keys'].map((key) => String(key ?? '')) : null,
    lists,
    maps: {
      'oauth-excluded-models': (root['oauth-excluded-models'] as Record<string, string[]>) ?? null,
      'oauth-model-alias': (root['oauth-model-alias'] as Record<string, Entry[]>) ?? null,
      'oauth-request-scoped-errors': (root['oauth-request-scoped-errors'] as Record<string, Entry[]>) ?? null,
    },
    scalars: Object.fromEntries(
      scalarSpecs.map(({ path, yaml, initial }) => {
        const value = at(yaml);
        return [path, typeof value === typeof initial ? (value as typeof initial) : initial];
      }),
    ),
  };
}

function loadSection(name: SectionName, value: unknown): Entry[] {
  const section = sections.get(name);
  if (!section || !Array.isArray(value)) return [];
  return section.sanitise(value.map((item) => decode(section.struct, item)));
}

/**
 * Writes a configuration over the text of the file: comments, the order of keys and unknown top-level keys stay,
 * unknown keys inside list entries go, and defaults are not added.
 */
export function renderConfig(text: string, config: Config): string {
  const document = parseRoot(text);
  // From here on it is another text's.
  written.delete(text);
  const current = document.toJS() as Record<string, unknown>;
  const set = (path: readonly string[], value: unknown, isEmpty: boolean) => {
    if (JSON.stringify(document.getIn(path) === undefined ? undefined : read(current, path)) === JSON.stringify(value))
      return;
    if (isEmpty && !document.hasIn(path)) return;
    document.setIn(path, nodeFor(document, path, value));
  };
  set(['api-keys'], config.apiKeys ?? [], (config.apiKeys ?? []).length === 0);
  for (const [name, section] of sections) {
    const entries = config.lists[name as SectionName].map((entry) => encode(section.struct, entry));
    set([name], entries, entries.length === 0);
  }
  for (const name of mapNames) set([name], config.maps[name] ?? {}, config.maps[name] === null);
  for (const { path, yaml, initial } of scalarSpecs) {
    const value = config.scalars[path] ?? initial;
    set(yaml, value, value === initial);
  }
  const rendered = document.toString({ lineWidth: 0 });
  written.set(rendered, document);
  for (const [oldest] of written) if (written.size > mostWritten) written.delete(oldest);
  return rendered;
}

const read = (root: Record<string, unknown>, path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], root);

/** Unchanged items of a list keep their nodes, and with them their comments. */
function nodeFor(document: Document, path: readonly string[], value: unknown): unknown {
  const present = document.getIn(path);
  if (!Array.isArray(value) || !isSeq(present)) return document.createNode(value);
  const plain = present.toJS(document) as unknown[];
  const known = new Map(plain.map((item, index) => [JSON.stringify(item), present.items[index]]));
  const list = new YAMLSeq();
  list.items = value.map((item) => {
    const text = JSON.stringify(item);
    const node = known.get(text);
    known.delete(text);
    return node ?? document.createNode(item);
  });
  return list;
}
