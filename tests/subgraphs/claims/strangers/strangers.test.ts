import { openTestStore } from '../../../harness/pglite-template';
import { strangersSuite } from './strangers.suite';

strangersSuite('PGlite', openTestStore);
