import type { Request, Response } from 'express';
import { decodeJwt } from 'jose';
import type { Caller } from '../../schema/kernel/caller';
import { type Credentials, presentedToken } from '../auth/credentials';
import type { Answered } from '../http/graphql';
import { credentialsOf, type Place } from '../http/request-credentials';
import { visitOf } from '../http/visit';
import type { Pipeline, Stages, Trace } from '../pipeline';
import { PURPOSE_HEADER } from '../policy/purpose';
import type { Followed, Told } from './follower';
import type { Prepare, Prepared } from './prepare';
import type { Streams } from './streams';
import { toldBy } from './told';

/** The graph as its streams see it. */
export interface StreamGraph extends Pick<Stages, 'authenticate' | 'choosePurpose' | 'audit' | 'report'> {
  readonly prepare: Prepare;
  readonly streams: Streams;
}

/** What the address of streams needs. */
export interface StreamHandlerOptions extends StreamGraph, Place {
  /** Answers each event, as it answers any query. */
  readonly pipeline: Pipeline;
  readonly bodyBytes: number;
  /** Hears of every answer, one per event. */
  readonly answered: Answered;
}

/** Somebody who was let in. */
export interface Listener {
  /** Tells callers apart: one of another application is another one. */
  readonly name: string;
  readonly credentials: Credentials;
  /** Milliseconds since 1970: from then on they are nobody. */
  readonly expiresAt: number;
  /** Who they are to the rules. @throws {HubError} the purpose is not one of theirs. */
  caller(): Caller;
}

/** @throws {HubError} they show nothing that lets them in. */
export async function letIn(
  options: Pick<StreamHandlerOptions, 'authenticate' | 'choosePurpose' | keyof Place>,
  request: Request,
  trace: Trace,
): Promise<Listener> {
  const plain = credentialsOf(request, options);
  // Proofs of possession name this address.
  const credentials = { ...plain, url: `${plain.url}/stream` };
  const identity = (trace.identity = await options.authenticate(credentials));
  return {
    name: `${identity.clientId} ${identity.subject}`,
    credentials,
    expiresAt: endOf(credentials),
    caller: () => (trace.caller = options.choosePurpose(identity, request.get(PURPOSE_HEADER))),
  };
}

/** Never where there is no token to check. */
function endOf({ authorization }: Credentials): number {
  if (authorization.length === 0) return Infinity;
  return (decodeJwt(presentedToken(authorization).token).exp ?? 0) * 1_000;
}

/** A subscription that was asked for once: what there is to tell, and what there is to follow. */
export interface Subscribed {
  readonly first: Told;
  readonly followed: Omit<Followed, 'sink' | 'words'>;
}

/** @param signal fires when nobody wants to hear any more. */
export async function subscribe(
  { pipeline, streams, answered }: Pick<StreamHandlerOptions, 'pipeline' | 'streams' | 'answered'>,
  { following: { field, key = '', responseKey }, parameters }: Prepared & { readonly errors?: never },
  { credentials, expiresAt }: Listener,
  [request, response]: readonly [Request, Response],
  signal: AbortSignal,
): Promise<Subscribed> {
  const thing = { subgraph: field.subgraph, field: field.name, key };
  const { requestId } = visitOf(response);
  const purpose = request.get(PURPOSE_HEADER);
  const ask = async (): Promise<Told> => {
    const asked: Trace = {};
    visitOf(response).start = performance.now();
    const answer = await pipeline(
      {
        ...{ method: 'POST', mediaType: 'application/json', requestId, purpose, signal },
        // The proof of possession was for opening the stream; the token is looked at each time.
        credentials: { ...credentials, proven: true },
        parameters: async () => ({ ...parameters, own: true }),
      },
      asked,
    );
    asked.operationType = 'subscription';
    answered(response, asked, answer);
    return toldBy(answer, responseKey);
  };
  // Asked before the thing itself: what changes in between is told once too often rather than never.
  const seen = (await streams.mark(thing)) ?? 0;
  return { first: await ask(), followed: { ...thing, seen, expiresAt, ask } };
}
