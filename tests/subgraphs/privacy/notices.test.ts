import { openTestStore } from '../../harness/test-store';
import { folderPlace } from '../claims/store-place';
import { requestNoticeSuite } from './notices.suite';

requestNoticeSuite('PGlite', openTestStore, folderPlace);
