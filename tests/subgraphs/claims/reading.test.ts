import { openTestStore } from '../../harness/pglite-template';
import { readingSuite } from './reading.suite';

readingSuite('PGlite', openTestStore);
