import { openTestStore } from '../../harness/pglite-template';
import { erasureSuite } from './erasure.suite';

erasureSuite('PGlite', openTestStore);
