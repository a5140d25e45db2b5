import { openTestStore } from '../../harness/pglite-template';
import { privacySuite } from './privacy.suite';

privacySuite('PGlite', openTestStore);
