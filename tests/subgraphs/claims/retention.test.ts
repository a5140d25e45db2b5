import { openTestStore } from '../../harness/test-store';
import { retentionSuite } from './retention.suite';

retentionSuite('PGlite', openTestStore);
