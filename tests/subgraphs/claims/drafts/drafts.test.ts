import { openTestStore } from '../../../harness/test-store';
import { repeatedSuite } from '../repeated/repeated.suite';
import { draftsSuite } from './drafts.suite';

draftsSuite('PGlite', openTestStore);
repeatedSuite('PGlite', openTestStore);
