import type { Logger } from 'pino';
import type { SqlStore } from '../../../schema/ports/store';
import { describeError } from '../error-answer';
import { jobDatabase } from './job-database';

/** Work that is done again and again. */
export interface RecurringJob {
  readonly name: string;
  /** A cron expression, in Paris. */
  readonly every: string;
  /**
   * Does what is due. It may be done twice, or begun and cut short: its effects have to be such that this makes no
   * difference.
   */
  run(): Promise<void>;
}

/** The jobs of one process. Several processes share the work, through the store. */
export interface Jobs {
  /** Has a job done now, by whichever process comes first. */
  ask(name: string): Promise<void>;
  /** Begins no further job, and waits for those under way. */
  close(): Promise<void>;
}

/** The library's own tables. */
const SCHEMA = 'jobs';
/** Processes that start at once meet while the tables are made: the slower ones try again. */
const START_ATTEMPTS = 5;
/** Seconds: whoever tells nothing for so long has died, and the job is given to another. */
const HEARTBEAT_S = 30;
const STOP_MS = 10_000;

/**
 * Starts the jobs of this process, at least once each time, on PGlite and PostgreSQL alike.
 *
 * @param pollS how often the queue is looked at, in seconds; 0.5 or more.
 * @throws {HubError} a `SOURCE_…` error: the store cannot be reached.
 */
export async function startJobs(
  store: SqlStore,
  jobs: readonly RecurringJob[],
  log: Logger,
  pollS = 5,
): Promise<Jobs> {
  const { PgBoss } = await import('pg-boss');
  const boss = new PgBoss({
    db: jobDatabase(store),
    schema: SCHEMA,
    registerInstance: false,
    monitorVacuum: false,
  });
  boss.on('error', (error) => log.warn(describeError(error), 'the jobs have trouble with the store'));
  await boss.start({ attempts: START_ATTEMPTS });
  for (const { name, every, run } of jobs) {
    // One waits at most, however often it is asked for; a process that died while it worked keeps nobody from going on.
    await boss.createQueue(name, {
      policy: 'short',
      heartbeatSeconds: HEARTBEAT_S,
      retryLimit: 5,
      retryBackoff: true,
    });
    await boss.schedule(name, every, null, { tz: 'Europe/Paris' });
    await boss.work(name, { pollingIntervalSeconds: pollS }, async () => {
      try {
        await run();
      } catch (error) {
        log.warn({ job: name, ...describeError(error) }, 'a job failed; it is tried again');
        throw new Error(`${name} failed`);
      }
    });
  }
  return {
    async ask(name) {
      await boss.send(name);
    },
    close: () => boss.stop({ close: false, graceful: true, timeout: STOP_MS }),
  };
}
