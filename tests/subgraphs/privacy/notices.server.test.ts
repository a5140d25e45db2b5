import { withServer } from '../../harness/server-suite';
import { openPlace, serverPlace } from '../claims/store-place';
import { requestNoticeSuite } from './notices.suite';

withServer('TEST_POSTGRES_URL', (server) => {
  const open = async () => {
    const { where, drop } = await serverPlace(server);
    const store = await openPlace(where);
    return { ...store, close: () => store.close().then(drop) };
  };
  requestNoticeSuite('a PostgreSQL server', open, () => serverPlace(server));
});
