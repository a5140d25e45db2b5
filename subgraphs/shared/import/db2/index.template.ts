import { camel, constant, pascal } from '../names';
import { literal } from '../text';
import type { Db2Plan } from './plan';

/** Writes the subgraph's module: name, port, settings, adapter. */
export function tableIndexFile({ name, tables }: Db2Plan, port: number): string {
  const own = pascal(name);
  const prefix = `${constant(name)}_DB2`;
  return `import { z } from 'zod';
import { createDb2Reader, db2DriverMissing } from '../../adapters/db2';
import { createPgReader } from '../../adapters/postgres';
import { createGuard, guardSql } from '../../adapters/resilience';
import type { SourceLimits } from '../../schema/ports/limits';
import type { SubgraphModule } from '../shared/module';
import { createRowGate } from '../shared/row-gate';
import { sourceLimits, sourceVariables } from '../shared/source-settings';
import { createAskTable } from '../shared/table-ask';
import type { ${own}Context } from './context';
import { create${own}Source } from './${name}.source';
import { ${camel(name)}Schema } from './schema';

/** Where the database is, and how much of it we may take. */
interface ${own}Settings {
  /** \`${prefix}_DSN\`: Db2's own connection string, or the stand-in's URL. It holds a password. */
  readonly dsn: string;
  /** The development stand-in speaks PostgreSQL's protocol. */
  readonly standIn: boolean;
  readonly limits: SourceLimits;
}

const SOURCE = ${literal(name)};
const STAND_IN = /^postgres(ql)?:\\/\\//;

const settings = z
  .object({ ${prefix}_DSN: z.string().min(1), ...sourceVariables('${prefix}'), NODE_ENV: z.string().optional() })
  .refine((env) => env.NODE_ENV !== 'production' || !STAND_IN.test(env.${prefix}_DSN), {
    path: ['${prefix}_DSN'],
    error: 'the stand-in for Db2 is refused in production',
  })
  .transform((env): ${own}Settings => ({
    dsn: env.${prefix}_DSN,
    standIn: STAND_IN.test(env.${prefix}_DSN),
    limits: sourceLimits('${prefix}', env),
  }));

/** From Db2: ${tables.map(({ table }) => `${table.schema}.${table.name}`).join(', ')}. */
export const subgraph: SubgraphModule<${own}Settings> = {
  name: SOURCE,
  port: ${port},
  settings,
  schema: ${camel(name)}Schema,
  async create({ dsn, standIn, limits }, { ids, clock, policy, log, relations }) {
    const missing = standIn ? undefined : db2DriverMissing();
    if (missing) log.warn(missing);
    const poolSize = limits.connections;
    const database = standIn
      ? createPgReader({ source: SOURCE, url: dsn, poolSize, connectTimeoutMs: limits.timeoutMs })
      : createDb2Reader({ source: SOURCE, dsn, poolSize });
    const keeping = policy.keeping.get(SOURCE);
    const reader = guardSql(database, createGuard(SOURCE, limits, { clock, keeping }));
    return {
      name: SOURCE,
      schema: ${camel(name)}Schema(),
      context: (operation): ${own}Context => ({
        operation,
        source: create${own}Source(createAskTable(reader, operation, limits.timeoutMs)),
        ids,
        admit: createRowGate(policy, operation, relations),
      }),
      ready: (withinMs) => reader.ping(withinMs),
      close: () => reader.close(),
    };
  },
};
`;
}
