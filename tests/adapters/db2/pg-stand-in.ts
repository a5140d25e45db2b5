import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { serveWire } from '../../../mocks/ledger/wire';
import { emptyDatabase } from '../../../mocks/empty-database';

/** Run as a process of its own: PGlite with the fixture, on a socket; a slow statement blocks that process alone. */
async function serve(): Promise<void> {
  const db = await PGlite.create({ loadDataDir: await emptyDatabase() });
  await db.exec(readFileSync(join(__dirname, 'fixture.sql'), 'utf8'));
  const { port } = await serveWire(db, 0);
  process.send?.({ port });
  process.on('disconnect', () => process.exit(0));
}

void serve();
