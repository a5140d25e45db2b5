import type { OperationContext } from '../../schema/kernel/operation';
import type { AccessOf } from './access';

/** What this subgraph's resolvers work with, for one operation of one caller. */
export interface ViewerContext {
  readonly operation: OperationContext;
  /** What the rules say to a caller about one place of the graph. */
  readonly access: AccessOf;
}
