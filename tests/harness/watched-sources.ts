import type * as postgres from '../../adapters/postgres';
import type * as soap from '../../adapters/soap';
import type { SoapCaller } from '../../schema/ports/soap';
import type { SqlReader } from '../../schema/ports/sql';

/** What the adapters of this process handed on since the last `forget`: what became an object, and nothing else. */
export const watched = {
  /** SQL statements that were sent to the ledger. */
  statements: [] as string[],
  /** Rows and SOAP answers, as JSON. */
  objects: [] as string[],
  forget(): void {
    watched.statements.length = 0;
    watched.objects.length = 0;
  },
};

const note = (value: unknown): void => void watched.objects.push(JSON.stringify(value) ?? '');

const watchSoap = (caller: SoapCaller): SoapCaller => ({
  ...caller,
  call: (call) =>
    caller.call({
      ...call,
      parse(answer) {
        note(answer);
        return call.parse(answer);
      },
    }),
});

const watchSql = (reader: SqlReader): SqlReader => ({
  ...reader,
  read(query) {
    watched.statements.push(query.text);
    return reader.read({
      ...query,
      parse(row) {
        note(row);
        return query.parse(row);
      },
    });
  },
});

/** In place of `adapters/soap`, for `jest.mock`. */
export const watchedSoap = (actual: typeof soap): typeof soap => ({
  ...actual,
  createSoapCaller: async (config, deps) => watchSoap(await actual.createSoapCaller(config, deps)),
});

/** In place of `adapters/postgres`, for `jest.mock`: the ledger's stand-in speaks PostgreSQL. */
export const watchedPostgres = (actual: typeof postgres): typeof postgres => ({
  ...actual,
  createPgReader: (options) => watchSql(actual.createPgReader(options)),
});
