export { createPgReader } from './pg-reader';
export { createPgStore } from './pg-store';
export { createPgliteStore } from './pglite-store';
