import { openTestStore } from '../../../harness/pglite-template';
import { changePublisherSuite } from './publisher.suite';

changePublisherSuite('PGlite', openTestStore);
