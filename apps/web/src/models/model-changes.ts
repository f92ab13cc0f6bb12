import { type ModelMetadata, type ModelView, modalities, type OverrideModelInput } from '@gatehouse/contracts/models';

/** What stands in the fields of the form; an empty text means unknown. */
export type ModelFields = {
  displayName: string;
  kind: ModelMetadata['kind'];
  contextLimit: string;
  outputLimit: string;
  inputPrice: string;
  outputPrice: string;
  hasReasoning: boolean;
  hasTools: boolean;
  inputModalities: string[];
};

export const fieldsOf = (model: ModelView): ModelFields => ({
  displayName: model.displayName,
  kind: model.kind,
  contextLimit: model.contextLimit?.toString() ?? '',
  outputLimit: model.outputLimit?.toString() ?? '',
  inputPrice: model.price?.input ?? '',
  outputPrice: model.price?.output ?? '',
  hasReasoning: model.hasReasoning,
  hasTools: model.hasTools,
  inputModalities: [...model.inputModalities],
});

/** Only what was changed in the form is set, so that the rest keeps following what is known of the model. */
export function changesIn(model: ModelView, fields: ModelFields): OverrideModelInput {
  const before = fieldsOf(model);
  const isChanged = (...names: (keyof ModelFields)[]) =>
    names.some((name) => JSON.stringify(fields[name]) !== JSON.stringify(before[name]));
  return {
    gatewayId: model.gatewayId,
    modelId: model.id,
    metadata: {
      ...(isChanged('displayName') ? { displayName: fields.displayName } : {}),
      ...(isChanged('kind') ? { kind: fields.kind } : {}),
      ...(isChanged('contextLimit') ? { contextLimit: count(fields.contextLimit) } : {}),
      ...(isChanged('outputLimit') ? { outputLimit: count(fields.outputLimit) } : {}),
      ...(isChanged('inputPrice', 'outputPrice') ? { price: priceIn(model, fields) } : {}),
      ...(isChanged('hasReasoning') ? { hasReasoning: fields.hasReasoning } : {}),
      ...(isChanged('hasTools') ? { hasTools: fields.hasTools } : {}),
      ...(isChanged('inputModalities')
        ? { inputModalities: modalities.filter((name) => fields.inputModalities.includes(name)) }
        : {}),
    },
  };
}

const count = (text: string): number | null => (text.trim() === '' ? null : Number(text));

function priceIn(model: ModelView, { inputPrice, outputPrice }: ModelFields): ModelMetadata['price'] {
  if (inputPrice.trim() === '' && outputPrice.trim() === '') return null;
  return { ...model.price, input: inputPrice.trim(), output: outputPrice.trim() };
}
