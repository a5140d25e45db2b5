import type { Pool } from 'pg';

/**
 * A connection that breaks says so by an event, and an event of that name that nobody hears ends the process.
 * The pool drops a broken connection by itself, and whoever waits on it gets the error too: nothing is lost here.
 */
export function survive(pool: Pool): void {
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
}
