import fc from 'fast-check';
import { createAnswerReader, type WholeAnswer } from '../../../gateway/execute/http-client/answer-reader';

/** Reads an answer that arrives in pieces of so many bytes, each in the place of the one before. */
function read(answer: string, piece: number): WholeAnswer | undefined {
  const reader = createAnswerReader();
  const bytes = Buffer.from(answer);
  // What stood there before looks like ends of heads.
  const place = Buffer.alloc(piece + 8, '\r\n');
  for (let at = 0; at < bytes.length; at += piece) {
    const size = bytes.copy(place, 0, at, at + piece);
    const whole = reader.take(place, size);
    place.fill('\r\n');
    if (whole) return whole;
  }
  return reader.end();
}

const OK = 'HTTP/1.1 200 OK\r\n';

describe('answers of HTTP', () => {
  it.each([
    ['with a length', `${OK}Content-Length: 8\r\n\r\n"étés"`, '"étés"', 4_000],
    [
      'in chunks',
      `${OK}Transfer-Encoding: chunked\r\n\r\n3;x=y\r\n"é\r\n5\r\ntés"\r\n0\r\n\r\n`,
      '"étés"',
      4_000,
    ],
    ['with trailers', `${OK}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nx-a: b\r\n\r\n`, '{}', 4_000],
    [
      'announced before',
      `HTTP/1.1 103 Early\r\nlink: a\r\n\r\n${OK}content-length: 2\r\n\r\n{}`,
      '{}',
      4_000,
    ],
    ['without content', 'HTTP/1.1 204 No Content\r\n\r\n', '', 4_000],
    ['that end with the connection', `${OK}\r\n{"a":1}`, '{"a":1}', 0],
    ['of servers that close', `${OK}connection: close\r\ncontent-length: 2\r\n\r\n{}`, '{}', 0],
    ['of old servers', 'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\n{}', '{}', 0],
    [
      'of servers that say how long',
      `${OK}keep-alive: timeout=9\r\ncontent-length: 2\r\n\r\n{}`,
      '{}',
      8_000,
    ],
  ])('%s are read, wherever they are cut', (_, answer, text, keepMs) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200 }), (piece) => {
        expect(read(answer, piece)).toMatchObject({ text, keepMs });
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    ['of no length that counts', `${OK}content-length: -1\r\n\r\n`],
    ['of two lengths', `${OK}content-length: 1\r\ncontent-length: 2\r\n\r\n`],
    ['whose end is told in two ways', `${OK}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n`],
    ['coded in an unknown way', `${OK}transfer-encoding: gzip, chunked\r\n\r\n`],
    ['whose chunks have no size', `${OK}transfer-encoding: chunked\r\n\r\nx\r\n`],
    ['with a header over two lines', `${OK}x-a: b\r\n c: d\r\n: e\r\n\r\n`],
    ['of another protocol', 'SSH-2.0-x\r\n\r\n\r\n'],
    ['whose head never ends', `${OK}x: ${'a'.repeat(70_000)}`],
    [
      'longer than any answer is',
      `${OK}transfer-encoding: chunked\r\n\r\n${'fffffff\r\n'}${'a'.repeat(65_000_000)}`,
    ],
  ])('%s are refused', (_, answer) => {
    expect(() => read(answer, 1_000_000)).toThrow();
  });

  it('followed by what nobody asked for end the connection', () => {
    expect(read(`${OK}content-length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n`, 1_000)).toMatchObject({
      text: '{}',
      keepMs: 0,
    });
  });

  it('follow each other on one connection', () => {
    const reader = createAnswerReader();
    for (const text of ['"a"', '"b"']) {
      const answer = Buffer.from(`${OK}content-length: 3\r\n\r\n${text}`);
      expect(reader.take(answer, answer.length)).toMatchObject({ text });
    }
  });
});
