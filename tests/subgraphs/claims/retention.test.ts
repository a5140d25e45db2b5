import { openTestStore } from '../../harness/pglite-template';
import { retentionSuite } from './retention.suite';

retentionSuite('PGlite', openTestStore);
