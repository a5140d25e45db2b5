import { openTestStore } from '../../../harness/pglite-template';
import { searchSuite } from './search.suite';

searchSuite('PGlite', openTestStore);
