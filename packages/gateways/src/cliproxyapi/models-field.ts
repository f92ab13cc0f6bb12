import type { ModelSpec } from '../driver/index.ts';
import { isRecord, type RawEntry, text } from './raw.ts';

/** `keyed`: the lists of provider keys. Vertex has no context length, only custom providers name modalities. */
export type ModelShape = 'keyed' | 'vertex' | 'compatibility';

const optionalFields = {
  displayName: 'display-name',
  maxContextLength: 'max-context-length',
  forceMapping: 'force-mapping',
  inputModalities: 'input-modalities',
  outputModalities: 'output-modalities',
} as const;
type OptionalName = keyof typeof optionalFields;

const namesOf: Record<ModelShape, readonly OptionalName[]> = {
  keyed: ['displayName', 'maxContextLength', 'forceMapping'],
  vertex: ['displayName', 'forceMapping'],
  compatibility: Object.keys(optionalFields) as OptionalName[],
};

/** The mappings of an entry as the gateway shows them; null if it shows none. */
export function readModels(raw: RawEntry, shape: ModelShape): ModelSpec[] | null {
  const models = raw.models;
  if (!Array.isArray(models) || models.length === 0) return null;
  return models.filter(isRecord).map((model) => ({
    name: text(model.name),
    alias: text(model.alias),
    ...Object.fromEntries(
      namesOf[shape].flatMap((name) => {
        const value = model[optionalFields[name]];
        return isSet(value) ? [[name, value]] : [];
      }),
    ),
  }));
}

/** Our mappings, each keeping the fields that others put on the same mapping and that we do not model. */
export function writeModels(raw: RawEntry, wanted: readonly ModelSpec[], shape: ModelShape): RawEntry[] {
  const present = Array.isArray(raw.models) ? raw.models.filter(isRecord) : [];
  return wanted.map((model) => {
    const { name, alias } = model;
    const entry: RawEntry = { ...present.find((item) => text(item.name) === name && text(item.alias) === alias) };
    for (const field of namesOf[shape]) {
      if (model[field] === undefined) delete entry[optionalFields[field]];
      else entry[optionalFields[field]] = model[field];
    }
    return { ...entry, name, alias };
  });
}

/** As the gateway stores them: trimmed, without empty fields, and without mappings that say nothing. */
export function normaliseModels(models: readonly ModelSpec[], shape: ModelShape): ModelSpec[] {
  // Custom providers' names are kept exactly: there the gateway does not trim.
  const clean = (value: string) => (shape === 'compatibility' ? value : value.trim());
  const normal = models.map((model) => ({
    name: clean(model.name),
    alias: clean(model.alias),
    ...Object.fromEntries(namesOf[shape].flatMap((name) => (isSet(model[name]) ? [[name, model[name]]] : []))),
  }));
  if (shape === 'compatibility') return normal;
  return normal.filter(({ name, alias }) =>
    shape === 'vertex' ? name !== '' && alias !== '' : name !== '' || alias !== '',
  );
}

const isSet = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  value !== '' &&
  value !== 0 &&
  value !== false &&
  !(Array.isArray(value) && value.length === 0);
