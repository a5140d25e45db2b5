import type { DocumentNode, ExecutionResult, GraphQLSchema } from 'graphql';
import type { Caller } from '../../schema/kernel/caller';
import type { HubError } from '../../schema/kernel/errors';
import type { AccessTable } from '../../schema/policy/compile';
import type { Denial } from './shape';

/** One operation of one caller, validated, before it is planned. */
export interface CutRequest {
  /** The client's document; never changed. */
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The API schema that the document was validated against. */
  readonly schema: GraphQLSchema;
  readonly table: AccessTable;
  readonly caller: Caller;
}

/** What is left of an operation once everything that this caller may never see is cut from it. */
export type CutResult = {
  /** Everything that was denied, one per selection. */
  readonly denials: readonly Denial[];
} & (
  | {
      /** Nothing may be executed: `OPERATION_ACCESS_DENIED` or `MASKED_VALUE_WRITE_BACK`. */
      readonly kind: 'rejected';
      readonly error: HubError;
    }
  | {
      readonly kind: 'cut';
      /** What to plan and execute; the client's own document object where nothing was cut. */
      readonly document: DocumentNode;
      /** A hash of the cut document and the operation's name: the only safe key for plans. */
      readonly key: string;
      /** Puts `null` and one error per cut selection back into the answer. */
      restore(result: ExecutionResult): ExecutionResult;
    }
);
