import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { importJWK, type JWK, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Caller } from '../../schema/kernel/caller';
import type { Clock } from '../../schema/kernel/clock';
import { createBoundedCache } from './bounded-cache';

/**
 * The header in which the gateway tells a subgraph who asks: a JWS (EdDSA), made for that subgraph, valid for a
 * minute. Nothing else that a request carries says who the caller is.
 */
export const OPERATION_HEADER = 'x-hub-context';

/** The header with the request's id. It is no claim of the token, so that equal callers share one signature. */
export const REQUEST_ID_HEADER = 'x-request-id';
/** Milliseconds that the operation has left, a whole number; relative, because clocks differ. */
export const TIME_LEFT_HEADER = 'x-hub-time-left';

/** The longest time between signing and use, in seconds. */
const VALID_S = 60;

/** A signature is used again for this long, in seconds; the rest of its life is for the way and for clocks that differ. */
const REUSED_S = 30;

const TYPE = 'hub-context+jwt';
const KEPT = { entries: 5_000 };

/** Tells one subgraph who asks. @returns the value of `OPERATION_HEADER`. */
export type OperationSigner = (subgraph: string, caller: Caller) => string;

/** @returns who asks; `undefined` where the value is not a valid token for this subgraph. */
export type OperationVerifier = (token: string | undefined) => Promise<Caller | undefined>;

/** A token, and the second until which it is used again. */
interface Signed {
  readonly token: string;
  readonly until: number;
}

/** @param privateKey an Ed25519 key as a JWK with its private part. */
export function createOperationSigner(privateKey: JWK, clock: Clock): OperationSigner {
  const key: KeyObject = createPrivateKey({ key: privateKey, format: 'jwk' });
  const header = encode({ alg: 'EdDSA', typ: TYPE, ...(privateKey.kid ? { kid: privateKey.kid } : {}) });
  const made = createBoundedCache<Signed>(KEPT);
  /** The same, found without a look at what the caller is: most operations of one token have one caller. */
  const last = new WeakMap<Caller, Map<string, Signed>>();
  const note = (subgraph: string, caller: Caller, signed: Signed): string => {
    const bySubgraph = last.get(caller);
    if (bySubgraph) bySubgraph.set(subgraph, signed);
    else last.set(caller, new Map([[subgraph, signed]]));
    return signed.token;
  };
  return (subgraph, caller) => {
    const now = Math.floor(clock.now().getTime() / 1_000);
    const holds = ({ until }: Signed): boolean => now < until && now >= until - REUSED_S;
    const own = last.get(caller)?.get(subgraph);
    if (own && holds(own)) return own.token;
    const same = JSON.stringify([subgraph, caller]);
    const earlier = made.get(same);
    if (earlier && holds(earlier)) return note(subgraph, caller, earlier);
    const content = `${header}.${encode({ aud: subgraph, iat: now, exp: now + VALID_S, caller })}`;
    const token = `${content}.${sign(null, Buffer.from(content), key).toString('base64url')}`;
    const signed = { token, until: now + REUSED_S };
    made.set(same, signed);
    return note(subgraph, caller, signed);
  };
}

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

const callerSchema = z.strictObject({
  subject: z.string(),
  clientId: z.string(),
  roles: z.array(z.string()),
  scopes: z.array(z.string()),
  purposes: z.array(z.string()),
  purpose: z.string(),
  tokenId: z.string().optional(),
  customerNumber: z.string().optional(),
  branch: z.string().optional(),
  staffNumber: z.string().optional(),
  mandates: z
    .array(z.strictObject({ customerNumber: z.string(), claimNumber: z.string().optional() }))
    .optional(),
  cases: z.array(z.string()).optional(),
});

/**
 * @param subgraph the audience that tokens must be made for.
 * @param publicKey the gateway's Ed25519 key as a JWK without its private part.
 */
export function createOperationVerifier(subgraph: string, publicKey: JWK, clock: Clock): OperationVerifier {
  const { d: _private, ...publicPart } = publicKey;
  const key = importJWK(publicPart, 'EdDSA');
  const known = createBoundedCache<{ readonly caller: Caller; readonly until: number }>(KEPT);
  return async (token) => {
    if (token === undefined) return undefined;
    const now = clock.now();
    const earlier = known.get(token);
    if (earlier && now.getTime() < earlier.until) return earlier.caller;
    try {
      const { payload } = await jwtVerify(token, await key, {
        algorithms: ['EdDSA'],
        audience: subgraph,
        typ: TYPE,
        maxTokenAge: VALID_S,
        clockTolerance: 5,
        requiredClaims: ['exp', 'iat'],
        currentDate: now,
      });
      const caller = callerSchema.parse(payload.caller) as Caller;
      known.set(token, { caller, until: (payload.exp ?? 0) * 1_000 });
      return caller;
    } catch {
      return undefined; // Forged, expired, for another subgraph, or not a token: all the same to whoever sent it.
    }
  };
}
