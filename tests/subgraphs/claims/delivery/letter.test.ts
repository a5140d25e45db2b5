import { openTestStore } from '../../../harness/pglite-template';
import { letterSuite } from './letter.suite';

letterSuite('PGlite', openTestStore);
