import { createRedisBus } from '../../../adapters/redis';
import { credentialHeaders } from '../../../mocks/oidc/proof';
import { withServer } from '../../harness/server-suite';
import { openHub } from '../world/open-hub';
import { openStream } from './read-events';

withServer('TEST_REDIS_URL', (redis) => {
  it('a stream tells at once what another process says has changed', async () => {
    const hub = await openHub('over HTTP', { env: { REDIS_URL: redis } });
    const bus = createRedisBus({ url: redis, report: () => undefined });
    const url = `${hub.url}/stream`;
    const headers = await credentialHeaders(await hub.issuer.token(), hub.issuer.holder, {
      method: 'POST',
      url,
    });
    const query = 'subscription { fileChanged(id: 1) { title } }';
    const stream = await openStream(url, { query }, headers);
    expect(await stream.next()).toMatchObject({ id: '1' });
    hub.world.changed.set('1', 1);
    const event = stream.next();
    let isTold = false;
    void event.then(() => (isTold = true));
    // The gateway may not listen yet: word is given until it does.
    while (!isTold) {
      await bus.tell([{ field: 'fileChanged', key: '1', mark: 2 }]);
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    expect(await event).toMatchObject({ id: '2', data: { data: { fileChanged: { title: 'Title 1!' } } } });
    stream.leave();
    await bus.close();
    await hub.close();
  });
});
