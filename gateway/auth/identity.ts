import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { Identity } from '../../schema/kernel/caller';

/** The `authorization_details` type (RFC 9396) that carries the purposes which a token allows. */
const PURPOSE_DETAIL = 'claims_hub_purpose';

/** Types that begin so are meant for this service: one that it does not know limits the token in a way it cannot keep. */
const OWN_DETAILS = 'claims_hub_';

/** The mandates of customers that a partner's token speaks of. */
const MANDATE_DETAIL = 'claims_hub_mandate';

/** Limits a token to some claims. */
const CASES_DETAIL = 'claims_hub_cases';

const strings = z.array(z.string().min(1).max(200)).max(100);

/** The claims of RFC 9068 that name someone, and the bank's own ones. */
const claimsSchema = z.object({
  sub: z.string().min(1).max(200),
  client_id: z.string().min(1).max(200),
  jti: z.string().min(1),
  roles: strings.default([]),
  scope: z.string().default(''),
  authorization_details: z
    .array(z.looseObject({ type: z.string() }))
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
  const details = ownDetails(authorization_details);
  if (!details) return undefined;
  return {
    subject: sub,
    clientId: client_id,
    roles: unique(roles),
    scopes: unique(scope.split(' ').filter((each) => each !== '')),
    purposes: unique(details.flatMap((each) => (each.type === PURPOSE_DETAIL ? each.purposes : []))),
    tokenId: jti,
    ...(customer_number === undefined ? {} : { customerNumber: customer_number }),
    ...(branch === undefined ? {} : { branch }),
    ...(staff_number === undefined ? {} : { staffNumber: staff_number }),
    ...limitsOf(details),
  };
}

const claimNumber = z.string().regex(/^RC-\d{4}-\d{7,12}$/);

const detailSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal(PURPOSE_DETAIL), purposes: strings }),
  z.object({
    type: z.literal(MANDATE_DETAIL),
    customer_number: z.string().regex(/^\d{12}$/),
    claim_number: claimNumber.optional(),
  }),
  z.object({ type: z.literal(CASES_DETAIL), claims: z.array(claimNumber).max(100) }),
]);
type OwnDetail = z.infer<typeof detailSchema>;

/** @returns the details that are meant for this service; `undefined` where one of them cannot be kept. */
function ownDetails(details: readonly { readonly type: string }[]): OwnDetail[] | undefined {
  const own = details.filter(({ type }) => type.startsWith(OWN_DETAILS));
  const parsed = z.array(detailSchema).safeParse(own);
  return parsed.success ? parsed.data : undefined;
}

/** Several limits to cases leave what all of them allow. */
function limitsOf(details: readonly OwnDetail[]): Pick<Identity, 'mandates' | 'cases'> {
  const mandates = details.flatMap((each) => (each.type === MANDATE_DETAIL ? [each] : []));
  const cases = details.flatMap((each) => (each.type === CASES_DETAIL ? [each.claims] : []));
  return {
    ...(mandates.length > 0 && {
      mandates: mandates.map((each) => ({
        customerNumber: each.customer_number,
        ...(each.claim_number !== undefined && { claimNumber: each.claim_number }),
      })),
    }),
    ...(cases.length > 0 && {
      cases: cases.reduce((left, each) => left.filter((one) => each.includes(one))),
    }),
  };
}

const unique = (values: readonly string[]): string[] => [...new Set(values)];
