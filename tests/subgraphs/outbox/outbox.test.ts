import { openTestStore } from '../../harness/pglite-template';
import { outboxPromises } from './outbox.suite';

outboxPromises('PGlite', openTestStore);
