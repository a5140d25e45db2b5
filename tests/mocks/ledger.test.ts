import { rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { Client, Pool } from 'pg';
import { type Ledger, startLedger } from '../../mocks/ledger/ledger';
import { account, writeLedger } from '../subgraphs/accounts/accounts-hub';

let ledger: Ledger;
let dataDir: string;

beforeAll(async () => {
  dataDir = writeLedger({ accounts: [account('00000000001', { CPT_DEV: '978' }), account('00000000002')] });
  ledger = await startLedger({ dataDir, port: 0 });
});
afterEach(() => ledger.misbehave(undefined));
afterAll(async () => {
  await ledger.close();
  rmSync(dataDir, { recursive: true });
});

const rawConnection = async (): Promise<Socket> => {
  const { hostname, port } = new URL(ledger.dsn);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket;
};

/** Runs on a connection of its own. */
async function alone<T>(work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: ledger.dsn });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

const count = (client: Client) =>
  client.query<{ n: number }>('SELECT CAST(COUNT(*) AS INTEGER) AS n FROM BNQ.TCPT0010');

describe('the Db2 stand-in', () => {
  it('keeps CHAR padded and dates as integers', async () => {
    const { rows } = await alone((client) =>
      client.query('SELECT CPT_TOP, CPT_DTO, CPT_DEV FROM BNQ.TCPT0010 WHERE CPT_NUM = $1', ['00000000001']),
    );
    expect(rows).toEqual([{ cpt_top: ' ', cpt_dto: 1200101, cpt_dev: '978' }]);
  });

  it('is read and never written', async () => {
    await alone(async (client) => {
      await expect(client.query('DELETE FROM BNQ.TCPT0010')).rejects.toMatchObject({ code: '25006' });
      expect((await count(client)).rows).toEqual([{ n: 2 }]);
    });
  });

  it('keeps connections apart: answers, errors and connections that go away in between', async () => {
    const pool = new Pool({ connectionString: ledger.dsn, max: 4 });
    pool.on('error', () => undefined);
    const tally = { right: 0, refused: 0, gone: 0 };
    const one = async (n: number): Promise<void> => {
      if (n % 17 === 0) {
        const client = await pool.connect();
        client.on('error', () => undefined);
        const asked = client.query('SELECT $1::int', [n]).catch(() => undefined);
        (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
        await asked;
        client.release(true);
        tally.gone += 1;
      } else if (n % 5 === 0) {
        await expect(pool.query('SELECT nothing FROM nowhere WHERE x = $1', [n])).rejects.toThrow();
        tally.refused += 1;
      } else {
        const [text, values] =
          n % 2 ? ['SELECT $1::int AS n, $2::text AS t', [n, `t${n}`]] : ['SELECT $1::int AS n', [n]];
        const { rows } = await pool.query<{ n: number }>(text, values as unknown[]);
        expect(rows[0]!.n).toBe(n);
        tally.right += 1;
      }
    };
    await Promise.all(Array.from({ length: 200 }, (_, index) => one(index + 1)));
    await pool.end();
    expect(tally).toEqual({ right: 151, refused: 38, gone: 11 });
  });

  it('reads the protocol in any pieces', async () => {
    const socket = await rawConnection();
    const answers: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => answers.push(chunk));
    const startup = Buffer.from('\0\0\0\x0d\0\x03\0\0user\0', 'latin1');
    startup.writeInt32BE(startup.length, 0);
    const query = Buffer.concat([Buffer.from('Q\0\0\0\x0e', 'latin1'), Buffer.from('SELECT 7\0')]);
    query.writeInt32BE(query.length - 1, 1);
    for (const byte of Buffer.concat([startup, query])) socket.write(Buffer.from([byte]));
    while (!Buffer.concat(answers).includes('SELECT 1')) await once(socket, 'data');
    expect(Buffer.concat(answers).subarray(0, 1).toString()).toBe('R');
    socket.destroy();
  });

  it('hangs up on whoever speaks another protocol', async () => {
    const socket = await rawConnection();
    socket.on('error', () => undefined);
    socket.write('GET / HTTP/1.1\r\n\r\n');
    await once(socket, 'close');
    expect((await alone(count)).rows).toEqual([{ n: 2 }]);
  });

  it('has bad days, and recovers', async () => {
    ledger.misbehave('refuse');
    await expect(alone(count)).rejects.toThrow();
    ledger.misbehave('drop');
    await expect(alone(count)).rejects.toThrow();
    ledger.misbehave('hang');
    const silent = await rawConnection();
    silent.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])); // SSLRequest: a healthy server says N
    await expect(
      Promise.race([once(silent, 'data'), new Promise((resolve) => setTimeout(resolve, 200, 'silence'))]),
    ).resolves.toBe('silence');
    silent.destroy();
    ledger.misbehave(undefined);
    expect((await alone(count)).rows).toEqual([{ n: 2 }]);
  });

  it('refuses a file that is none of its tables', async () => {
    const wrong = writeLedger({ accounts: [account('00000000001', { CPT_DTO: 'soon' as never })] });
    await expect(startLedger({ dataDir: wrong, port: 0 })).rejects.toThrow(/cpt_dto|integer/i);
    rmSync(wrong, { recursive: true });
    await expect(startLedger({ dataDir: wrong, port: 0 })).rejects.toThrow(/ENOENT/);
  });
});
