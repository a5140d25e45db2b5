import { openTestStore } from '../../../harness/test-store';
import { changePublisherSuite } from './publisher.suite';

changePublisherSuite('PGlite', openTestStore);
