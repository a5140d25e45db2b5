import { ACTOR_GRANT } from './grant';
import type { SigningKey } from './keys';
import { createProof } from './proof';

/** Where the development issuer is unless something else is said. */
export const USUAL_ISSUER = 'http://127.0.0.1:4001/oidc';

/** Milliseconds for an answer of the issuer, which shares its machine with everything else. */
const PATIENCE_MS = 20_000;

/** An actor, as the running issuer lists it. */
export interface ListedActor {
  readonly name: string;
  readonly client_id: string;
  readonly roles: readonly string[];
  /** Whether their tokens are bound to a key. */
  readonly bound: boolean;
}

/** What a token shall be. */
export interface TokenWishes {
  /** Minutes of validity; the issuer's usual 10 unless said. */
  readonly minutes?: number | undefined;
  /** The key of whoever will use the token; needed for actors whose tokens are bound, not used for others. */
  readonly key?: SigningKey | undefined;
  /** When it is asked for; now unless said. */
  readonly now?: Date | undefined;
}

/** The issuer knows no actor of that name. */
export class UnknownActor extends Error {
  constructor(
    name: string,
    readonly known: readonly ListedActor[],
  ) {
    super(`there is no actor "${name}"; there are: ${known.map((actor) => actor.name).join(', ')}`);
    this.name = 'UnknownActor';
  }
}

/** The issuer could not be reached, or is not a development issuer. */
export class IssuerUnreachable extends Error {
  constructor(issuer: string, options?: ErrorOptions) {
    super(`no development issuer answers at ${issuer}`, options);
    this.name = 'IssuerUnreachable';
  }
}

/** @throws {IssuerUnreachable} no development issuer answers there. */
export async function listActors(issuer: string): Promise<readonly ListedActor[]> {
  try {
    const answer = await fetch(`${issuer}/actors`, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (!answer.ok) throw new IssuerUnreachable(issuer);
    return ((await answer.json()) as { actors: ListedActor[] }).actors;
  } catch (cause) {
    throw cause instanceof IssuerUnreachable ? cause : new IssuerUnreachable(issuer, { cause });
  }
}

/**
 * Asks a running development issuer for one access token.
 *
 * @param issuer e.g. `http://127.0.0.1:4001/oidc`.
 * @param actor a name of the demo world, e.g. `adviser`.
 * @throws {UnknownActor | IssuerUnreachable}
 * @throws {Error} the issuer refused, with its reason.
 */
export async function requestToken(
  issuer: string,
  actor: string,
  { minutes, key, now = new Date() }: TokenWishes = {},
): Promise<string> {
  const known = await listActors(issuer);
  const found = known.find(({ name }) => name === actor);
  if (!found) throw new UnknownActor(actor, known);
  const url = `${issuer}/token`;
  const answer = await fetch(url, {
    method: 'POST',
    headers: found.bound && key ? { dpop: await createProof(key, { method: 'POST', url, now }) } : {},
    body: new URLSearchParams({
      grant_type: ACTOR_GRANT,
      client_id: found.client_id,
      actor,
      ...(minutes === undefined ? {} : { minutes: String(minutes) }),
    }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const body = (await answer.json()) as { access_token?: string; error_description?: string };
  if (body.access_token === undefined)
    throw new Error(`the issuer refused: ${body.error_description ?? answer.status}`);
  return body.access_token;
}
