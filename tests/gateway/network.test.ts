import dns from 'node:dns';
import net from 'node:net';
import { MODES, openHub } from './world/open-hub';

it.each(MODES)('no connection leaves the machine (%s)', async (mode) => {
  const hosts: string[] = [];
  const connect = net.Socket.prototype.connect;
  jest.spyOn(net.Socket.prototype, 'connect').mockImplementation(function (
    this: net.Socket,
    ...args: unknown[]
  ) {
    const [first] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
    hosts.push((first as { host?: string; path?: string }).host ?? String((first as { path?: string }).path));
    return Reflect.apply(connect, this, args) as net.Socket;
  });
  const lookups = jest.spyOn(dns, 'lookup');
  const open = await openHub(mode);
  const { status } = await open.ask('{ file(id: "1") { owner { name } } }');
  await new Promise((resolve) => setTimeout(resolve, 500)); // What a library does after its start counts too.
  await open.close();
  expect(status).toBe(200);
  expect(hosts.length).toBeGreaterThan(0);
  expect(hosts.filter((host) => !['127.0.0.1', 'localhost'].includes(host))).toEqual([]);
  expect(lookups.mock.calls.map(([name]) => name).filter((name) => name !== '127.0.0.1')).toEqual([]);
  jest.restoreAllMocks();
});
