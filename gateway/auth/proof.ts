import { createHash } from 'node:crypto';
import {
  calculateJwkThumbprint,
  type CryptoKey,
  EmbeddedJWK,
  errors,
  type JWTHeaderParameters,
  type JWTPayload,
  jwtVerify,
} from 'jose';
import { ALGORITHMS, TOLERANCE_S } from './algorithms';
import type { ProofRegister } from './proof-register';
import { Unauthenticated } from './unauthenticated';

/** What a proof of possession (RFC 9449) must speak of. */
export interface ProvenRequest {
  readonly method: string;
  readonly url: string;
  readonly now: Date;
  /** The access token that comes with it; none where one is asked for. */
  readonly token?: string;
  /** The RFC 7638 thumbprint of the key that the token is bound to. */
  readonly thumbprint?: string;
}

/**
 * Checks the one proof of a request, and that it was not used before.
 *
 * @returns the thumbprint of its key.
 * @throws {Unauthenticated} with the reason.
 */
export type CheckProof = (proofs: readonly string[], request: ProvenRequest) => Promise<string>;

/** A proof older than this does not count, in seconds. */
const MOST_AGE_S = 60;

/** No real proof is longer, in characters: an RSA key of 4096 bits and its signature fit in. */
const LONGEST = 4_096;

/** @param register where used proofs are noted. */
export function createProofChecker(register: ProofRegister): CheckProof {
  return async (proofs, request) => {
    const [proof, ...others] = proofs;
    if (proof === undefined) throw refused('A DPoP proof is needed: send one in the DPoP header.');
    if (others.length > 0) throw refused('There must be one DPoP header.');
    if (proof.length > LONGEST || !/^[\w-]+\.[\w-]+\.[\w-]+$/.test(proof)) {
      throw refused('The DPoP header does not hold a proof.');
    }
    const { payload, thumbprint } = await verify(proof, request);
    const { iat = 0, jti } = payload;
    compare(payload, request);
    if (typeof jti !== 'string' || jti === '' || jti.length > 256) throw badProof('lacks a usable jti');
    const id = sha256(`${thumbprint}.${jti}`);
    if (!(await register.firstUse(id, (iat + MOST_AGE_S + TOLERANCE_S + 1) * 1_000))) {
      throw badProof('has been used before');
    }
    return thumbprint;
  };
}

async function verify(
  proof: string,
  request: ProvenRequest,
): Promise<{ payload: JWTPayload; thumbprint: string }> {
  let thumbprint = '';
  /** Compares the key first: what is signed with another key is not worth the arithmetic. */
  const keyOf = async (header: JWTHeaderParameters): Promise<CryptoKey> => {
    thumbprint = await calculateJwkThumbprint(header.jwk ?? {});
    if (request.thumbprint !== undefined && request.thumbprint !== thumbprint) {
      throw badProof('is not made with the key that the access token is bound to');
    }
    return EmbeddedJWK(header);
  };
  try {
    const { payload } = await jwtVerify(proof, keyOf, {
      typ: 'dpop+jwt',
      algorithms: ALGORITHMS,
      maxTokenAge: MOST_AGE_S,
      clockTolerance: TOLERANCE_S,
      currentDate: request.now,
    });
    return { payload, thumbprint };
  } catch (error) {
    if (error instanceof Unauthenticated) throw error;
    if (error instanceof errors.JWTExpired) throw badProof('is too old');
    if (error instanceof errors.JWTClaimValidationFailed && error.claim === 'iat') {
      throw badProof(
        error.reason === 'check_failed' ? 'is from the future' : 'does not say when it was made',
      );
    }
    throw badProof('cannot be verified');
  }
}

function compare({ htm, htu, ath }: JWTPayload, { method, url, token }: ProvenRequest): void {
  if (htm !== method) throw badProof('is for another method');
  const place = placeOf(url);
  if (place === undefined || placeOf(htu) !== place) throw badProof('is for another URL');
  if (token !== undefined && ath !== sha256(token)) throw badProof('is for another access token');
}

/** A URL in its normal form, without query and fragment. */
function placeOf(url: unknown): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  return Object.assign(new URL(url), { search: '', hash: '' }).href;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

const refused = (sentence: string): Unauthenticated =>
  new Unauthenticated(sentence, { error: 'invalid_dpop_proof', scheme: 'DPoP' });

const badProof = (what: string): Unauthenticated => refused(`The DPoP proof ${what}.`);
