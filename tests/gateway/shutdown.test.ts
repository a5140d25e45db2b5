import { connect, type Socket } from 'node:net';
import { startHub } from '../../gateway/main';
import { readConfig } from '../../gateway/config';
import { MODES, openHub } from './world/open-hub';
import { createWorld, modulesOf } from './world/subgraphs';
import { until } from './world/until';

describe.each(MODES)('a hub that is told to stop, with subgraphs %s,', (mode) => {
  it('answers what is under way, takes nothing new, and then is gone', async () => {
    const open = await openHub(mode);
    await open.ask('{ __typename }'); // Leaves a kept-alive connection behind.
    const pending = open.ask('{ slow }');
    await until(() => open.world.slow.length === 1);

    let closed = false;
    const closing = open.hub.close().then(() => (closed = true));
    await until(() => !closed);
    await expect(tcp(open.url)).rejects.toThrow();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(closed).toBe(false);

    open.world.slow[0]?.release();
    const { status, body, headers } = await pending;
    expect([status, body.data]).toEqual([200, { slow: 'done' }]);
    expect(headers.get('connection')).toBe('close');
    await closing;
    await open.close();
  });

  it('cuts what does not end in time', async () => {
    const open = await openHub(mode, { env: { HUB_DRAIN_MS: '100' } });
    const pending = open.ask('{ slow }').catch(() => 'cut');
    await until(() => open.world.slow.length === 1);
    await open.hub.close();
    expect(await pending).toBe('cut');
    await until(() => open.world.slow[0]?.signal.aborted === true);
    await open.close();
  });
});

it('says in one sentence that its port is taken, and leaves nothing running', async () => {
  const open = await openHub('one process');
  const port = Number(new URL(open.url).port);
  const { issuer, audience } = open.issuer;
  const world = createWorld();
  const config = readConfig(
    {
      HUB_PORT: String(port),
      OIDC_ISSUER: issuer,
      HUB_AUDIENCE: audience,
      HUB_ID_SECRET: 'a secret of more than thirty-two characters',
      HUB_SUPERGRAPH: `${__dirname}/world/missing.graphql`,
      LOG_LEVEL: 'silent',
    },
    modulesOf(world),
  );
  await expect(startHub(config)).rejects.toThrow('missing.graphql');
  await expect(openHub('one process', { env: { HUB_PORT: String(port) } })).rejects.toThrow(
    `Port ${port} cannot be opened: another process listens on it.`,
  );
  await open.close();
});

/** Opens a TCP connection to a URL's port. */
const tcp = (url: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
      socket.destroy();
      resolve(socket);
    });
    socket.once('error', reject);
  });
