import { openTestStore } from '../../harness/test-store';
import { privacySuite } from './privacy.suite';

privacySuite('PGlite', openTestStore);
