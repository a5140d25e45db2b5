import type { OperationContext } from '../../schema/kernel/operation';
import type { ChangeReader } from '../../schema/ports/changes';
import type { AuditNotes } from '../audit/notes';
import type { GraphAnswer, GraphRequest } from '../../subgraphs/shared/graph-request';

/** One operation on its way through the gateway. */
export interface OperationRun extends OperationContext {
  /** Coordinates that a subgraph masked; becomes `extensions.access.masked`. */
  readonly masked: Set<string>;
  /** Becomes the operation's record in the audit trail. */
  readonly notes: AuditNotes;
  /** Joins nobody who asked before: it may follow a change that the graph itself was not told of, as events do. */
  readonly apart?: true;
}

/** One way to reach one subgraph. */
export interface SubgraphTransport {
  readonly name: string;
  /** Whether fetches of one turn of the event loop are sent together, so that they share what is loaded for them. */
  readonly together: boolean;
  /** How far what the subgraph's subscription fields follow has come; absent where it cannot be asked. */
  readonly changes?: ChangeReader;
  /** Whether equal reads for equal callers that are under way at a time are made once. */
  readonly sharesReads?: boolean;
  /** Whether what is under way fails as soon as the operation's signal says that it is over. */
  readonly endsWithSignal?: boolean;
  /** Begins one operation's visit: its fetches share whatever the subgraph keeps per operation. */
  open(run: OperationRun): SubgraphVisit;
  /** Resolves when the subgraph and the system behind it answer. @throws {HubError} a `SOURCE_…` error otherwise. */
  ready(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/** One operation's visit to one subgraph. */
export interface SubgraphVisit {
  /**
   * @returns one answer per request, in order.
   * @throws {HubError} the subgraph as a whole gave no answer; it is named as the source.
   */
  send(requests: readonly GraphRequest[]): Promise<readonly GraphAnswer[]>;
}
