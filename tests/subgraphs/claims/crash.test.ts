import { openTestStore } from '../../harness/test-store';
import { crashSuite } from './crash.suite';

crashSuite('PGlite', openTestStore);
