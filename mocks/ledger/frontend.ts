/** What a PostgreSQL client sends, cut into pieces that each get a whole answer. */
export type Frontend =
  | { readonly kind: 'ssl' | 'startup' | 'cancel' | 'terminate' }
  /** Messages up to and with `Query` or `Sync`: another connection's must not come between them. */
  | { readonly kind: 'unit'; readonly bytes: Uint8Array };

const PROTOCOL_3 = 196_608;
const SSL_REQUEST = 80_877_103;
const ENCRYPTION_REQUEST = 80_877_104;

/** Reads one connection's bytes as they come. @throws {RangeError} where they are not the protocol's. */
export function createFrontendReader(): (chunk: Uint8Array) => Frontend[] {
  let buffer = Buffer.alloc(0);
  let unit: Buffer[] = [];
  let started = false;

  function greeting(): Frontend | undefined {
    if (buffer.length < 8) return undefined;
    const length = buffer.readInt32BE(0);
    const code = buffer.readInt32BE(4);
    if (length < 8 || length > 10_000) throw new RangeError('not the PostgreSQL protocol');
    if (buffer.length < length) return undefined;
    buffer = buffer.subarray(length);
    if (code === SSL_REQUEST || code === ENCRYPTION_REQUEST) return { kind: 'ssl' };
    started = true;
    return { kind: code === PROTOCOL_3 ? 'startup' : 'cancel' };
  }

  function message(): Frontend | 'incomplete' | 'collected' {
    if (buffer.length < 5 || buffer.length < 1 + buffer.readInt32BE(1)) return 'incomplete';
    const type = String.fromCharCode(buffer[0]!);
    const length = 1 + buffer.readInt32BE(1);
    if (length < 5) throw new RangeError('not the PostgreSQL protocol');
    unit.push(buffer.subarray(0, length));
    buffer = buffer.subarray(length);
    if (type === 'X') return { kind: 'terminate' };
    if (type !== 'Q' && type !== 'S') return 'collected';
    const bytes = new Uint8Array(Buffer.concat(unit));
    unit = [];
    return { kind: 'unit', bytes };
  }

  return (chunk) => {
    buffer = Buffer.concat([buffer, chunk]);
    const read: Frontend[] = [];
    for (;;) {
      const next = started ? message() : greeting();
      if (next === undefined || next === 'incomplete') return read;
      if (next !== 'collected') read.push(next);
    }
  };
}
