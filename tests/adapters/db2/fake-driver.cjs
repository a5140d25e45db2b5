const { existsSync } = require('node:fs');

/** A double of `ibm_db` for the bad days that no server gives on demand: the statement's text says what happens. */
const counts = { opened: 0, closed: 0, closedTwice: 0, lost: 0 };

const LIVENESS = 'SELECT 1 FROM SYSIBM.SYSDUMMY1';

exports.Database = class Database {
  alive = false;
  closed = false;

  open(_, done) {
    counts.opened += 1;
    this.alive = true;
    later(done, null);
  }

  prepare(text, done) {
    later(done, null, {
      setAttrSync: () => true,
      execute: (values, executed) => this.run(text, ...(executed ? [values, executed] : [[], values])),
      close: (closed) => later(closed, null),
    });
  }

  close(done) {
    if (this.closed) counts.closedTwice += 1;
    this.closed = true;
    counts.closed += 1;
    later(done, null);
  }

  run(text, values, done) {
    const [word, argument] = text.split(' ');
    const answer = (rows, columns) =>
      later(done, null, {
        fetchAll: (_, fetched) => later(fetched, null, rows, columns),
        close: (closed) => later(closed, null),
      });
    const lose = () => {
      counts.lost += 1;
      this.alive = false;
    };

    if (text === LIVENESS) return this.alive ? answer([[1]], 1) : answer([], 0);
    switch (word) {
      case 'ECHO':
        return answer([values], values.length);
      case 'EMPTY':
        return answer([], 1);
      case 'COUNTS':
        return answer(
          [[JSON.stringify({ ...counts, pid: process.pid, threads: process.env.UV_THREADPOOL_SIZE })]],
          1,
        );
      case 'NOISE':
        console.log('noise', values);
        console.error('noise', values);
        return answer([['said']], 1);
      case 'CRASH':
        return process.kill(process.pid, 'SIGSEGV');
      case 'HANG':
        for (;;);
      case 'WAIT': // For a file of that name; without one, for ever.
        return waitFor(argument, () => answer([['waited']], 1));
      case 'STATE':
        return later(done, fault(argument, -1, `someone@example.org was refused SQLSTATE=${argument}`));
      case 'LOST':
        if (argument !== 'ONCE' || counts.lost === 0) {
          lose();
          return later(done, fault('40003', -30081));
        }
        return answer([['found']], 1);
      case 'SILENT': // The habit of a lost connection: no error, no rows, no columns, or as if there were none.
        if (argument === 'ONCE' && counts.lost > 0) return answer([['found']], 1);
        lose();
        return answer([], argument === 'COLUMNS' ? 3 : 0);
      default:
        return later(done, fault('42601', -104));
    }
  }
};

function fault(sqlstate, sqlcode, message = `[IBM][CLI Driver] SQL${sqlcode} SQLSTATE=${sqlstate}`) {
  return Object.assign(new Error(message), { sqlstate, sqlcode });
}

function waitFor(file, done) {
  if (file === undefined) return;
  const look = setInterval(() => {
    if (!existsSync(file)) return;
    clearInterval(look);
    done();
  }, 10);
}

function later(done, ...values) {
  setImmediate(done, ...values);
}
