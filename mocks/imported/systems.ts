import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** How one imported system is imitated. */
export interface ImportedSystem {
  /** The subgraph's name, and the folder's. */
  readonly name: string;
  readonly folder: string;
  /** A SOAP service answers with the files of `answers/`, a database holds the tables of `tables.sql`. */
  readonly kind: 'soap' | 'db2';
  /** The variable that names the real system, e.g. `ORDERS_SOAP_URL` or `LEDGER_DB2_DSN`. */
  readonly variable: string;
}

const KINDS = [
  { kind: 'soap', sign: 'answers', variable: 'SOAP_URL' },
  { kind: 'db2', sign: 'tables.sql', variable: 'DB2_DSN' },
] as const;

/** @returns the imported systems that can be imitated: each folder with answers or tables is one. There is no list to edit. */
export function importedSystems(folder: string = __dirname): ImportedSystem[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => {
      const found = KINDS.find(({ sign }) => existsSync(join(folder, name, sign)));
      if (!found) return [];
      const variable = `${name.replaceAll('-', '_').toUpperCase()}_${found.variable}`;
      return [{ name, folder: join(folder, name), kind: found.kind, variable }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
