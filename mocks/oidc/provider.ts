import { errors, Provider, type ResourceServer } from 'oidc-provider';
import { ALGORITHMS } from '../../gateway/auth/algorithms';
import { createProofChecker } from '../../gateway/auth/proof';
import { createProofRegister } from '../../gateway/auth/proof-register';
import { Unauthenticated } from '../../gateway/auth/unauthenticated';
import type { Clock } from '../../schema/kernel/clock';
import { authorizationDetailsOf, claimsOf, type Actor, isPartner } from './actors';
import { ACTOR_GRANT } from './grant';
import type { KeyRing } from './keys';
import { createMemoryAdapter } from './memory-adapter';

/** Minutes a token is valid unless the request says otherwise, and the most it may ask for. */
const MINUTES = { usual: 10, most: 12 * 60 };

/** What makes an issuer. */
export interface IssuerSettings {
  readonly issuer: string;
  /** The one resource that its tokens are for. */
  readonly audience: string;
  readonly actors: readonly Actor[];
  readonly clock: Clock;
}

/** One `oidc-provider` on one set of keys; a rotation makes a new one. */
export function createProvider({ issuer, audience, actors, clock }: IssuerSettings, keys: KeyRing): Provider {
  const scopes = [...new Set(actors.flatMap((actor) => actor.scopes))];
  const { alg, kid } = keys.current();
  const resource: ResourceServer = {
    audience,
    scope: scopes.join(' '),
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg, kid } },
  };
  const checkProof = createProofChecker(createProofRegister(clock));
  const bySubject = new Map(actors.map((actor) => [actor.subject, actor]));

  const provider = new Provider(issuer, {
    adapter: createMemoryAdapter,
    jwks: { keys: keys.all().map((key) => ({ ...key })) },
    scopes,
    clients: [...new Set(actors.map((actor) => actor.clientId))].map((client_id) => ({
      client_id,
      token_endpoint_auth_method: 'none',
      grant_types: [ACTOR_GRANT],
      response_types: [],
      redirect_uris: [],
    })),
    clientDefaults: { id_token_signed_response_alg: alg },
    features: {
      devInteractions: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      resourceIndicators: { enabled: true, getResourceServerInfo: () => resource },
    },
    enabledJWA: { dPoPSigningAlgValues: ALGORITHMS as ('PS256' | 'ES256' | 'EdDSA')[] },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    extraTokenClaims: (_ctx, token) => {
      const actor = 'accountId' in token ? bySubject.get(token.accountId) : undefined;
      return actor && claimsOf(actor);
    },
    ttl: { AccessToken: MINUTES.usual * 60 },
    formats: {
      customizers: {
        jwt(_ctx, token, { payload }) {
          const issuedAt = Math.floor(clock.now().getTime() / 1000);
          Object.assign(payload, { iat: issuedAt, nbf: issuedAt, exp: issuedAt + token.expiration });
        },
      },
    },
    renderError: (ctx, out) => {
      ctx.type = 'json';
      ctx.body = out;
    },
  });

  provider.registerGrantType<{ actor?: string; minutes?: string }>(
    ACTOR_GRANT,
    async (ctx) => {
      const { client, params } = ctx.oidc;
      const actor = actors.find(
        ({ name, clientId }) => name === params.actor && clientId === client.clientId,
      );
      if (!actor) throw new errors.InvalidGrant('this client has no such actor');
      const { dpop: proofs = [] } = ctx.req.headersDistinct;
      const thumbprint =
        isPartner(actor) || proofs.length > 0
          ? await checkProof(proofs, { method: 'POST', url: `${issuer}/token`, now: clock.now() }).catch(
              refuseProof,
            )
          : undefined;
      const token = new provider.AccessToken({
        accountId: actor.subject,
        grantId: actor.subject,
        client,
        gty: ACTOR_GRANT,
        scope: actor.scopes.join(' '),
        rar: authorizationDetailsOf(actor),
        expiresIn: minutesFrom(params.minutes) * 60,
      });
      if (thumbprint !== undefined) token.setThumbprint('jkt', thumbprint);
      token.resourceServer = new provider.ResourceServer(audience, resource);
      ctx.body = {
        access_token: await token.save(),
        token_type: token.tokenType,
        expires_in: token.expiration,
        scope: token.scope,
        authorization_details: token.rar,
      };
    },
    ['actor', 'minutes'],
  );
  return provider;
}

function refuseProof(error: unknown): never {
  throw error instanceof Unauthenticated ? new errors.InvalidDpopProof(error.message) : error;
}

function minutesFrom(text: string | undefined): number {
  if (text === undefined) return MINUTES.usual;
  const minutes = Number(text);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > MINUTES.most) {
    throw new errors.InvalidRequest(`minutes: a whole number from 1 to ${MINUTES.most}`);
  }
  return minutes;
}
