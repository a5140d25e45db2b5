import { decodeJwt, decodeProtectedHeader, importJWK, SignJWT } from 'jose';
import { systemClock, type Clock } from '../../schema/kernel/clock';
import { listen, pathOf, sendJson, type Handler } from '../http';
import { type Actor, isPartner } from './actors';
import { requestToken } from './client';
import { createKeyRing, type SigningAlgorithm, type SigningKey } from './keys';
import { createProvider } from './provider';

/** Where the issuer is mounted on its server. */
export const ISSUER_PATH = '/oidc';

/** Changes to a token that tests make: what a careless or hostile issuer might write. */
export interface TokenOverrides {
  /** Minutes of validity, 10 unless said. */
  readonly minutes?: number;
  /** The key that a partner's token is bound to. */
  readonly key?: SigningKey;
  /** Claims put over the real ones; `undefined` takes one away. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Header members put over the real ones; `undefined` takes one away. */
  readonly header?: Readonly<Record<string, unknown>>;
}

/** The bank's OpenID provider, as the development issuer imitates it. */
export interface Issuer {
  /** Its identifier and base URL, e.g. `http://127.0.0.1:4001/oidc`. */
  readonly issuer: string;
  /**
   * Asks the token endpoint, over HTTP, for an actor's access token. With overrides, signs the changed token again
   * with the issuer's current key.
   *
   * @throws {Error} where there is no such actor.
   */
  tokenFor(actor: string, overrides?: TokenOverrides): Promise<string>;
  /** Signs with a fresh key from now on; older keys stay in the JWKS unless they are to be forgotten. */
  rotate(options?: { alg?: SigningAlgorithm; forget?: boolean }): Promise<void>;
}

/** An issuer without a server of its own. */
export interface MountedIssuer extends Issuer {
  /** Answers every request below `ISSUER_PATH`. */
  readonly handle: Handler;
}

/** What an issuer needs. */
export interface IssuerOptions {
  readonly actors: readonly Actor[];
  /** The resource that tokens are for. */
  readonly audience: string;
  /** The "now" of `iat`, `nbf` and `exp`; the machine's unless said. */
  readonly clock?: Clock;
  /** Where signing keys are kept between two starts; in memory only unless said. */
  readonly keysFile?: string;
}

/** @param origin e.g. `http://127.0.0.1:4001`: where `handle` will be reached. */
export async function createIssuer(origin: string, options: IssuerOptions): Promise<MountedIssuer> {
  const { actors, audience, clock = systemClock, keysFile } = options;
  const issuer = `${origin}${ISSUER_PATH}`;
  const keys = await createKeyRing(keysFile);
  const callback = () => createProvider({ issuer, audience, actors, clock }, keys).callback();
  let answer = callback();

  return {
    issuer,
    async handle(request, response) {
      if (request.method === 'GET' && pathOf(request) === `${ISSUER_PATH}/actors`) {
        const list = actors.map((actor) => ({
          name: actor.name,
          client_id: actor.clientId,
          roles: actor.roles,
          bound: isPartner(actor),
        }));
        return sendJson(response, 200, { actors: list });
      }
      // The library tells its mount path from the two, as Express keeps them.
      Object.assign(request, { originalUrl: request.url });
      request.url = request.url?.slice(ISSUER_PATH.length) ?? '/';
      await answer(request, response);
    },
    async tokenFor(actor, { minutes, key: holder, claims, header } = {}) {
      const token = await requestToken(issuer, actor, { minutes, key: holder, now: clock.now() });
      if (!claims && !header) return token;
      const key = keys.current();
      return new SignJWT({ ...decodeJwt(token), ...claims })
        .setProtectedHeader({ ...decodeProtectedHeader(token), alg: key.alg, ...header })
        .sign(await importJWK(key, key.alg));
    },
    async rotate({ alg = 'ES256', forget = false } = {}) {
      await keys.rotate(alg, forget);
      answer = callback();
    },
  };
}

/**
 * Starts an issuer on a server of its own.
 *
 * @param options `port` 0, as it is unless said, lets the system choose one.
 */
export async function startIssuer(
  options: IssuerOptions & { readonly port?: number },
): Promise<Issuer & { close(): Promise<void> }> {
  const notFound: Handler = (_request, response) => sendJson(response, 404, { error: 'not_found' });
  let handle = notFound;
  const { url, close } = await listen(options.port ?? 0, (request, response) => handle(request, response));
  const mounted = await createIssuer(url, options);
  handle = (request, response) =>
    (pathOf(request).startsWith(`${ISSUER_PATH}/`) ? mounted.handle : notFound)(request, response);
  return { issuer: mounted.issuer, tokenFor: mounted.tokenFor, rotate: mounted.rotate, close };
}
