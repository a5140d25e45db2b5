import { openTestStore } from '../../../harness/test-store';
import { claimMarksSuite } from './marks.suite';

claimMarksSuite('PGlite', openTestStore);
