import type { IncomingMessage } from 'node:http';
import express, { type Request } from 'express';
import { createBoundedCache } from '../../subgraphs/shared/bounded-cache';
import { MEDIA_TYPES, type MediaType } from '../answer/status';

/** Clients are many, the `Accept` headers that they send are few. */
const KEPT = { entries: 500, weight: 50_000 };

/** @returns a reader of what a client wants its answer to be written in; `false` where it wants nothing that we write. */
export function createMediaTypeReader(): (request: IncomingMessage) => MediaType | false {
  const known = createBoundedCache<MediaType | false>(KEPT);
  return (request) => {
    const { accept } = request.headers;
    if (accept === undefined) return MEDIA_TYPES[0];
    let type = known.get(accept);
    if (type === undefined) {
      type = express.request.accepts.call(request as Request, ...MEDIA_TYPES) as MediaType | false;
      known.set(accept, type);
    }
    return type;
  };
}
