import { describe, expect, it } from 'vitest';
import { rendered } from '../testing/rendered.ts';
import { modelOf, ownKey } from '../testing/sources.ts';

describe('the Gemini CLI bundle', () => {
  it('says how to authenticate, with which model, and where', () => {
    const { file, read } = rendered('gemini-cli');
    expect(read('settings.json')).toEqual({
      security: { auth: { selectedType: 'gemini-api-key' } },
      model: { name: 'gemini-2.5-pro' },
    });
    expect(file('.env').content).toBe(`GEMINI_API_KEY=${ownKey}\nGOOGLE_GEMINI_BASE_URL=http://gateway.example:8317\n`);
  });

  it('has the key in the file whatever was asked for, as there is no other way', () => {
    const { file } = rendered('gemini-cli', { keyPlacement: 'command' });
    expect(file('.env')).toMatchObject({ isSecret: true, content: expect.stringContaining(ownKey) });
    expect(file('settings.json').isSecret).toBe(false);
  });

  it('starts with a Gemini model, else with the best there is, unless the person chose', () => {
    const modelIn = (given: object) => rendered('gemini-cli', given).read('settings.json').model.name;
    expect(modelIn({ models: [modelOf('glm-4.6')] })).toBe('glm-4.6');
    expect(modelIn({ choices: { defaultModel: 'claude-sonnet-4.5' } })).toBe('claude-sonnet-4-5');
  });

  it('says that the client wants https', () => {
    const notesAt = (baseUrl: string) => rendered('gemini-cli', { gateway: { id: '0', name: 'T', baseUrl } }).notes;
    expect(notesAt('http://gateway.example:8317').join()).toContain('https');
    for (const baseUrl of ['http://127.0.0.1:8317', 'http://localhost:8317', 'https://gateway.example'])
      expect(notesAt(baseUrl)).toHaveLength(1);
  });
});
