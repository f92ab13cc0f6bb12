import { type ErrorCode, type ErrorDetails, type ErrorPayload, errorCatalogue } from '@gatehouse/contracts/errors';
import { gatewayProblems } from '@gatehouse/contracts/gateways';
import { describe, expect, it } from 'vitest';
import { errorMessages, inWords, problemTitles } from './en.ts';
import { sentence } from './explain.ts';

const samples: { [Code in ErrorCode]: ErrorDetails<Code> } = {
  invalid_input: { fields: { name: ['Enter a name.'] }, form: [] },
  unauthenticated: {},
  wrong_credentials: {},
  forbidden: { permission: 'users:update' },
  scope_missing: { scope: 'write' },
  foreign_origin: {},
  not_found: { resource: 'provider-key' },
  too_many_requests: { retryAfterSeconds: 40 },
  batch_too_large: { limit: 10 },
  setup_token_wrong: {},
  setup_already_done: {},
  invitation_unusable: { reason: 'expired' },
  email_taken: {},
  last_owner: {},
  device_login_unusable: { reason: 'consumed' },
  gateway_name_taken: {},
  gateway_address_taken: {},
  gateway_unusable: { problem: 'banned', message: 'The gateway has locked us out.', retryAfterSeconds: 1800 },
  no_gateway: {},
  provider_key_taken: {},
  provider_key_limit: { limit: 20 },
  custom_provider_name_taken: { name: 'office-gpu' },
  custom_provider_limit: { limit: 20 },
  client_key_limit: { limit: 20 },
  key_limits_unsupported: { gateway: 'Main', limits: ['models'] },
  key_limits_held: { setBy: 'Ada' },
  edit_conflict: { version: 2 },
  custom_provider_group_name_taken: { name: 'office' },
  discovery_failed: { message: 'Nothing listens at this address.' },
  gateway_settings_unsupported: {},
  accounts_unsupported: {},
  connect_not_open: {},
  callback_unusable: { message: 'Paste the whole address.' },
  credential_file_unusable: { message: 'This is no JSON object.' },
  gateway_failed: { problem: 'timeout', message: 'The gateway did not answer in time.' },
  provider_account_limit: { limit: 20 },
  provider_account_taken: {},
  entry_refused: { message: 'The gateway drops keys without a base URL.' },
  choices_refused: { message: 'Give the share a name.' },
  share_refused: { refusals: ['There is nothing to share yet.'] },
  share_limit: { limit: 20 },
  share_own: {},
  share_ended: {},
  team_name_taken: { name: 'Platform' },
  team_member_taken: {},
  team_foreign: {},
  person_unknown: {},
  no_client_key: {},
  catalogue_unavailable: {},
  format_unknown: { format: 'vim' },
  service_unavailable: {},
};

describe('error messages', () => {
  const codes = Object.keys(errorCatalogue) as ErrorCode[];

  it('has a sentence for every code of the catalogue and for no other', () => {
    expect(Object.keys(errorMessages).sort()).toEqual([...codes].sort());
  });

  it.each(codes)('says %s in one whole sentence', (code) => {
    const text = sentence({ code, message: 'unused', details: samples[code] } as ErrorPayload);
    expect(text).toMatch(/^\p{Lu}.*[.]$/u);
    expect(text).not.toMatch(/undefined|\[object|unused/);
  });

  it('uses the details', () => {
    const tooMany: ErrorPayload = { code: 'too_many_requests', message: '', details: { retryAfterSeconds: 1800 } };
    expect(sentence(tooMany)).toContain('30 minutes');
    expect(sentence({ code: 'not_found', message: '', details: { resource: 'provider-key' } })).toContain(
      'provider key',
    );
  });

  it('has a title for every problem of a gateway', () => {
    expect(Object.keys(problemTitles).sort()).toEqual([...gatewayProblems].sort());
  });
});

describe('durations in words', () => {
  it.each([
    [1, 'a second'],
    [45, '45 seconds'],
    [1800, '30 minutes'],
    [1801, '31 minutes'],
    [7200, '2 hours'],
  ])('%i seconds are “%s”', (seconds, words) => {
    expect(inWords(seconds)).toBe(words);
  });
});
