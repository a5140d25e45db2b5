import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { ZodType } from 'zod';
import type { Clock } from '../../schema/kernel/clock';
import type { IdSealer } from '../../schema/kernel/ids';
import type { OperationContext } from '../../schema/kernel/operation';
import type { Policy } from '../../schema/policy/types';
import type { ConsultationReader } from '../../schema/ports/audit';
import type { ChangeBus, ChangeReader } from '../../schema/ports/changes';
import type { ClaimAccounts } from '../../schema/ports/claim-accounts';
import type { Eraser } from '../../schema/ports/erasure';
import type { CustomerContacts } from '../../schema/ports/customer-contacts';
import type { CustomerMarks } from '../../schema/ports/customer-marks';
import type { LedgerEvidence } from '../../schema/ports/ledger-evidence';
import type { OutgoingLetters } from '../../schema/ports/outgoing-letters';
import type { PartyNames } from '../../schema/ports/names';
import type { Payments } from '../../schema/ports/payments';
import type { RelationReader } from '../../schema/ports/relation';
import type { SqlStore } from '../../schema/ports/store';
import type { Wanted } from './projection/wanted';

/** One subgraph, connected and ready to answer. */
export interface Subgraph {
  readonly name: string;
  /** The executable Federation 2 schema, without access rules: whoever serves it puts them around it. */
  readonly schema: GraphQLSchema;
  /**
   * Loaders and sources for one operation of one caller. Every fetch that the gateway sends for the same operation
   * shares it, so that equal keys are asked for once.
   *
   * @param wanted the fields that the operation needs: sources read nothing of a system that only others are made of.
   */
  context(operation: OperationContext, wanted: Wanted): object;
  /** How far what its subscription fields follow has come; absent where it has none. */
  readonly changes?: ChangeReader;
  /** What customers are called, of the subgraph whose system knows. */
  readonly names?: PartyNames;
  /** Whom the customer file marks, of the subgraph whose system it is. */
  readonly marks?: CustomerMarks;
  /** Where customers are reached, of the subgraph whose system knows. */
  readonly contacts?: CustomerContacts;
  /** What the ledger proves, of the subgraph whose system it is. */
  readonly evidence?: LedgerEvidence;
  /** Resolves when the system behind it answers. @throws {HubError} a `SOURCE_…` error otherwise. */
  ready(timeoutMs: number): Promise<void>;
  close(): Promise<void>;
}

/** What a process hands to each subgraph that it runs. */
export interface SubgraphDeps {
  readonly ids: IdSealer;
  readonly clock: Clock;
  readonly log: Logger;
  /** The access rules. A subgraph asks them for rows only (`createVisibility`, `createRowGate`); fields are decided around its schema. */
  readonly policy: Policy;
  /** Another subgraph's process asks this one's system beside its own: what runs by itself runs elsewhere. */
  readonly beside?: boolean;
  /** Our own database; opened on first use and closed by the process, not by the subgraph. */
  readonly store: () => Promise<SqlStore>;
  /** What the audit trail tells a person about their own data; absent in a process that has no database to read it from. */
  readonly consultations?: ConsultationReader;
  /** Tells other processes of changes; absent where each looks for itself. */
  readonly changeBus?: ChangeBus;
  /** Who works on whose claims; absent in a process that has no database of its own to read it from. */
  readonly relations?: RelationReader;
  /** Has claims paid; absent in a process that does not share the store with whoever brings orders to the service. */
  readonly payments?: Payments;
  /** Has letters printed and posted; absent in a process that does not share the store with whoever brings them on their way. */
  readonly letters?: OutgoingLetters;
  /** Which accounts a payment for a claim may credit; absent in a process that has no claims to read it from. */
  readonly claimAccounts?: ClaimAccounts;
  /** Whom the customer file marks; absent in a process that has no way to it. */
  readonly marks?: CustomerMarks;
  /** Where customers are reached; absent in a process that has no way to the customer file. */
  readonly contacts?: CustomerContacts;
  /** What the ledger proves, for decisions without a person; absent in a process that has no way to it. */
  readonly evidence?: LedgerEvidence;
  /** What erases a person in our own store; absent in a process that does not share it. */
  readonly erasers?: readonly Eraser[];
}

/**
 * What `subgraphs/<name>/index.ts` exports as `subgraph`: all that is known about one folder of the graph.
 * Processes and the contract find subgraphs by their folders; there is no list to edit.
 */
export interface SubgraphModule<Settings = unknown> {
  /** The folder's name, the subgraph's name in the supergraph. */
  readonly name: string;
  /** The loopback port of its own process when nothing else is said. */
  readonly port: number;
  /** Reads and checks the environment variables that are this subgraph's own; unknown variables are ignored. */
  readonly settings: ZodType<Settings>;
  /** The schema alone, without any I/O: what the contract is made of. */
  schema(): GraphQLSchema;
  create(settings: Settings, deps: SubgraphDeps): Promise<Subgraph>;
}
