import type { Caller } from '../kernel/caller';
import { groupAccesses, operationNameForAudit } from './accesses';
import type { Pseudonymiser } from './pseudonyms';
import type { AccessGroup, AccessRecord } from './record';
import { TECHNICAL_NAME } from './technical-name';

/** What a gateway knows of an operation that it answered, people and systems by their own names. */
export interface OperationFacts {
  /** When it was answered. */
  readonly at: Date;
  readonly requestId: string;
  readonly caller: Pick<Caller, 'subject' | 'clientId' | 'roles' | 'purpose'>;
  /** The token's `jti`. */
  readonly tokenId?: string | undefined;
  /** As far as the document could be read. `hash`: SHA-256 of the document, hexadecimal. */
  readonly operation: {
    readonly type?: 'query' | 'mutation' | undefined;
    readonly name?: string | undefined;
    readonly hash?: string | undefined;
  };
  /** Subjects by customer number, each in one group or in several. */
  readonly accesses: readonly AccessGroup[];
  /** Of the rules that showed something. */
  readonly legalBases: Iterable<string>;
  /** How often gateway and subgraph decided differently; 0 unless said. */
  readonly differences?: number;
  /** Public names of the systems that were asked. */
  readonly sources: Iterable<string>;
  /** Version of the access policy. */
  readonly policy: string;
  /** HTTP status of the answer. */
  readonly status: number;
  /** Error codes in the answer. */
  readonly errors: Iterable<string>;
}

/** @returns the record of an operation: people as pseudonyms, names as far as they may be kept, lists sorted. */
export function accessRecordOf(facts: OperationFacts, pseudonyms: Pseudonymiser): AccessRecord {
  const { at, caller, tokenId, operation, differences = 0 } = facts;
  const known = new Map<string, string>();
  const pseudonymOf = (subject: string): string => {
    let pseudonym = known.get(subject);
    if (pseudonym === undefined) known.set(subject, (pseudonym = pseudonyms.of('subject', subject, at)));
    return pseudonym;
  };
  const accesses = facts.accesses.map(({ subjects, decisions }) => ({
    subjects: subjects.map(pseudonymOf),
    decisions,
  }));
  // Members in the order of canonical JSON, which is written of them.
  return {
    accesses: groupAccesses(accesses),
    actor: pseudonyms.of('actor', caller.subject, at),
    at: at.toISOString(),
    client: technical(caller.clientId),
    differences,
    errors: names(facts.errors),
    kind: 'access',
    legalBases: names(facts.legalBases),
    operation: {
      hash: operation.hash ?? null,
      name: operationNameForAudit(operation.name),
      type: operation.type ?? null,
    },
    policy: technical(facts.policy),
    purpose: technical(caller.purpose),
    requestId: facts.requestId,
    roles: names(caller.roles),
    sources: names(facts.sources),
    status: facts.status,
    token: tokenId === undefined ? null : pseudonyms.of('token', tokenId, at),
  };
}

/** Names come from the issuer's token too: an unusual one must not stop the record of what happened. */
const technical = (name: string): string =>
  TECHNICAL_NAME.test(name) ? name : name.replaceAll(/[^\w.:/@+-]/g, '_').slice(0, 128) || '-';

const names = (all: Iterable<string>): string[] => [...new Set([...all].map(technical))].sort().slice(0, 100);
