import { once } from 'node:events';
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createHttpClient, type HttpClient } from '../../gateway/execute/http-client';
import { until } from './world/until';

describe('the client towards subgraphs', () => {
  let server: Server;
  let client: HttpClient;
  let listener: RequestListener;
  const never = new AbortController().signal;
  beforeAll(async () => {
    server = createServer((request, response) => listener(request, response)).listen(0, '127.0.0.1');
    server.keepAliveTimeout = 600_000; // The client goes by it.
    await once(server, 'listening');
    client = createHttpClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterAll(async () => {
    await client.close();
    server.close().closeAllConnections();
  });
  const post = (signal: AbortSignal = never, timeoutMs = 20_000) =>
    client.send(
      { method: 'POST', path: '/graphql?a=1', headers: { 'x-a': 'b' }, body: 'é', signal, timeoutMs },
      ({ status, text }) => ({ status, text }),
    );

  it('sends what it is told and reads an answer that arrives in pieces, whatever letters they cut', async () => {
    const seen: unknown[] = [];
    listener = (request, response) => {
      request.on('data', (chunk: Buffer) =>
        seen.push(request.method, request.url, request.headers['x-a'], chunk.toString()),
      );
      request.on('end', () => {
        const text = Buffer.from('"été"');
        response.writeHead(207).write(text.subarray(0, 2));
        setImmediate(() => response.end(text.subarray(2)));
      });
    };
    expect(await post()).toEqual({ status: 207, text: '"été"' });
    expect(seen).toEqual(['POST', '/graphql?a=1', 'b', 'é']);
  });

  it('gives up when it is told to, and the server hears of it', async () => {
    let gone = false;
    let asked = false;
    listener = (_, response) => {
      asked = true;
      response.once('close', () => (gone = true));
    };
    const controller = new AbortController();
    const answer = post(controller.signal);
    const refused = expect(answer).rejects.toThrow('client left');
    await until(() => asked);
    controller.abort(new Error('client left'));
    await refused;
    await until(() => gone);
  });

  it('asks nothing for whoever has left already', async () => {
    let asked = false;
    listener = (_, response) => {
      asked = true;
      response.end();
    };
    await expect(post(AbortSignal.abort(new Error('client left')))).rejects.toThrow('client left');
    expect(asked).toBe(false);
  });

  it('tells an answer that takes too long from one that fails', async () => {
    listener = () => undefined;
    await expect(post(never, 30)).rejects.toMatchObject({ name: 'TimeoutError' });
    listener = (request) => request.socket.destroy();
    await expect(post()).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  it('is on time for an answer that never ends, too', async () => {
    listener = (_, response) => void response.writeHead(200).write('{');
    await expect(post(never, 30)).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('uses a connection again, and one that the server has closed meanwhile no more', async () => {
    const sockets: unknown[] = [];
    listener = (request, response) => {
      sockets.push(request.socket);
      response.end('{}');
    };
    await post();
    await post();
    expect(sockets[1]).toBe(sockets[0]);
    const [socket] = sockets as [Socket];
    const closed = once(socket, 'close');
    socket.destroy();
    await closed;
    // Whether or not the client has heard of it: it is told so, or asks on a new one.
    await post().catch((error: unknown) => expect(error).toMatchObject({ code: 'ECONNRESET' }));
    await post();
    expect(sockets.at(-1)).not.toBe(socket);
  });

  it('asks as many as it may at once; the others wait, and may leave while they do', async () => {
    const held: ServerResponse[] = [];
    listener = (_, response) => void held.push(response);
    const first = Array.from({ length: 64 }, () => post());
    await until(() => held.length === 64);
    const leaving = new AbortController();
    const left = expect(post(leaving.signal)).rejects.toThrow('client left');
    const last = post();
    leaving.abort(new Error('client left'));
    await left;
    listener = (_, response) => void response.end('{}');
    for (const response of held) response.end('{}');
    expect(await Promise.all([...first, last])).toHaveLength(65);
  });

  it('lets nobody write a header into another one', async () => {
    const get = { method: 'GET', path: '/', signal: never, timeoutMs: 20_000 } as const;
    for (const wrong of [{ headers: { 'x-a': 'b\r\nx-c: d' } }, { path: '/ HTTP/1.1\r\nx: y' }])
      await expect(client.send({ ...get, ...wrong }, () => 'read')).rejects.toThrow();
  });

  it('hands on what is wrong with an answer to whoever reads it, and goes on', async () => {
    listener = (_, response) => void response.end('{');
    const get = { method: 'GET', path: '/', signal: never, timeoutMs: 20_000 } as const;
    const read = ({ text }: { text: string }): unknown => JSON.parse(text);
    await expect(client.send(get, read)).rejects.toThrow(SyntaxError);
    listener = (_, response) => void response.end('{}');
    expect(await client.send(get, read)).toEqual({});
  });

  it('asks nothing once it is closed', async () => {
    const closed = createHttpClient('http://127.0.0.1:9');
    await closed.close();
    await expect(
      closed.send({ method: 'GET', path: '/', signal: never, timeoutMs: 20_000 }, () => 'read'),
    ).rejects.toMatchObject({ code: 'ECONNRESET' });
  });
});
