import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { Identity } from '../../schema/kernel/caller';

/** The `authorization_details` type (RFC 9396) that carries the purposes which a token allows. */
const PURPOSE_DETAIL = 'claims_hub_purpose';

/** Types that begin so are meant for this service: one that it does not know limits the token in a way it cannot keep. */
const OWN_DETAILS = 'claims_hub_';

const strings = z.array(z.string().min(1).max(200)).max(100);

/** The claims of RFC 9068 that name someone, and the bank's own ones. */
const claimsSchema = z.object({
  sub: z.string().min(1).max(200),
  client_id: z.string().min(1).max(200),
  jti: z.string().min(1),
  roles: strings.default([]),
  scope: z.string().default(''),
  authorization_details: z
    .array(z.looseObject({ type: z.string(), purposes: z.unknown().optional() }))
    .max(50)
    .default([]),
  customer_number: z
    .string()
    .regex(/^\d{12}$/)
    .optional(),
  branch: z
    .string()
    .regex(/^\d{5}$/)
    .optional(),
  staff_number: z
    .string()
    .regex(/^[A-Z]\d{6}$/)
    .optional(),
});

/**
 * Reads who a token speaks of.
 *
 * @param payload of a token whose signature, issuer, audience and times were checked.
 * @returns `undefined` where a claim is missing or not of its form.
 */
export function identityFrom(payload: JWTPayload): Identity | undefined {
  const parsed = claimsSchema.safeParse(payload);
  if (!parsed.success) return undefined;
  const { sub, client_id, jti, roles, scope, authorization_details, customer_number, branch, staff_number } =
    parsed.data;
  const own = authorization_details.filter(({ type }) => type.startsWith(OWN_DETAILS));
  if (own.some(({ type }) => type !== PURPOSE_DETAIL)) return undefined;
  const purposes = own.map((detail) => strings.safeParse(detail.purposes));
  if (!purposes.every((each) => each.success)) return undefined;
  return {
    subject: sub,
    clientId: client_id,
    roles: unique(roles),
    scopes: unique(scope.split(' ').filter((each) => each !== '')),
    purposes: unique(purposes.flatMap((each) => each.data)),
    tokenId: jti,
    ...(customer_number === undefined ? {} : { customerNumber: customer_number }),
    ...(branch === undefined ? {} : { branch }),
    ...(staff_number === undefined ? {} : { staffNumber: staff_number }),
  };
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];
