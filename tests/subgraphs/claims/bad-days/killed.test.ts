import { folderPlace, openPlace } from '../store-place';
import { killedSuite } from './killed.suite';

killedSuite('PGlite', async () => {
  const { where, drop } = await folderPlace();
  return { place: where, store: () => openPlace(where), drop };
});
