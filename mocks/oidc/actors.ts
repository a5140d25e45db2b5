import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AuthorizationDetail } from 'oidc-provider';
import { z } from 'zod';

const actorSchema = z.object({
  name: z.string().min(1),
  subject: z.string().min(1),
  clientId: z.string().min(1),
  roles: z.array(z.string()),
  scopes: z.array(z.string()),
  purposes: z.array(z.string()),
  customerNumber: z.string().optional(),
  branch: z.string().optional(),
  staffNumber: z.string().optional(),
  mandates: z
    .array(
      z.object({
        customerNumber: z.string(),
        claimNumber: z.string().optional(),
        from: z.string(),
        until: z.string().optional(),
      }),
    )
    .optional(),
});

/** Someone who can ask the hub: what the development issuer writes into their tokens. */
export type Actor = Readonly<z.infer<typeof actorSchema>>;

/**
 * Reads `actors.json` of a demo world.
 *
 * @param dataDir the folder that `HUB_MOCK_DATA` names.
 * @throws {Error} where the file is missing or not of this shape.
 */
export function readActors(dataDir: string): Actor[] {
  return z.array(actorSchema).parse(JSON.parse(readFileSync(join(dataDir, 'actors.json'), 'utf8')));
}

/** The claims of an actor's access token that RFC 9068 does not define. */
export function claimsOf(actor: Actor): Record<string, unknown> {
  return {
    roles: actor.roles,
    ...(actor.customerNumber === undefined ? {} : { customer_number: actor.customerNumber }),
    ...(actor.branch === undefined ? {} : { branch: actor.branch }),
    ...(actor.staffNumber === undefined ? {} : { staff_number: actor.staffNumber }),
  };
}

/** Whether an actor is a partner of the bank: their tokens are bound to a key of theirs (RFC 9449). */
export const isPartner = ({ roles }: Actor): boolean => roles.some((role) => role.startsWith('partner:'));

/** The purposes and mandates of an actor, as RFC 9396 carries them. */
export function authorizationDetailsOf(actor: Actor): AuthorizationDetail[] {
  const mandates = (actor.mandates ?? []).map(({ customerNumber, claimNumber }) => ({
    type: 'claims_hub_mandate',
    customer_number: customerNumber,
    ...(claimNumber === undefined ? {} : { claim_number: claimNumber }),
  }));
  return [{ type: 'claims_hub_purpose', purposes: [...actor.purposes] }, ...mandates];
}
