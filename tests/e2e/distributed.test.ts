import { hubPromises } from './hub.suite';

describe('a distributed hub, on PGlite', () => hubPromises({ mode: 'distributed' }));
