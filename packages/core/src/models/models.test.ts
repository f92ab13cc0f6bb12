import { describe, expect, it } from 'vitest';
import { displayNameOf } from './display-name.ts';
import { kindOfModel } from './kind.ts';

describe('displayNameOf', () => {
  it.each([
    ['claude-sonnet-4-5-20250929', 'Claude Sonnet 4.5'],
    ['gpt-5.1-codex', 'GPT 5.1 Codex'],
    ['gemini-3-pro-preview', 'Gemini 3 Pro Preview'],
    ['glm-4.6', 'GLM 4.6'],
    ['moonshotai/kimi-k2', 'moonshotai/Kimi K2'],
    ['gpt-oss-120b', 'GPT OSS 120b'],
    ['o3', 'O3'],
  ])('%s', (id, name) => expect(displayNameOf(id)).toBe(name));
});

describe('kindOfModel', () => {
  it.each([
    ['claude-opus-4-1', 'chat'],
    ['gpt-5-nano', 'chat'],
    ['text-embedding-3-large', 'embedding'],
    ['voyage-3', 'embedding'],
    ['imagen-4.0', 'image'],
    ['gpt-image-1', 'image'],
    ['gemini-2.5-flash-image', 'image'],
    ['sora-2', 'video'],
    ['veo-3.1', 'video'],
    ['gpt-4o-mini-tts', 'audio'],
    ['whisper-1', 'audio'],
    ['omni-moderation-latest', 'other'],
  ])('%s is %s', (id, kind) => expect(kindOfModel(id)).toBe(kind));
});
