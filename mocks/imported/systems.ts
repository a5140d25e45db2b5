import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** How one imported system is imitated. */
export interface ImportedSystem {
  /** The subgraph's name, and the folder's. */
  readonly name: string;
  readonly folder: string;
  /** A SOAP service answers with the files of `answers/`. */
  readonly kind: 'soap';
  /** The variable that names the real system, e.g. `ORDERS_SOAP_URL`. */
  readonly variable: string;
}

/** @returns the imported systems that can be imitated: each folder with answers is one. There is no list to edit. */
export function importedSystems(folder: string = __dirname): ImportedSystem[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'answers')))
    .map(({ name }) => ({
      name,
      folder: join(folder, name),
      kind: 'soap' as const,
      variable: `${name.replaceAll('-', '_').toUpperCase()}_SOAP_URL`,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
