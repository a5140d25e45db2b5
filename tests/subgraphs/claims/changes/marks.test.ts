import { openTestStore } from '../../../harness/pglite-template';
import { claimMarksSuite } from './marks.suite';

claimMarksSuite('PGlite', openTestStore);
