/** A request of a client, reduced to what the canned answers need. */
export type Exchange = { id: string; model: string; isStream: boolean; prompt: string; created: number };
export type Canned = { body: string; chunks?: string[]; inputTokens: number; outputTokens: number };

const words = ['This ', 'is ', 'a ', 'canned ', 'answer.'];
const text = words.join('');
const tokensOf = (value: string): number => Math.max(1, Math.ceil(value.length / 4));

const data = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
const event = (name: string, value: object): string => `event: ${name}\n${data({ type: name, ...value })}`;

function canned({ isStream, prompt }: Exchange, whole: unknown, chunks: string[]): Canned {
  const counts = { inputTokens: tokensOf(prompt), outputTokens: tokensOf(text) };
  return isStream ? { body: '', chunks, ...counts } : { body: JSON.stringify(whole), ...counts };
}

const openaiUsage = ({ prompt }: Exchange) => ({
  prompt_tokens: tokensOf(prompt),
  completion_tokens: tokensOf(text),
  total_tokens: tokensOf(prompt) + tokensOf(text),
});

/** `POST /v1/chat/completions`. */
export function answerChat(exchange: Exchange): Canned {
  const head = { id: `chatcmpl-${exchange.id}`, created: exchange.created, model: exchange.model };
  const chunk = (delta: object, reason: string | null) =>
    data({ ...head, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: reason }] });
  const whole = {
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' }],
    usage: openaiUsage(exchange),
  };
  return canned(exchange, whole, [
    chunk({ role: 'assistant', content: '' }, null),
    ...words.map((content) => chunk({ content }, null)),
    chunk({}, 'stop'),
    data({ ...head, object: 'chat.completion.chunk', choices: [], usage: openaiUsage(exchange) }),
    'data: [DONE]\n\n',
  ]);
}

/** `POST /v1/messages`. */
export function answerMessages(exchange: Exchange): Canned {
  const usage = { input_tokens: tokensOf(exchange.prompt), output_tokens: tokensOf(text) };
  const head = { id: `msg_${exchange.id}`, type: 'message', role: 'assistant', model: exchange.model };
  const whole = { ...head, content: [{ type: 'text', text }], stop_reason: 'end_turn', stop_sequence: null, usage };
  return canned(exchange, whole, [
    event('message_start', {
      message: { ...head, content: [], stop_reason: null, usage: { ...usage, output_tokens: 0 } },
    }),
    event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
    ...words.map((word) => event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: word } })),
    event('content_block_stop', { index: 0 }),
    event('message_delta', { delta: { stop_reason: 'end_turn', stop_sequence: null }, usage }),
    event('message_stop', {}),
  ]);
}

/** `POST /v1/responses`. */
export function answerResponses(exchange: Exchange): Canned {
  const usage = {
    input_tokens: tokensOf(exchange.prompt),
    output_tokens: tokensOf(text),
    total_tokens: tokensOf(exchange.prompt) + tokensOf(text),
  };
  const head = { id: `resp_${exchange.id}`, object: 'response', created_at: exchange.created, model: exchange.model };
  const part = { type: 'output_text', text, annotations: [] };
  const item = { id: `msg_${exchange.id}`, type: 'message', role: 'assistant', status: 'completed', content: [part] };
  const whole = { ...head, status: 'completed', output: [item], usage };
  const place = { item_id: item.id, output_index: 0, content_index: 0 };
  return canned(exchange, whole, [
    event('response.created', { response: { ...head, status: 'in_progress', output: [] } }),
    event('response.output_item.added', { output_index: 0, item: { ...item, status: 'in_progress', content: [] } }),
    event('response.content_part.added', { ...place, part: { ...part, text: '' } }),
    ...words.map((delta) => event('response.output_text.delta', { ...place, delta })),
    event('response.output_text.done', { ...place, text }),
    event('response.content_part.done', { ...place, part }),
    event('response.output_item.done', { output_index: 0, item }),
    event('response.completed', { response: whole }),
  ]);
}

/** `POST /v1beta/models/…:generateContent` and `:streamGenerateContent`. */
export function answerGemini(exchange: Exchange): Canned {
  const candidate = (part: string, reason?: string) => ({
    candidates: [
      { content: { role: 'model', parts: [{ text: part }] }, index: 0, ...(reason ? { finishReason: reason } : {}) },
    ],
    modelVersion: exchange.model,
    usageMetadata: {
      promptTokenCount: tokensOf(exchange.prompt),
      candidatesTokenCount: tokensOf(text),
      totalTokenCount: tokensOf(exchange.prompt) + tokensOf(text),
    },
  });
  return canned(exchange, candidate(text, 'STOP'), [
    ...words.map((word) => data(candidate(word))),
    data(candidate('', 'STOP')),
  ]);
}
