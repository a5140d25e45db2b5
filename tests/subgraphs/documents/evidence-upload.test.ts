import { createHash } from 'node:crypto';
import { connect, type AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import express from 'express';
import { createEvidenceHandler } from '../../../gateway/http/evidence';
import { SourceUnavailable } from '../../../schema/kernel/source-errors';
import type { EvidenceIntake } from '../../../schema/ports/evidence';
import type { SqlStore } from '../../../schema/ports/store';
import { fileByReference } from '../../../subgraphs/documents/evidence/files';
import { createEvidenceIntake } from '../../../subgraphs/documents/evidence/intake';
import { evidenceStore } from '../../../subgraphs/documents/evidence/store';
import { sweep } from '../../../subgraphs/documents/evidence/upkeep';
import { openTestStore } from '../../harness/test-store';
import { createTestClock } from '../shared/subgraph-bench';
import { announced, someText } from './evidence-world';

const clock = createTestClock('2026-11-20T09:00:00.000Z');
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

let store: SqlStore;
let intake: EvidenceIntake;
let server: Server;
let origin: string;
beforeAll(async () => {
  store = await evidenceStore(openTestStore)();
  intake = createEvidenceIntake(async () => store, clock);
  const app = express();
  app.all('/evidence/:token', createEvidenceHandler({ receive: (upload) => intake.receive(upload) }));
  server = createServer(app).listen(0, '127.0.0.1');
  server.keepAliveTimeout = 600_000; // No request meets a connection that is just being closed.
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await store.close();
});

const put = async (token: string, body: Buffer, headers: Record<string, string> = {}) => {
  const response = await fetch(`${origin}/evidence/${token}`, {
    method: 'PUT',
    body: new Uint8Array(body),
    headers,
  });
  const type = response.headers.get('content-type');
  return { status: response.status, type, body: (await response.json()) as Record<string, unknown> };
};
const state = async (reference: string) => (await fileByReference(store, reference))?.state;
const parts = async (reference: string) =>
  (await store.query('select 1 from documents.evidence_content where reference = $1', [reference])).length;

it('takes a file whole, in parts, and says what it took', async () => {
  const content = someText(700_001);
  const { reference, token } = await announced(store, content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  expect(await put(token, content, { 'content-type': 'text/plain; charset=utf-8' })).toMatchObject({
    status: 201,
    body: { state: 'RECEIVED', sizeBytes: 700_001, sha256 },
  });
  expect([await state(reference), await parts(reference)]).toEqual(['SCANNING', 3]);
});

it('takes a body of which the length is not said', async () => {
  const { reference, token } = await announced(store, PNG, { mimeType: 'image/png' });
  const body = new Blob([new Uint8Array(PNG)]).stream();
  const response = await fetch(`${origin}/evidence/${token}`, {
    method: 'PUT',
    body,
    duplex: 'half',
  });
  expect(response.status).toBe(201);
  expect(await state(reference)).toBe('SCANNING');
});

describe('what is not taken leaves nothing behind, and the path open', () => {
  it.each<[string, Buffer, Buffer, Record<string, string>, number, string]>([
    ['longer than announced', Buffer.from('abc'), Buffer.from('abcd'), {}, 413, 'TOO_LARGE'],
    ['shorter than announced', Buffer.from('abc'), Buffer.from('ab'), {}, 422, 'WRONG_SIZE'],
    ['empty', Buffer.from('abc'), Buffer.alloc(0), {}, 422, 'WRONG_SIZE'],
    ['an image that is said to be a text', PNG, PNG, {}, 415, 'WRONG_TYPE'],
    ['bytes that are no text', Buffer.from('ab\u0000c'), Buffer.from('ab\u0000c'), {}, 415, 'WRONG_TYPE'],
    ['half a character', Buffer.from([0x61, 0xc3]), Buffer.from([0x61, 0xc3]), {}, 415, 'WRONG_TYPE'],
    [
      'a header that says another type',
      Buffer.from('abc'),
      Buffer.from('abc'),
      { 'content-type': 'image/png' },
      415,
      'WRONG_TYPE',
    ],
  ])('%s', async (_what, content, sent, headers, status, code) => {
    const { reference, token } = await announced(store, content);
    const answer = await put(token, sent, headers);
    expect(answer).toMatchObject({
      status,
      type: expect.stringContaining('application/problem+json') as string,
    });
    expect(answer.body).toEqual({ type: 'about:blank', title: expect.any(String) as string, status, code });
    expect(JSON.stringify(answer)).not.toContain(token);
    expect([await state(reference), await parts(reference)]).toEqual(['AWAITING_UPLOAD', 0]);
  });

  it('a text that is announced as an image', async () => {
    const content = Buffer.from('%PNG, nearly');
    const { token } = await announced(store, content, { mimeType: 'image/png' });
    expect(await put(token, content)).toMatchObject({ status: 415 });
  });

  it('a megabyte to a path that nobody was given', async () => {
    expect(await put('no-such-token', Buffer.alloc(1_000_000))).toMatchObject({ status: 404 });
  });

  it('too late', async () => {
    const content = Buffer.from('abc');
    const { token } = await announced(store, content, { expiresAt: clock.now() });
    expect(await put(token, content)).toMatchObject({ status: 410, body: { code: 'EXPIRED' } });
  });

  it('by another method', async () => {
    const { token } = await announced(store, Buffer.from('abc'));
    const response = await fetch(`${origin}/evidence/${token}`, { method: 'POST', body: 'abc' });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'PUT']);
  });

  it('while the store is down: to be tried again', async () => {
    const working = intake;
    intake = { receive: () => Promise.reject(new SourceUnavailable('store')) };
    expect(await put('any', Buffer.from('abc'))).toMatchObject({
      status: 503,
      body: { code: 'SOURCE_UNAVAILABLE' },
    });
    intake = working;
  });
});

it('a path works once', async () => {
  const content = Buffer.from('abc');
  const { reference, token } = await announced(store, content);
  expect((await put(token, content)).status).toBe(201);
  expect(await put(token, content)).toMatchObject({ status: 409, body: { code: 'USED' } });
  expect(await parts(reference)).toBe(1);
});

it('of uploads at once one counts, and the bytes of the others are gone', async () => {
  const content = someText(1_000);
  const { reference, token } = await announced(store, content);
  const answers = await Promise.all(Array.from({ length: 5 }, () => put(token, content)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409]);
  expect(await parts(reference)).toBe(1);
});

it('an upload that broke off may be repeated', async () => {
  const content = someText(600_000);
  const { reference, token } = await announced(store, content);
  const { port } = server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  socket.write(`PUT /evidence/${token} HTTP/1.1\r\nhost: x\r\ncontent-length: ${content.length}\r\n\r\n`);
  socket.write(content.subarray(0, 300_000));
  while ((await parts(reference)) === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  socket.destroy();
  while ((await parts(reference)) > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  expect((await put(token, content)).status).toBe(201);
  expect(await parts(reference)).toBe(3);
});

it('the token is nowhere in the store', async () => {
  const { token } = await announced(store, Buffer.from('abc'));
  const rows = await store.query('select * from documents.evidence');
  expect(JSON.stringify(rows)).not.toContain(token);
});

it('what never came is swept away, and what broke off with its process', async () => {
  const { reference } = await announced(store, Buffer.from('abc'), { expiresAt: clock.now() });
  const later = (ms: number): Date => new Date(clock.now().getTime() + ms);
  await store.query(
    `insert into documents.evidence_content (reference, upload, part, bytes) values ($1, 'died', 0, 'x')`,
    [reference],
  );
  await sweep(store, later(30 * 60_000));
  expect(await parts(reference)).toBe(1);
  await sweep(store, later(2 * 3_600_000));
  expect([await parts(reference), await state(reference)]).toEqual([0, 'AWAITING_UPLOAD']);
  await sweep(store, later(8 * 24 * 3_600_000));
  expect(await state(reference)).toBeUndefined();
});
