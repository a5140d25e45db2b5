import { openTestStore } from '../../../harness/test-store';
import { searchSuite } from './search.suite';

searchSuite('PGlite', openTestStore);
