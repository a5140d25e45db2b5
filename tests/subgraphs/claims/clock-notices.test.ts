import { openTestStore } from '../../harness/pglite-template';
import { clockNoticeSuite } from './clock-notices.suite';
import { folderPlace } from './store-place';

clockNoticeSuite('PGlite', openTestStore, folderPlace);
