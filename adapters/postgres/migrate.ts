import { createHash } from 'node:crypto';
import { HubError } from '../../schema/kernel/errors';
import type { Migration } from '../../schema/ports/store';
import type { DriverSession, StoreDriver } from './driver';

/**
 * Brings one owner's tables up to date: see `SqlStore.migrate`.
 *
 * Each step takes the owner's advisory lock in its own transaction and looks again before it applies, so that
 * several processes may start at once. Unqualified names in a migration fall into the owner's schema.
 *
 * @throws {SourceUnavailable} the store is down; {Error} a migration was changed or failed, naming it.
 */
export async function migrate(
  driver: StoreDriver,
  failure: (error: unknown) => Error,
  owner: string,
  migrations: readonly Migration[],
): Promise<void> {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(owner))
    throw new RangeError('an owner is a lower-case name of letters and digits');
  for (const migration of migrations) {
    try {
      await driver.exclusively((connection) => step(connection, owner, migration));
    } catch (error) {
      if (error instanceof MigrationFault) throw error;
      const known = failure(error);
      throw known instanceof HubError ? known : named(known, owner, migration);
    }
  }
}

/** An applied migration is not what the code says it is: someone has to look. */
class MigrationFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MigrationFault';
  }
}

function named(failure: Error, owner: string, { name }: Migration): Error {
  return new Error(`migration "${name}" of ${owner} failed: ${failure.message}`, { cause: failure });
}

async function step(connection: DriverSession, owner: string, migration: Migration): Promise<void> {
  const checksum = checksumOf(migration);
  await connection.script(begin(owner));
  try {
    const [applied] = (await connection.query(
      `select checksum from "${owner}".hub_migration where name = $1`,
      [migration.name],
    )) as { checksum: string }[];
    if (applied && applied.checksum !== checksum) {
      throw new MigrationFault(
        `migration "${migration.name}" of ${owner} was applied with another text: write a new migration instead of changing it`,
      );
    }
    if (!applied) {
      await connection.script(migration.sql);
      await connection.query(`insert into "${owner}".hub_migration (name, checksum) values ($1, $2)`, [
        migration.name,
        checksum,
      ]);
    }
    await connection.script('commit');
  } catch (error) {
    await connection.script('rollback').catch(() => undefined);
    throw error;
  }
}

/** The lock is released by the end of the transaction; `create schema if not exists` alone would race. */
function begin(owner: string): string {
  return `begin;
    set local statement_timeout = 0;
    select pg_advisory_xact_lock(hashtextextended('claims-hub migrations of ${owner}', 0));
    create schema if not exists "${owner}";
    create table if not exists "${owner}".hub_migration (
      name text primary key, checksum text not null, applied_at timestamptz not null default now());
    set local search_path to "${owner}", public;
    set local client_min_messages = warning;`;
}

/** Line ends do not count: a checkout on another system may change them. */
function checksumOf({ sql }: Migration): string {
  return createHash('sha256').update(sql.replaceAll('\r\n', '\n')).digest('hex');
}
