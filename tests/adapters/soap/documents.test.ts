import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createSoapCaller } from '../../../adapters/soap';
import { systemClock } from '../../../schema/kernel/clock';
import type { SoapCaller } from '../../../schema/ports/soap';
import { documentsSuite } from './documents.suite';
import { PATIENCE_MS } from '../../harness/patience-ms';

const GED = 'http://ged.banque.example/documents/v1_4';
const MEBIBYTE = 1024 * 1024;

const envelope = (content: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><S:Envelope xmlns:S="http://schemas.xmlsoap.org/soap/envelope/"><S:Body>` +
  `<r:lireDocumentResponse xmlns:r="${GED}"><r:codeRetour>00</r:codeRetour><r:libelleRetour>OK</r:libelleRetour>` +
  `<r:contenu>${content}</r:contenu></r:lireDocumentResponse></S:Body></S:Envelope>`;

let made = 0;
/** Bytes 0, 1, … 250, 0, … in pieces of a size that is a multiple of three and of 251; `made` counts them. */
function* counting(size: number): Generator<Buffer> {
  const piece = Buffer.from(Array.from({ length: 3 * 251 * 80 }, (_, index) => index % 251));
  for (let left = size; left > 0; left -= piece.length) {
    made += Math.min(left, piece.length);
    yield left < piece.length ? piece.subarray(0, left) : piece;
  }
}

type Send = (response: ServerResponse, size: number) => Promise<void>;

const inline: Send = (response, size) => {
  response.writeHead(200, { 'content-type': 'text/xml; charset=utf-8' });
  const [head = '', tail = ''] = envelope('@').split('@');
  const content = function* (): Generator<string> {
    yield head;
    for (const piece of counting(size)) yield `${piece.toString('base64')}\n`;
    yield tail;
  };
  return pipeline(Readable.from(content()), response);
};

const CID = 'cid:document%401@banque.example';
const include = `<x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="${CID}"/>`;
const root = `--limite\r\nContent-Type: application/xop+xml; charset=UTF-8; type="text/xml"\r\nContent-ID: <root>\r\n\r\n`;
const part =
  '\r\n--limite\r\nContent-Type: application/pdf\r\nContent-ID: <document@1@banque.example>\r\n\r\n';
const related = 'multipart/related; type="application/xop+xml"; start="<root>"; boundary="limite"';

const mtom: Send = (response, size) => {
  response.writeHead(200, { 'content-type': related });
  const content = function* (): Generator<string | Buffer> {
    yield `before\r\n${root}${envelope(include)}${part}`;
    yield* counting(size);
    yield '\r\n--limite--\r\nafter';
  };
  return pipeline(Readable.from(content()), response);
};

async function serve(send: Send) {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const [, digits] = /GED\d{7}(\d{10})</.exec(Buffer.concat(chunks).toString()) ?? [];
      send(response, Number(digits)).catch(() => undefined);
    });
  });
  server.keepAliveTimeout = 600_000; // A connection ends when its caller does.
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const caller = await createSoapCaller(
    {
      source: 'document-store',
      wsdlPath: join(__dirname, '../../../subgraphs/documents/ged.wsdl'),
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      maxAnswerBytes: 100_000,
    },
    { clock: systemClock },
  );
  return {
    ...caller,
    async close() {
      await caller.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  } satisfies SoapCaller;
}

documentsSuite('a server that writes base64', () => serve(inline), 8 * MEBIBYTE);
documentsSuite('a server that writes MTOM', () => serve(mtom), 64 * MEBIBYTE);

describe('a document that nobody takes yet', () => {
  it.each([
    ['base64', inline],
    ['MTOM', mtom],
  ])('waits at the server, not in our memory: %s', async (_how, send) => {
    const caller = await serve(send);
    const leaving = new AbortController();
    made = 0;
    let call: Promise<unknown> = Promise.resolve();
    const taken = new Promise<void>((resolve) => {
      call = caller.call({
        operation: 'lireDocument',
        body: { idDocument: `GED2026112${String(400 * MEBIBYTE).padStart(10, '0')}` },
        timeoutMs: PATIENCE_MS,
        signal: leaving.signal,
        requestId: 'r',
        documents: {
          maxBytes: 400 * MEBIBYTE,
          write: () => {
            resolve();
            return new Promise(() => undefined);
          },
        },
        parse: (node) => node,
      });
    });
    await taken;
    for (let before = -1; before !== made;) {
      before = made;
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(made).toBeLessThan(40 * MEBIBYTE);
    leaving.abort();
    await expect(call).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
    await caller.close();
  });
});

describe('an answer in parts', () => {
  const whole = `${root}${envelope(include)}${part}PDF\r\n--limite--`;
  const ask = async (text: string, contentType: string, sink: boolean): Promise<unknown> => {
    const caller = await serve((response) => {
      response.writeHead(200, { 'content-type': contentType }).end(text);
      return Promise.resolve();
    });
    const taken: Uint8Array[] = [];
    const documents = { maxBytes: 10_000, write: (piece: Uint8Array) => void taken.push(Buffer.from(piece)) };
    return caller
      .call({
        operation: 'lireDocument',
        body: { idDocument: 'GED20261120000000001' },
        timeoutMs: PATIENCE_MS,
        requestId: 'r',
        parse: (node) => (sink ? Buffer.concat(taken).toString() : (node as { contenu: string }).contenu),
        ...(sink ? { documents } : {}),
      })
      .finally(() => caller.close());
  };

  it('is read with parts that nobody asked for, and without', async () => {
    const more = whole.replace('--limite--', '--limite\r\n\r\nother\r\n--limite--');
    for (const text of [whole, more]) {
      expect(await ask(text, related, true)).toBe('PDF');
      expect(await ask(text, related, false)).toBe(Buffer.from('PDF').toString('base64'));
    }
  });

  it.each<[string, string, string?]>([
    ['is cut in its first part', whole.slice(0, 200)],
    ['is cut in its document', whole.slice(0, -10)],
    ['names a part that does not come', whole.replace('<document@1', '<document@2')],
    ['names one part twice', whole.replace(include, include + include)],
    ['has no boundary', whole, 'multipart/related; type="text/xml"'],
    ['does not begin with its root', whole, related.replace('<root>', '<other>')],
    [
      'encodes a part',
      whole.replace('application/pdf', 'application/pdf\r\nContent-Transfer-Encoding: base64'),
    ],
    ['has a head without end', `--limite\r\n${'X-More: 1\r\n'.repeat(10_000)}`],
    ['has parts without end', root + envelope(include) + '\r\n--limite\r\n\r\n'.repeat(1_000)],
    ['has a document larger than it may be', whole.replace('PDF', 'PDF'.repeat(50_000))],
    ['is a page', whole.replace('application/xop+xml; ', 'text/html; ')],
    ['has a DOCTYPE in its root', whole.replace('<S:Envelope', '<!DOCTYPE S:Envelope><S:Envelope')],
    ['points elsewhere', whole.replace(CID, 'http://127.0.0.1/secret')],
    ['points at nothing', whole.replace(CID, 'cid:%')],
  ])('is refused where it %s', async (_what, text, contentType = related) => {
    for (const sink of [true, false]) {
      await expect(ask(text, contentType, sink)).rejects.toMatchObject({ code: 'SOURCE_INVALID_DATA' });
    }
  });
});
