import { openTestStore } from '../../../harness/test-store';
import { askAgainSuite } from './again.suite';

askAgainSuite('PGlite', openTestStore);
