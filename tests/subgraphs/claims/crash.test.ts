import { openTestStore } from '../../harness/pglite-template';
import { crashSuite } from './crash.suite';

crashSuite('PGlite', openTestStore);
