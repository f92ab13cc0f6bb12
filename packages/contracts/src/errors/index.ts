import { z } from 'zod';

/** What sort of failure it is; each consumer maps it once (HTTP status, exit code, tone of the message). */
export const errorKinds = [
  'invalid',
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'limit',
  'precondition',
  'too-many-requests',
  'unavailable',
  'internal',
] as const;
export type ErrorKind = (typeof errorKinds)[number];

const nothing = z.object({});
const entry = <K extends ErrorKind, S extends z.ZodObject>(kind: K, details: S) => ({ kind, details });

/** Every error that Gatehouse answers on purpose: its kind and the shape of its details. Details never hold a secret. */
export const errorCatalogue = {
  invalid_input: entry(
    'invalid',
    z.object({ fields: z.record(z.string(), z.array(z.string())), form: z.array(z.string()) }),
  ),
  unauthenticated: entry('unauthenticated', nothing),
  wrong_credentials: entry('unauthenticated', nothing),
  forbidden: entry('forbidden', z.object({ permission: z.string().optional() })),
  scope_missing: entry('forbidden', z.object({ scope: z.string() })),
  foreign_origin: entry('forbidden', nothing),
  not_found: entry('not-found', z.object({ resource: z.string() })),
  too_many_requests: entry('too-many-requests', z.object({ retryAfterSeconds: z.number().int() })),
  batch_too_large: entry('invalid', z.object({ limit: z.number().int() })),

  setup_token_wrong: entry('forbidden', nothing),
  setup_already_done: entry('conflict', nothing),
  invitation_unusable: entry(
    'precondition',
    z.object({ reason: z.enum(['unknown', 'expired', 'revoked', 'accepted']) }),
  ),
  email_taken: entry('conflict', nothing),
  last_owner: entry('precondition', nothing),
  device_login_unusable: entry(
    'precondition',
    z.object({ reason: z.enum(['unknown', 'expired', 'denied', 'consumed']) }),
  ),

  gateway_name_taken: entry('conflict', nothing),
  gateway_address_taken: entry('conflict', nothing),
  gateway_unusable: entry(
    'precondition',
    z.object({ problem: z.string(), message: z.string(), retryAfterSeconds: z.number().int().optional() }),
  ),
  no_gateway: entry('precondition', nothing),
  provider_key_taken: entry('conflict', nothing),
  provider_key_limit: entry('limit', z.object({ limit: z.number().int() })),
  custom_provider_name_taken: entry('conflict', z.object({ name: z.string() })),
  custom_provider_limit: entry('limit', z.object({ limit: z.number().int() })),
  client_key_limit: entry('limit', z.object({ limit: z.number().int() })),
  /** The gateway cannot hold these limits; nothing was written. */
  key_limits_unsupported: entry('precondition', z.object({ gateway: z.string(), limits: z.array(z.string()) })),
  /** Somebody else limited this key; only who may do that to everybody's can change it. */
  key_limits_held: entry('forbidden', z.object({ setBy: z.string() })),
  /** Somebody else has edited it since; `version` is the one to read again. */
  edit_conflict: entry('conflict', z.object({ version: z.number().int() })),
  custom_provider_group_name_taken: entry('conflict', z.object({ name: z.string() })),
  discovery_failed: entry('unavailable', z.object({ message: z.string() })),
  gateway_settings_unsupported: entry('precondition', nothing),
  accounts_unsupported: entry('precondition', nothing),
  connect_not_open: entry('precondition', nothing),
  callback_unusable: entry('invalid', z.object({ message: z.string() })),
  credential_file_unusable: entry('invalid', z.object({ message: z.string() })),
  gateway_failed: entry('unavailable', z.object({ problem: z.string(), message: z.string() })),
  provider_account_limit: entry('limit', z.object({ limit: z.number().int() })),
  provider_account_taken: entry('conflict', nothing),
  entry_refused: entry('invalid', z.object({ message: z.string() })),
  choices_refused: entry('invalid', z.object({ message: z.string() })),
  /** A publish that would give something away, or has nothing to give; each refusal is one sentence. */
  share_refused: entry('precondition', z.object({ refusals: z.array(z.string()) })),
  share_limit: entry('limit', z.object({ limit: z.number().int() })),
  share_own: entry('precondition', nothing),
  share_ended: entry('precondition', nothing),
  team_name_taken: entry('conflict', z.object({ name: z.string() })),
  team_member_taken: entry('conflict', nothing),
  /** The owner of a key is not in the team that it is to belong to. */
  team_foreign: entry('precondition', nothing),
  /** Nobody here has the e-mail address that was given. */
  person_unknown: entry('not-found', nothing),
  no_client_key: entry('precondition', nothing),
  catalogue_unavailable: entry('unavailable', nothing),
  format_unknown: entry('not-found', z.object({ format: z.string() })),
  service_unavailable: entry('unavailable', nothing),
} as const satisfies Record<string, { kind: ErrorKind; details: z.ZodObject }>;

export type ErrorCode = keyof typeof errorCatalogue;
export type ErrorDetails<C extends ErrorCode> = z.infer<(typeof errorCatalogue)[C]['details']>;

/** One answered error. `message` is a plain English sentence that says what to do; the web translates by `code`. */
export type ErrorPayload<C extends ErrorCode = ErrorCode> = {
  [K in C]: { code: K; message: string; details: ErrorDetails<K> };
}[C];

export const kindOf = (code: ErrorCode): ErrorKind => errorCatalogue[code].kind;
export const isErrorCode = (value: unknown): value is ErrorCode => typeof value === 'string' && value in errorCatalogue;
