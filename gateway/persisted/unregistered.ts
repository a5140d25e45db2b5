import type { Logger } from 'pino';
import { createBoundedCache } from '../../subgraphs/shared/bounded-cache';
import { hashOf, isHash } from './manifest';
import type { OperationMode } from './settings';

/** How many operations that their clients did not register were met. */
export interface UnregisteredCount {
  /** The client where the configuration or a manifest names it; `other` for all others. */
  readonly client: string;
  readonly mode: OperationMode;
  readonly count: number;
}

/** Counts and logs operations that their clients did not register. */
export interface Unregistered {
  /** @param sent the text, or the id in place of one; only its hash is told. */
  note(clientId: string, mode: OperationMode, sent: string): void;
  /** Since the process started. */
  counts(): readonly UnregisteredCount[];
}

/** Operations that are logged once each, as long as they are remembered. */
const LOGGED_MAX = 5_000;

/** @param isNamed whether a client may have a count of its own: tokens may name any number of others. */
export function createUnregistered(isNamed: (clientId: string) => boolean, log: Logger): Unregistered {
  const counted = new Map<string, UnregisteredCount>();
  const logged = createBoundedCache<true>({ entries: LOGGED_MAX });
  return {
    note(clientId, mode, sent) {
      const client = isNamed(clientId) ? clientId : 'other';
      const label = `${mode} ${client}`;
      counted.set(label, { client, mode, count: (counted.get(label)?.count ?? 0) + 1 });
      const document = isHash(sent) ? sent : hashOf(sent);
      const key = `${document} ${label}`;
      if (logged.get(key)) return;
      logged.set(key, true);
      log.warn({ client: clientId, mode, document: document.slice(0, 16) }, 'operation not registered');
    },
    counts: () => [...counted.values()],
  };
}
