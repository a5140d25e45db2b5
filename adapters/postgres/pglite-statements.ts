import type { StoreValue } from '../../schema/ports/store';
import type { DriverSession } from './driver';

/** What we use of PGlite: the protocol's messages themselves. */
interface EmbeddedDatabase {
  runExclusive<T>(work: () => Promise<T>): Promise<T>;
  execProtocolStream(message: Uint8Array): Promise<readonly Message[]>;
  exec(text: string): Promise<unknown>;
  /** How values are written and read, by type OID. */
  readonly serializers: Readonly<Record<number, (value: unknown) => string>>;
  readonly parsers: Readonly<Record<number, (text: string) => unknown>>;
}

/** One message of the server. */
interface Message {
  readonly name: string;
}

/** Writes the client's messages of PostgreSQL's protocol. */
interface ProtocolWriter {
  parse(statement: { readonly name: string; readonly text: string }): Uint8Array;
  describe(target: { readonly type: 'S'; readonly name: string }): Uint8Array;
  bind(given: { readonly statement: string; readonly values: (string | null)[] }): Uint8Array;
  execute(): Uint8Array;
  close(target: { readonly type: 'S'; readonly name: string }): Uint8Array;
  sync(): Uint8Array;
}

interface Column {
  readonly name: string;
  readonly dataTypeID: number;
}

/** A statement that the database has read and named. */
interface Prepared {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly columns: readonly Column[];
}

/** Statements kept ready: our own texts are some hundred, most of a list's filters. */
const STATEMENTS_MAX = 200;

/** Scripts that change no table: what was prepared still holds. */
const TURNS = new Set(['begin', 'commit', 'rollback']);

/**
 * Runs each text as a named statement that the database reads and plans once. A statement that was run before costs one
 * turn of the database instead of six, which is most of what a small one costs in WebAssembly.
 */
export function createStatements(db: EmbeddedDatabase, writer: ProtocolWriter): DriverSession {
  const kept = new Map<string, Prepared>();
  let last = 0;
  const send = (...messages: readonly Uint8Array[]): Promise<readonly Message[]> =>
    db.execProtocolStream(Buffer.concat([...messages, writer.sync()]));

  const prepare = async (text: string): Promise<Prepared> => {
    const name = `s${(last += 1)}`;
    const told = await send(writer.parse({ name, text }), writer.describe({ type: 'S', name }));
    const prepared = { name, parameters: parametersIn(told), columns: columnsIn(told) };
    kept.set(text, prepared);
    const [oldest] = kept;
    if (oldest && kept.size > STATEMENTS_MAX) {
      kept.delete(oldest[0]);
      await send(writer.close({ type: 'S', name: oldest[1].name }));
    }
    return prepared;
  };
  const find = (text: string): Prepared | undefined => {
    const known = kept.get(text);
    if (known) {
      kept.delete(text);
      kept.set(text, known); // A map iterates in order of insertion: the first one is the least recently used.
    }
    return known;
  };
  /** A text: PGlite's own writers know how an array or a number is written. */
  const written = (value: StoreValue, type: number | undefined): string | null => {
    if (value === null) return null;
    const write = type === undefined ? undefined : db.serializers[type];
    return write ? write(value) : String(value);
  };
  /** In the turn of whoever calls: a statement that another prepares meanwhile must not be among those forgotten. */
  const forget = async (): Promise<void> => {
    if (kept.size === 0) return;
    kept.clear();
    const unnamed = { name: '', text: 'deallocate all' };
    await send(writer.parse(unnamed), writer.bind({ statement: '', values: [] }), writer.execute());
  };
  return {
    query: (text, values) =>
      db.runExclusive(async () => {
        const { name, parameters, columns } = find(text) ?? (await prepare(text));
        const texts = values.map((value, index) => written(value, parameters[index]));
        const told = await send(writer.bind({ statement: name, values: texts }), writer.execute());
        if (changesTables(told)) await forget();
        return rowsIn(told, columns, db);
      }),
    async script(text) {
      await db.exec(text);
      if (!TURNS.has(text)) await db.runExclusive(forget);
    },
  };
}

/** Whether a statement was one that may make others mean something else. */
const changesTables = (messages: readonly Message[]): boolean =>
  messages.some(
    (message) =>
      message.name === 'commandComplete' &&
      /^(?:CREATE|ALTER|DROP) /.test((message as Message & { readonly text: string }).text),
  );

const parametersIn = (messages: readonly Message[]): readonly number[] =>
  (messages.find(({ name }) => name === 'parameterDescription') as { dataTypeIDs?: number[] } | undefined)
    ?.dataTypeIDs ?? [];

const columnsIn = (messages: readonly Message[]): readonly Column[] =>
  (messages.find(({ name }) => name === 'rowDescription') as { fields?: Column[] } | undefined)?.fields ?? [];

function rowsIn(
  messages: readonly Message[],
  columns: readonly Column[],
  { parsers }: EmbeddedDatabase,
): Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = [];
  for (const message of messages) {
    if (message.name !== 'dataRow') continue;
    const { fields } = message as Message & { readonly fields: readonly (string | null)[] };
    const row: Record<string, unknown> = {};
    columns.forEach(({ name, dataTypeID }, index) => {
      const text = fields[index] ?? null;
      const read = parsers[dataTypeID];
      row[name] = text === null || !read ? text : read(text);
    });
    rows.push(row);
  }
  return rows;
}
