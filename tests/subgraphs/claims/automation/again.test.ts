import { openTestStore } from '../../../harness/pglite-template';
import { askAgainSuite } from './again.suite';

askAgainSuite('PGlite', openTestStore);
