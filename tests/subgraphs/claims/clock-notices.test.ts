import { openTestStore } from '../../harness/test-store';
import { clockNoticeSuite } from './clock-notices.suite';
import { folderPlace } from './store-place';

clockNoticeSuite('PGlite', openTestStore, folderPlace);
