import type { ModelKind } from '@gatehouse/contracts/models';

/** By name, as gateways of this kind say nothing else about a model. First match wins; what nothing matches is chat. */
const patterns: readonly [RegExp, ModelKind][] = [
  [/embed(ding)?|(^|[/-])(bge|e5|gte|voyage)-|rerank/i, 'embedding'],
  [/(^|[/-])(sora|veo|kling|wan)[-\d]|video/i, 'video'],
  [/image|imagen|dall-e|flux|stable-diffusion|(^|[/-])sd[x\d]/i, 'image'],
  [/(^|[/-])(tts|whisper)|-tts|transcribe|speech|audio|realtime|(^|[/-])lyria/i, 'audio'],
  [/moderation|guard(rail)?([-\d]|$)/i, 'other'],
];

export const kindOfModel = (modelId: string): ModelKind =>
  patterns.find(([pattern]) => pattern.test(modelId))?.[1] ?? 'chat';
