import { createHash, randomBytes } from 'node:crypto';

/** @returns a one-time upload token: 256 bits that tell nothing about anyone. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** @returns what is kept of a token: it cannot be guessed, so a plain hash keeps it secret. */
export const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
