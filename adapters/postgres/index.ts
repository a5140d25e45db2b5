export { createPgReader, type PgReaderOptions } from './pg-reader';
export { createPgStore, type PgStoreOptions } from './pg-store';
export { createPgliteStore, type PgliteStoreOptions } from './pglite-store';
