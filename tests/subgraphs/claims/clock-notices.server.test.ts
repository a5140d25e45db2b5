import { withServer } from '../../harness/server-suite';
import { clockNoticeSuite } from './clock-notices.suite';
import { openPlace, serverPlace } from './store-place';

withServer('TEST_POSTGRES_URL', (server) => {
  const open = async () => {
    const { where, drop } = await serverPlace(server);
    const store = await openPlace(where);
    return { ...store, close: () => store.close().then(drop) };
  };
  clockNoticeSuite('a PostgreSQL server', open, () => serverPlace(server));
});
