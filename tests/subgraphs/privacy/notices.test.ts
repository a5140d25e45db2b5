import { openTestStore } from '../../harness/pglite-template';
import { folderPlace } from '../claims/store-place';
import { requestNoticeSuite } from './notices.suite';

requestNoticeSuite('PGlite', openTestStore, folderPlace);
