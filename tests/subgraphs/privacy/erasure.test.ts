import { openTestStore } from '../../harness/test-store';
import { erasureSuite } from './erasure.suite';

erasureSuite('PGlite', openTestStore);
