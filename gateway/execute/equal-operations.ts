import { createSourceMeter } from '../../schema/kernel/sources';
import { takeAccesses } from '../../subgraphs/shared/access/tally';
import { noteSeveral } from '../answer/bytes';
import { emptyNotes } from '../audit/notes';
import { callerKey } from './caller-key';
import type { SubgraphFetch } from './fetch';
import type { ExecutionContext, GatewayExecutor } from './hub-gateway';
import type { OperationRun } from './transport';

type RequestContext = Parameters<GatewayExecutor>[0];
type Result = Awaited<ReturnType<GatewayExecutor>>;

/** A query that is executed for everyone who waits for it. */
interface Shared {
  readonly run: OperationRun;
  readonly controller: AbortController;
  readonly result: Promise<Result>;
  /** Whoever asked last has most time left. */
  readonly latest: { run: OperationRun };
  waiting: number;
  /** Whether more than one ever waited. */
  several: boolean;
}

/**
 * Executes equal queries of equal callers once where all of their fetches would be made once anyway: equal fetches under
 * way are, so whoever asks before the first of them is answered would go the whole way beside whoever asked first, step
 * by step. It goes on until the last who waits has left.
 *
 * @param executor `queryHash` must tell apart any two documents.
 */
export function sharingEqual(executor: GatewayExecutor): GatewayExecutor {
  const underWay = new Map<string, Shared>();

  const begin = (requestContext: RequestContext, key: string, share: Share): Shared => {
    const { run: asked } = requestContext.context as ExecutionContext;
    const controller = new AbortController();
    const counted = { sources: createSourceMeter(), masked: new Set<string>(), notes: emptyNotes() };
    const latest = { run: asked };
    const leftMs = asked.leftMs && ((): number => latest.run.leftMs?.() ?? Infinity);
    const run = { ...asked, ...counted, signal: controller.signal, ...(leftMs ? { leftMs } : {}) };
    const send = share(run);
    const close = (): void => {
      if (underWay.get(key) === shared) underWay.delete(key);
    };
    const fetch: SubgraphFetch = (subgraph, request) => {
      const answer = send(subgraph, request);
      answer.then(close, close);
      return answer;
    };
    const result = executor({ ...requestContext, context: { run, fetch } });
    const shared: Shared = { run, controller, result, latest, waiting: 0, several: false };
    underWay.set(key, shared);
    controller.signal.addEventListener('abort', close, { once: true });
    result.then(close, close);
    return shared;
  };
  return async (requestContext) => {
    const { operation, request, queryHash } = requestContext;
    const { run, share } = requestContext.context as ExecutionContext;
    if (!share || run.apart || run.signal.aborted) return executor(requestContext);
    // Whatever follows a change must see it.
    if (operation.operation !== 'query') return executor(requestContext).finally(() => underWay.clear());
    const { operationName = null, variables = null } = request;
    const key = `${JSON.stringify([operationName, variables])}${callerKey(run.caller)}${queryHash}`;
    const shared = underWay.get(key) ?? begin(requestContext, key, share);
    shared.latest.run = run;
    const stayed = await stay(shared, run.signal);
    // What is left to say is that the time is over.
    if (!stayed) return executor(requestContext);
    const result = await shared.result;
    takeOver(shared.run, run);
    if (shared.several && result.data) noteSeveral(result.data);
    return result;
  };
}

type Share = NonNullable<ExecutionContext['share']>;

/** @returns whether the result came; with the last who leaves, it comes as far as it has come. */
function stay(shared: Shared, signal: AbortSignal): Promise<boolean> {
  shared.several ||= shared.waiting > 0;
  shared.waiting += 1;
  return new Promise((resolve) => {
    const leave = (): void => {
      shared.waiting -= 1;
      if (shared.waiting === 0) shared.controller.abort(signal.reason);
      else resolve(false);
    };
    const end = (): void => {
      signal.removeEventListener('abort', leave);
      resolve(true);
    };
    signal.addEventListener('abort', leave, { once: true });
    shared.result.then(end, end);
  });
}

/** What was counted, masked and shown is so for each who gets the answer. */
function takeOver(from: OperationRun, to: OperationRun): void {
  for (const [source, use] of Object.entries(from.sources.report())) to.sources.add(source, use);
  for (const coordinate of from.masked) to.masked.add(coordinate);
  from.notes.accesses.push(...takeAccesses(from)); // What subgraphs of this process decided.
  to.notes.accesses.push(...from.notes.accesses);
}
