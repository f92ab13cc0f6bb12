import { defined, jsonFile } from '../files.ts';
import { keyCommand, keyVariable, placeKey } from '../key-placement.ts';
import { entryFor, type ProtocolTable } from '../protocol.ts';
import type { BundleModel, Format } from '../sources.ts';

/** What comes behind the gateway's address is the client's own idea for each protocol. */
const apis: ProtocolTable<{ api: string; tail: string }> = {
  chat: { api: 'openai-completions', tail: '/v1' },
  responses: { api: 'openai-responses', tail: '/v1' },
  messages: { api: 'anthropic-messages', tail: '' },
  gemini: { api: 'google-generative-ai', tail: '/v1beta' },
};

/**
 * pi, `models.json` and `settings.json` below `~/.pi/agent`. Its versions do not agree on how a variable is written, so
 * the key is either in the file or printed by a command.
 */
export const renderPi: Format = (input) => {
  const { gateway, models, main } = input;
  const key = placeKey(input, {
    inline: (clientKey) => clientKey,
    environment: `!printf %s "$${keyVariable}"`,
    command: `!${keyCommand.join(' ')}`,
  });
  const provider = {
    name: gateway.name,
    baseUrl: gateway.baseUrl + apis.chat.tail,
    api: apis.chat.api,
    apiKey: key.value,
    models: models.map((model) => modelOf(model, gateway.baseUrl)),
  };
  return {
    files: [
      jsonFile(
        {
          path: 'pi/models.json',
          syntax: 'jsonc',
          isSecret: key.isSecret,
          managed: [['providers', 'gatehouse']],
        },
        { providers: { gatehouse: provider } },
      ),
      jsonFile(
        {
          path: 'pi/settings.json',
          syntax: 'json',
          isSecret: false,
          managed: [],
          suggested: [['defaultProvider'], ['defaultModel']],
        },
        { defaultProvider: 'gatehouse', defaultModel: main.id },
      ),
    ],
    notes: [],
  };
};

/** Every part of a price is asked for: a read from the cache of unknown price is counted as any other input. */
function modelOf(model: BundleModel, origin: string) {
  const { price, contextLimit, outputLimit } = model;
  const { api, tail } = entryFor(apis, model.id);
  return defined({
    id: model.id,
    name: model.displayName,
    api: api === apis.chat.api ? undefined : api,
    baseUrl: tail === apis.chat.tail ? undefined : origin + tail,
    reasoning: model.hasReasoning ? true : undefined,
    input: model.inputModalities.includes('image') ? ['text', 'image'] : undefined,
    contextWindow: contextLimit ?? undefined,
    maxTokens: outputLimit ?? undefined,
    cost: price
      ? {
          input: Number(price.input),
          output: Number(price.output),
          cacheRead: Number(price.cacheRead ?? price.input),
          cacheWrite: Number(price.cacheWrite ?? price.input),
        }
      : undefined,
  });
}
