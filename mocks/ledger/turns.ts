import type { PGlite } from '@electric-sql/pglite';

/** Lets connections take turns at the one session of an embedded database. */
export interface Turns {
  /**
   * Runs what a connection asks when its turn comes: at once where nobody else has a transaction open.
   *
   * @param bytes whole messages of PostgreSQL's protocol, up to and with `Query` or `Sync`.
   * @returns the bytes of the answer.
   */
  run(connection: object, bytes: Uint8Array): Promise<Uint8Array>;
  /** A connection is gone: what it still waits for is not begun, what it left open is rolled back. */
  leave(connection: object): void;
}

interface Waiting {
  readonly connection: object;
  readonly bytes: Uint8Array;
  readonly done: (answer: Promise<Uint8Array>) => void;
}

const ROLLBACK = Buffer.from('Q\0\0\0\x0dROLLBACK\0', 'latin1');

export function createTurns(db: Pick<PGlite, 'runExclusive' | 'execProtocolRaw'>): Turns {
  let waiting: Waiting[] = [];
  /** Whose transaction is open. */
  let holder: object | undefined;
  let running = false;
  const gone = new WeakSet();

  const next = (): Waiting | undefined => {
    if (holder && gone.has(holder)) return { connection: holder, bytes: ROLLBACK, done: () => undefined };
    const index = holder ? waiting.findIndex(({ connection }) => connection === holder) : 0;
    return index < 0 ? undefined : waiting.splice(index, 1)[0];
  };

  const pump = async (): Promise<void> => {
    if (running) return;
    running = true;
    for (let turn = next(); turn; turn = next()) {
      const { connection, bytes, done } = turn;
      const answer = db.runExclusive(() => db.execProtocolRaw(bytes));
      done(answer);
      holder = (await answer.then(isIdle, () => true)) ? undefined : connection;
    }
    running = false;
  };

  return {
    run: (connection, bytes) =>
      new Promise((done, refuse) => {
        if (gone.has(connection)) return refuse(new Error('the connection is gone'));
        waiting.push({ connection, bytes, done });
        void pump();
      }),
    leave(connection) {
      gone.add(connection);
      waiting = waiting.filter((each) => each.connection !== connection);
      void pump();
    },
  };
}

/** Whether no transaction is open after an answer, as its last message, ReadyForQuery, says. */
function isIdle(answer: Uint8Array): boolean {
  return answer.at(-1) === 'I'.charCodeAt(0);
}
