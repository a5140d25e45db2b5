import { Supergraph } from '@apollo/federation-internals';
import type { Logger } from 'pino';
import type { Planner } from '../plans';
import { createLocalPlanner } from './local';
import { startThread } from './start-thread';
import { createSupervisedPlanner } from './supervised';

/** Operations that wait for a plan: a thread makes about a hundred per second. */
const QUEUE = 500;

/** No operation has more time than this anyway. */
const LIMIT_MS = 30_000;

/** The operations of clients in use are planned soon after the start; what comes later waits for a thread to start. */
const IDLE_MS = 30_000;

/** Plans in a thread of its own, and in this process where there are no threads to be had. */
export const createThreadedPlanner = (sdl: string, log: Logger): Planner =>
  createSupervisedPlanner({
    start: startThread(sdl),
    fallback: () => createLocalPlanner(Supergraph.build(sdl)),
    onFallback: (fault) =>
      log.warn(
        { fault: fault instanceof Error ? fault.message : undefined },
        'no thread for query plans: they are made in the gateway itself, and others wait meanwhile',
      ),
    queue: QUEUE,
    limitMs: LIMIT_MS,
    idleMs: IDLE_MS,
  });
