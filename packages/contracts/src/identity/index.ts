import { z } from 'zod';
import { displayName, email, id, password } from '../fields/index.ts';
import { role } from '../permissions/index.ts';

/** The token of a one-time link (setup, invitation): base64url of 32 random bytes behind a prefix. */
export const linkToken = z.string().trim().min(20).max(200);

export const claimSetupInput = z.object({ token: linkToken, name: displayName, email, password });
export type ClaimSetupInput = z.infer<typeof claimSetupInput>;

export const verifyPasswordInput = z.object({
  email,
  password: z.string().min(1).max(256),
  /** Of the person's browser, as the web saw it; kept with the session. */
  userAgent: z.string().max(400).optional(),
  /** The person's address, for the rate limit; the web forwards it. */
  clientAddress: z.string().max(64).optional(),
});
export type VerifyPasswordInput = z.infer<typeof verifyPasswordInput>;

export const endSessionInput = z.object({ sessionId: id });
export type EndSessionInput = z.infer<typeof endSessionInput>;

/** What sign-in hands to the web: enough for its session cookie, nothing secret. */
export const signedIn = z.object({
  sessionId: id,
  userId: id,
  sessionVersion: z.number().int(),
  name: z.string(),
  email: z.string(),
  role,
});
export type SignedIn = z.infer<typeof signedIn>;

export const createInvitationInput = z.object({
  /** If given, only this address can accept. */
  email: email.optional(),
  role,
  expiresInDays: z.number().int().min(1).max(30).default(7),
});
export type CreateInvitationInput = z.infer<typeof createInvitationInput>;

export const previewInvitationInput = z.object({ token: linkToken });
export type PreviewInvitationInput = z.infer<typeof previewInvitationInput>;

export const acceptInvitationInput = z.object({ token: linkToken, name: displayName, email, password });
export type AcceptInvitationInput = z.infer<typeof acceptInvitationInput>;

export const updateUserInput = z
  .object({ id, role: role.optional(), isActive: z.boolean().optional() })
  .refine((value) => value.role !== undefined || value.isActive !== undefined, 'Nothing to change.');
export type UpdateUserInput = z.infer<typeof updateUserInput>;

export const byIdInput = z.object({ id });
export type ByIdInput = z.infer<typeof byIdInput>;

export type UserView = {
  id: string;
  name: string;
  email: string;
  role: z.infer<typeof role>;
  isActive: boolean;
  createdAt: Date;
  lastSignedInAt: Date | null;
};

export type InvitationView = {
  id: string;
  email: string | null;
  role: z.infer<typeof role>;
  createdAt: Date;
  expiresAt: Date;
  status: 'open' | 'accepted' | 'revoked' | 'expired';
};

export type SessionView = {
  id: string;
  createdAt: Date;
  expiresAt: Date;
  userAgent: string | null;
  isCurrent: boolean;
};

/** The person (or service) behind a request, as the consumers show it. */
export type WhoAmI =
  | {
      type: 'user';
      id: string;
      name: string;
      email: string;
      role: z.infer<typeof role>;
      permissions: string[];
      via: 'session' | 'token';
    }
  | { type: 'service'; name: string };
