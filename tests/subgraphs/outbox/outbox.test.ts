import { openTestStore } from '../../harness/test-store';
import { outboxPromises } from './outbox.suite';

outboxPromises('PGlite', openTestStore);
