import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { pgliteTemplate } from '../../harness/pglite-template';

/** Run as a process of its own: PGlite with the fixture, on a socket; a slow statement blocks that process alone. */
async function serve(): Promise<void> {
  const db = await PGlite.create({ loadDataDir: await pgliteTemplate() });
  await db.exec(readFileSync(join(__dirname, 'fixture.sql'), 'utf8'));
  const server = new PGLiteSocketServer({ db, port: 0, host: '127.0.0.1', maxConnections: 20 });
  await server.start();
  process.send?.({ port: Number(server.getServerConn().split(':').at(-1)) });
  process.on('disconnect', () => process.exit(0));
}

void serve();
