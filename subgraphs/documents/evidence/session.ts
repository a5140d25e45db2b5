import type { StoreSession } from '../../../schema/ports/store';
import type { MeteredSession } from '../../shared/metered-store';

/** @param keys how many things each statement asks for. @returns the session, with its statements counted. */
export const sessionOf = (metered: MeteredSession, keys = 1): StoreSession => ({
  query: (text, values) => metered.query(keys, text, values),
});
