import type { PlanNode } from '@apollo/query-planner';
import { GraphQLError } from 'graphql';
import type { Planner } from '../plans';

/** What a planning thread tells. */
export type FromThread =
  | { readonly ready: true }
  /** JSON. */
  | { readonly plan: string }
  /** The operation is wrong. */
  | { readonly refused: string }
  | { readonly failed: string };

/** A thread that makes one plan at a time. */
export interface PlanningThread {
  send(text: string): void;
  stop(): Promise<void>;
}

/** Starts a thread. @param events `ended` is told once, whatever the reason. */
export type StartThread = (events: {
  told(message: FromThread): void;
  ended(fault?: unknown): void;
}) => PlanningThread;

/** What a supervised planner is made of. */
export interface SupervisedOptions {
  readonly start: StartThread;
  /** Plans where no thread can be had. */
  readonly fallback: () => Planner;
  /** Hears, once, that no thread can be had. */
  readonly onFallback: (fault: unknown) => void;
  /** Operations that may wait for the thread. */
  readonly queue: number;
  /** Milliseconds for one plan; a thread that takes longer is ended. */
  readonly limitMs: number;
  /** Milliseconds without a plan to make, after which the thread is ended: with it goes the memory that it takes. */
  readonly idleMs: number;
}

interface Job {
  readonly text: string;
  readonly resolve: (node: PlanNode | undefined) => void;
  readonly reject: (error: Error) => void;
  /** How many threads have ended over it. */
  ended: number;
}

/** A plan during which two threads ended is not tried a third time. */
const ENDED_MOST = 2;

/**
 * Plans in a thread, so that a plan which takes long holds up those who wait for it alone. A thread that ends is started
 * anew; one that ends before it was ready shows that there are no threads to be had. One that has nothing to do for a while
 * is ended, and the next operation starts another one.
 */
export function createSupervisedPlanner(options: SupervisedOptions): Planner {
  const waiting: Job[] = [];
  let current: Job | undefined;
  let timer: NodeJS.Timeout | undefined;
  let thread: PlanningThread | undefined;
  let ready = false;
  let fallback: Planner | undefined;
  let stopped = false;

  const finished = (): Job | undefined => {
    const job = current;
    clearTimeout(timer);
    current = undefined;
    return job;
  };
  const next = (): void => {
    if (!thread || !ready || current) return;
    clearTimeout(timer);
    const job = (current = waiting.shift());
    timer = job ? setTimeout(() => tooLong(job), options.limitMs) : setTimeout(rest, options.idleMs);
    timer.unref();
    if (job) thread.send(job.text);
  };
  const tooLong = (job: Job): void => {
    job.ended = ENDED_MOST;
    void thread?.stop();
  };
  const rest = (): void => {
    const idle = thread;
    thread = undefined;
    ready = false;
    void idle?.stop();
  };
  const told = (message: FromThread): void => {
    if ('ready' in message) ready = true;
    else if ('plan' in message) finished()?.resolve((JSON.parse(message.plan) ?? undefined) as PlanNode);
    else if ('refused' in message) finished()?.reject(new GraphQLError(message.refused));
    else finished()?.reject(new Error(message.failed));
    next();
  };
  const ended = (fault?: unknown): void => {
    const wasReady = ready;
    const job = finished();
    thread = undefined;
    ready = false;
    if (stopped) return;
    if (!wasReady) {
      const inProcess = (fallback = options.fallback());
      options.onFallback(fault);
      for (const { text, resolve, reject } of waiting.splice(0)) inProcess.plan(text).then(resolve, reject);
      return;
    }
    if (job) {
      job.ended += 1;
      if (job.ended < ENDED_MOST) waiting.unshift(job);
      else job.reject(new Error('Planning an operation ended its thread.'));
    }
    begin();
  };
  const begin = (): void => {
    const own: PlanningThread = options.start({
      told: (message) => (thread === own ? told(message) : undefined),
      ended: (fault) => (thread === own ? ended(fault) : undefined),
    });
    thread = own;
  };

  begin();
  return {
    plan(text) {
      if (fallback) return fallback.plan(text);
      if (stopped) return Promise.reject(new Error('The gateway is stopping.'));
      if (waiting.length >= options.queue) return Promise.reject(tooMany());
      return new Promise((resolve, reject) => {
        waiting.push({ text, resolve, reject, ended: 0 });
        if (!thread) begin();
        next();
      });
    },
    async stop() {
      stopped = true;
      const left = [finished(), ...waiting.splice(0)];
      for (const job of left) job?.reject(new Error('The gateway is stopping.'));
      await thread?.stop();
    },
  };
}

const tooMany = (): GraphQLError =>
  new GraphQLError('Too many new operations wait to be planned: try again in a moment.', {
    extensions: { code: 'RATE_LIMITED' },
  });
