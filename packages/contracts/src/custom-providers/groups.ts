import { z } from 'zod';
import { displayName, id } from '../fields/index.ts';

const position = z.number().int().min(0).max(1_000_000);

export const createCustomProviderGroupInput = z.object({ name: displayName, position: position.optional() });
export type CreateCustomProviderGroupInput = z.infer<typeof createCustomProviderGroupInput>;

/** Switching a group off disables its providers at their gateways, whatever their own switch says. */
export const updateCustomProviderGroupInput = z.object({
  id,
  name: displayName.optional(),
  position: position.optional(),
  isEnabled: z.boolean().optional(),
});
export type UpdateCustomProviderGroupInput = z.infer<typeof updateCustomProviderGroupInput>;

export const customProviderGroupByIdInput = z.object({ id });

export type CustomProviderGroupView = {
  id: string;
  name: string;
  position: number;
  isEnabled: boolean;
  /** How many providers are in it, of everybody. */
  providers: number;
};
