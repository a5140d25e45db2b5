import type { GraphQLSchema } from 'graphql';
import { timeLeft } from '../schema/kernel/operation';
import { createSourceMeter } from '../schema/kernel/sources';
import type { Caller, Identity } from '../schema/kernel/caller';
import type { ReportError } from '../subgraphs/shared/error-answer';
import { emptyNotes } from './audit/notes';
import type { AuditTrail } from './audit/trail';
import type { Asked } from './audit/withhold';
import { type Answer, answerOf, type Executed, failureAnswer } from './answer/answer';
import type { MediaType } from './answer/status';
import { publicError } from './answer/errors';
import { RequestRefused } from './answer/request-refused';
import type { Authenticate } from './auth/authenticate';
import type { Credentials } from './auth/credentials';
import { withDeadline } from './execute/deadline';
import type { HandedOver } from './execute/handover';
import type { OperationRun } from './execute/transport';
import type { Parameters, SentParameters } from './http/parameters';
import { type OpenOperation, openTextOnly } from './persisted/open-operation';
import type { ChosenOperation, ReadDocument } from './plan/document';

/** One HTTP request for the graph, whatever the server that took it. */
export interface GraphHttpRequest {
  readonly method: 'GET' | 'POST';
  readonly credentials: Credentials;
  /** The `X-Access-Purpose` header. */
  readonly purpose: string | undefined;
  /** What the answer is written in. */
  readonly mediaType: MediaType;
  readonly requestId: string;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** Reads the body or the URL: only done for a caller who was let in. */
  readonly parameters: () => Promise<SentParameters>;
}

/** What each stage is; `main.ts` chooses them. */
export interface Stages {
  readonly authenticate: Authenticate;
  /** Fixes the operation's one purpose. @throws {HubError} `PURPOSE_…` */
  readonly choosePurpose: (identity: Identity, header: string | undefined) => Caller;
  /** Finds the text of what was sent, and whether this client may send it; takes texts alone where it is absent. */
  readonly open?: OpenOperation;
  /** The graph as it is planned and executed. */
  readonly schema: GraphQLSchema;
  /** Parses, validates and measures a text, by what exists for the caller; each text once. */
  readonly read: (text: string, caller: Caller) => ReadDocument;
  /** Picks the operation; checks variables and cost. */
  readonly choose: (
    document: NonNullable<ReadDocument['document']>,
    parameters: Parameters,
    caller: Caller,
  ) => ChosenOperation;
  /** Cuts what the caller may not see, plans and executes what is left, restores. */
  readonly execute: (parameters: Parameters & HandedOver, run: OperationRun) => Promise<Executed>;
  /** Absent where there is no policy to speak of. */
  readonly audit?: AuditTrail;
  readonly report: ReportError;
  /** Milliseconds for one operation. */
  readonly deadlineMs: number;
  /** Whether the answer tells what each source was asked: in development. */
  readonly showSources: boolean;
}

/** What can be said about a request once it is answered, without a word of its content. */
export interface Trace {
  /** Whoever was let in. */
  identity?: Identity;
  caller?: Caller;
  operationName?: string | undefined;
  operationType?: string;
  documentHash?: string;
  asked?: Asked;
  run?: OperationRun;
}

/** Answers one request; never rejects. */
export type Pipeline = (request: GraphHttpRequest, trace: Trace) => Promise<Answer>;

/** Authenticate → purpose → (registered) text → (policy) plan → execute → answer. */
export function createPipeline(stages: Stages): Pipeline {
  const refused = (errors: readonly unknown[], { mediaType }: GraphHttpRequest): Answer =>
    answerOf({ errors: errors.map((error) => publicError(error, stages.report)) }, mediaType);

  const answer: Pipeline = async (request, trace) => {
    const identity = (trace.identity = await stages.authenticate(request.credentials));
    const caller = (trace.caller = stages.choosePurpose(identity, request.purpose));

    const sent = await request.parameters();
    const { parameters, keep } = (stages.open ?? openTextOnly)(sent, caller);
    const { document, errors, hash } = stages.read(parameters.query, caller);
    trace.documentHash = hash;
    if (!document) return refused(errors, request);
    keep?.(document);
    const chosen = stages.choose(document, parameters, caller);
    if (chosen.errors) return refused(chosen.errors, request);
    trace.operationName = chosen.operation.name?.value;
    trace.operationType = chosen.operation.operation;
    if (request.method === 'GET' && chosen.operation.operation !== 'query') {
      throw new RequestRefused(405, 'Only queries are answered over GET: send it with POST.', 'BAD_REQUEST', {
        allow: 'POST',
      });
    }

    trace.asked = { schema: stages.schema, document, operation: chosen.operation };
    if (chosen.operation.operation === 'mutation') await stages.audit?.admit(trace.asked);
    return withDeadline(request.signal, stages.deadlineMs, async (signal) => {
      const run: OperationRun = (trace.run = {
        ...startRun(caller, request.requestId, signal, stages.deadlineMs),
        ...(sent.own ? { apart: true } : {}),
      });
      const executed = await stages.execute({ ...parameters, hash, document }, run);
      return answerOf(executed, request.mediaType, run, stages.showSources);
    });
  };
  return async (request, trace) => {
    const recorded = stages.audit?.expect();
    const answered = await answer(request, trace).catch((error: unknown) =>
      failureAnswer(error, request.mediaType, stages.report),
    );
    const left = stages.audit?.record(request, trace, answered);
    recorded?.();
    return left ?? answered;
  };
}

const startRun = (
  caller: Caller,
  requestId: string,
  signal: AbortSignal,
  deadlineMs: number,
): OperationRun => ({
  caller,
  requestId,
  signal,
  leftMs: timeLeft(deadlineMs),
  sources: createSourceMeter(),
  masked: new Set(),
  notes: emptyNotes(),
});
