import { randomBytes } from 'node:crypto';
import { answerChat } from '../double/canned.ts';
import type { Reply } from '../double/reply.ts';
import { failure, ok } from './envelopes.ts';
import type { Row, Store } from './store.ts';

/** A canned answer, whole, and its row in the log; a model that nobody offers leaves a row as well. */
export function complete(store: Store, key: string, body: Row): Reply {
  const model = String(body.model);
  const deployment = store.visibleModels().find(({ model_name }) => model_name === model);
  if (!deployment) {
    store.logs.add({ key, model, failed: 400 });
    return failure('proxy', 400, `Invalid model name passed in model=${model}`);
  }
  const params = deployment.litellm_params as Row;
  const id = randomBytes(8).toString('hex');
  const created = Math.floor(Date.now() / 1000);
  const canned = answerChat({ id, model, isStream: false, prompt: JSON.stringify(body), created });
  const upstreamModel = String(params.model);
  store.logs.add({
    key,
    model,
    upstreamModel,
    provider: upstreamModel.split('/')[0] ?? 'openai',
    input: canned.inputTokens,
    output: canned.outputTokens,
    requestId: `chatcmpl-${id}`,
    ...costOf(params, canned),
  });
  return ok(JSON.parse(canned.body));
}

function costOf(params: Row, { inputTokens, outputTokens }: { inputTokens: number; outputTokens: number }) {
  const [input, output] = [params.input_cost_per_token, params.output_cost_per_token];
  if (typeof input !== 'number' || typeof output !== 'number') return {};
  return { cost: input * inputTokens + output * outputTokens };
}
