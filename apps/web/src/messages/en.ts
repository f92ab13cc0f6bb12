import type { ErrorCode, ErrorDetails } from '@gatehouse/contracts/errors';
import type { EntryStatus, GatewayHealth, GatewayProblemCode, Resource } from '@gatehouse/contracts/gateways';
import type { Role } from '@gatehouse/contracts/permissions';
import type { TeamRole } from '@gatehouse/contracts/teams';

type Sentence<Details> = string | ((details: Details) => string);

/** What each error means to the person in front of the page, and what to do. */
export const errorMessages = {
  invalid_input: ({ form, fields }) =>
    form[0] ?? Object.values(fields).flat()[0] ?? 'Something in this form does not fit. Check the fields.',
  unauthenticated: 'Your session has ended. Sign in again.',
  wrong_credentials: 'The e-mail address or the password is wrong.',
  forbidden: 'Your role does not allow this. Ask an administrator.',
  scope_missing: ({ scope }) => `This access token lacks the scope “${scope}”.`,
  foreign_origin:
    'This address is not the one that Gatehouse was set up with. Open Gatehouse at its public address and try again.',
  not_found: ({ resource }) =>
    resource === 'share-code'
      ? 'There is no share with this code. Ask its publisher for the current one.'
      : `This ${resource.replaceAll('-', ' ')} does not exist any more.`,
  too_many_requests: ({ retryAfterSeconds }) => `Too many tries. Wait ${inWords(retryAfterSeconds)} and try again.`,
  batch_too_large: 'The page asked for too much at once. Reload it.',
  setup_token_wrong: 'This setup link is not the right one. Use the link that the server printed when it last started.',
  setup_already_done: 'Gatehouse has been set up already. Sign in instead.',
  invitation_unusable: ({ reason }) => invitationReasons[reason],
  email_taken: 'There is already an account with this e-mail address.',
  last_owner: 'This is the last owner. Make somebody else an owner first.',
  device_login_unusable: ({ reason }) => deviceReasons[reason],
  gateway_name_taken: 'There is already a gateway with this name.',
  gateway_address_taken: 'This gateway is connected already: another one has the same address.',
  gateway_unusable: ({ message, retryAfterSeconds }) =>
    retryAfterSeconds ? `${message} Try again in ${inWords(retryAfterSeconds)}.` : message,
  no_gateway: 'No gateway is connected yet. An administrator has to add one first.',
  provider_key_taken: 'This key is at the gateway already. Each key can be contributed once.',
  provider_key_limit: ({ limit }) => `You have reached the limit of ${limit} provider keys. Remove one first.`,
  custom_provider_name_taken: ({ name }) => `The gateway already has a provider named “${name}”. Choose another name.`,
  custom_provider_limit: ({ limit }) => `You have reached the limit of ${limit} custom providers. Remove one first.`,
  client_key_limit: ({ limit }) => `You have reached the limit of ${limit} client keys. Revoke one first.`,
  key_limits_unsupported: ({ gateway, limits }) =>
    `Gateway “${gateway}” cannot limit a client key to ${limits.map((limit) => keyLimitNames[limit] ?? limit).join(' and ')}. Leave that out, or use a gateway that can. Expiry and block work at every gateway.`,
  key_limits_held: ({ setBy }) => `${setBy} set the limits of this key. Ask them to change it.`,
  edit_conflict: 'Somebody has changed this meanwhile. Close this, look at it again, then make your change.',
  custom_provider_group_name_taken: ({ name }) => `There is already a group “${name}”.`,
  discovery_failed: ({ message }) => message,
  gateway_settings_unsupported: 'A gateway of this kind has no settings that Gatehouse could keep.',
  accounts_unsupported: 'This gateway has no accounts of this provider to sign in with.',
  connect_not_open: 'This sign-in has ended. Start it again.',
  callback_unusable: ({ message }) => message,
  credential_file_unusable: ({ message }) => message,
  gateway_failed: ({ message }) => message,
  provider_account_limit: ({ limit }) => `You have reached the limit of ${limit} accounts. Remove one first.`,
  provider_account_taken: 'This account has an owner already.',
  entry_refused: ({ message }) => message,
  choices_refused: ({ message }) => message,
  share_refused: ({ refusals }) => refusals[0] ?? 'This cannot be shared as it stands.',
  share_limit: ({ limit }) => `You have reached the limit of ${limit}. End one first.`,
  share_own: 'This is your own share: your choices apply already.',
  share_ended: 'This share has ended. Publish a new one.',
  team_name_taken: ({ name }) => `There is already a team “${name}”.`,
  team_member_taken: 'They are in this team already.',
  team_foreign: 'The owner of this key is not in that team any more. Choose another one.',
  person_unknown: 'Nobody here has this e-mail address. Invite them first.',
  no_client_key: 'You have no client key for this gateway yet. Create one, then come back.',
  catalogue_unavailable: 'The gateway has not told its models yet. Try again when it answers.',
  format_unknown: ({ format }) => `There is no bundle format “${format}”.`,
  service_unavailable: 'Gatehouse cannot answer this at the moment. Try again shortly.',
} satisfies { [Code in ErrorCode]: Sentence<ErrorDetails<Code>> };

const keyLimitNames: Record<string, string> = { models: 'models', budget: 'a budget', rates: 'a rate' };

const invitationReasons: Record<ErrorDetails<'invitation_unusable'>['reason'], string> = {
  unknown: 'This invitation link is not valid. Check that you copied all of it.',
  expired: 'This invitation has expired. Ask for a new one.',
  revoked: 'This invitation was revoked. Ask for a new one.',
  accepted: 'This invitation has been used already. Sign in instead.',
};

const deviceReasons: Record<ErrorDetails<'device_login_unusable'>['reason'], string> = {
  unknown: 'There is no login with this code. Check it, or run gatehouse login again.',
  expired: 'This code has expired. Run gatehouse login again.',
  denied: 'This login was denied. Run gatehouse login again to start a new one.',
  consumed: 'This code has been used already. Run gatehouse login again if you need another.',
};

/** What is wrong with a gateway in three or four words; the sentence that goes with it comes from the driver. */
export const problemTitles: Record<GatewayProblemCode, string> = {
  unreachable: 'The gateway cannot be reached',
  timeout: 'The gateway did not answer in time',
  unauthorized: 'The gateway refused the management key',
  banned: 'The gateway has locked us out',
  management_disabled: 'The management API is switched off',
  remote_management_disabled: 'Remote management is switched off',
  version_too_old: 'The gateway is too old',
  not_this_gateway: 'This is not the gateway’s address',
  unsupported: 'The gateway cannot do this',
  refused: 'The gateway refused the entry',
  dropped: 'The gateway dropped the entry',
  server_error: 'The gateway failed',
  unexpected_answer: 'The gateway’s answer makes no sense',
  address_refused: 'This address is not allowed',
  list_moved: 'Somebody else was writing',
  would_open_gateway: 'This would open the gateway',
  circuit_open: 'Waiting before the next try',
  keeps_changing: 'It keeps changing back',
  not_live: 'Written, but not in effect yet',
  changed_outside: 'Somebody changed it at the gateway',
};

/** What to do about it, where the driver's sentence leaves that open. */
export const problemAdvice: Partial<Record<GatewayProblemCode, string>> = {
  banned: 'Nothing is lost: what is pending is written as soon as the gateway lets us in again.',
  circuit_open: 'Correct the gateway’s settings, or use “Sync now” for one try.',
  keeps_changing: 'Something else writes to this gateway. Find out what, then use “Sync now”.',
};

export const statusLabels: Record<EntryStatus, string> = {
  pending: 'Pending',
  applied: 'Applied',
  drifted: 'Drifted',
  conflict: 'Conflict',
  rejected: 'Rejected',
  unknown: 'Checking',
};

export const statusMeanings: Record<EntryStatus, string> = {
  pending: 'Saved here. The gateway has not confirmed it yet.',
  applied: 'The gateway has it, and it is in effect.',
  drifted: 'Somebody changed it at the gateway. It is being put back.',
  conflict: 'It keeps changing back at the gateway. A person has to decide.',
  rejected: 'The gateway does not accept it.',
  unknown: 'An answer of the gateway was lost. Reading back what it has.',
};

export const healthLabels: Record<GatewayHealth, string> = {
  unknown: 'Not checked yet',
  healthy: 'Healthy',
  unreachable: 'Unreachable',
  'locked-out': 'Locked out',
};

export const resourceLabels: Record<Resource, string> = {
  'client-keys': 'Client key',
  'provider-keys': 'Provider key',
  'custom-providers': 'Custom provider',
};

/** “1 client key”, “3 custom providers”. */
export const countOf = (resource: Resource, count: number): string =>
  `${count} ${resourceLabels[resource].toLowerCase()}${count === 1 ? '' : 's'}`;

export const roleLabels: Record<Role, string> = {
  owner: 'Owner',
  admin: 'Administrator',
  operator: 'Operator',
  auditor: 'Auditor',
  member: 'Member',
};

export const teamRoleLabels: Record<TeamRole, string> = { admin: 'Admin', member: 'Member' };

export const roleMeanings: Record<Role, string> = {
  owner: 'Everything, and the only one who may change owners.',
  admin: 'Everything except changing owners.',
  operator: 'Runs the gateways and looks after everybody’s keys.',
  auditor: 'Sees everything, changes nothing but their own keys.',
  member: 'Contributes and uses their own keys.',
};

/** A duration as one would say it: “45 seconds”, “30 minutes”. */
export function inWords(seconds: number): string {
  if (seconds < 90) return seconds === 1 ? 'a second' : `${seconds} seconds`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
}
