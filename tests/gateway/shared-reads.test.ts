import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Arrived, createHttpTransport } from '../../gateway/execute/http';
import { createInFlight } from '../../gateway/execute/in-flight';
import type { OperationRun, SubgraphTransport } from '../../gateway/execute/transport';

const run = (more: Partial<OperationRun> = {}): OperationRun =>
  ({
    ...{ requestId: 'r-1', signal: new AbortController().signal, masked: new Set<string>() },
    ...{ notes: { accesses: [] }, ...more },
  }) as unknown as OperationRun;

describe('equal reads of a subgraph of another process', () => {
  let server: Server;
  let transport: SubgraphTransport;
  let held: ServerResponse[];
  const arrived = async (count: number): Promise<void> => {
    while (held.length < count) await once(server, 'request');
  };
  const read = (more?: Partial<OperationRun>) =>
    transport.open(run(more)).send([{ query: '{ a { b } }', variables: null, operationName: null }]);
  const answer = (): void => held.splice(0).forEach((each) => each.end('{"data":{"a":{"b":1}}}'));

  beforeEach(async () => {
    held = [];
    server = createServer((_, response) => held.push(response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    transport = createHttpTransport({
      ...{ name: 'claims', timeoutMs: 600_000, inFlight: createInFlight<Arrived>() },
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    });
  });
  afterEach(async () => {
    await transport.close();
    server.close().closeAllConnections();
  });

  it('are made once, and each has objects of its own', async () => {
    const both = [read(), read()];
    await arrived(1);
    answer();
    const [[one], [other]] = (await Promise.all(both)) as [[{ data: object }], [{ data: object }]];
    expect(one.data).toEqual({ a: { b: 1 } });
    expect(other.data).toEqual(one.data);
    expect(other.data).not.toBe(one.data);
  });

  it('are made again for who asks because something has changed', async () => {
    const both = [read(), read({ apart: true })];
    await arrived(2);
    answer();
    expect(await Promise.all(both)).toHaveLength(2);
  });
});
