import { hubPromises } from './hub.suite';

describe('a hub in one process, on PGlite', () => hubPromises({ mode: 'one process' }));
