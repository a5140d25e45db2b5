import type { StandingReader } from '../../schema/ports/standing';

/** Nobody restricted the use of their data, or objected to any. */
export const NOBODY_ASKED: StandingReader = { standingsOf: () => Promise.resolve(new Map()) };
