import { openTestStore } from '../../harness/test-store';
import { readingSuite } from './reading.suite';

readingSuite('PGlite', openTestStore);
