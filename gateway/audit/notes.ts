import type { AccessGroup } from '../../schema/audit/record';
import type { Denial } from '../policy/shape';

/** What is decided while an operation is under way, for its record. */
export interface AuditNotes {
  /** What subgraphs of other processes decided, subjects by customer number. */
  readonly accesses: AccessGroup[];
  /** What the gateway cut before any object was known. */
  denials: readonly Denial[];
  /** How often a subgraph decided otherwise than the gateway. */
  differences: number;
}

export const emptyNotes = (): AuditNotes => ({ accesses: [], denials: [], differences: 0 });
