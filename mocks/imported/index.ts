import { type Handler, listen, pathOf, sendJson } from '../http';
import { developmentCredentials } from '../soap/index';
import { createImportedService } from './soap';
import { type ImportedSystem, importedSystems } from './systems';
import { startImportedTables } from './tables';

/** The variables that name the real systems: without one of them, its system is imitated. */
export const importedVariables = (): readonly string[] => importedSystems().map(({ variable }) => variable);

const pathOfService = ({ name }: ImportedSystem): string => `/soap/imported/${name}`;

/**
 * Starts the stand-ins of all imported systems: SOAP services for a server that they share, databases on ports of their
 * own.
 *
 * @param origin of that server.
 */
export async function startAllImported(origin: string) {
  const systems = importedSystems();
  const services = new Map(
    systems
      .filter(({ kind }) => kind === 'soap')
      .map((system) => [pathOfService(system), { system, service: createImportedService(system) }]),
  );
  const databases = await Promise.all(
    systems
      .filter(({ kind }) => kind === 'db2')
      .map(async (system) => ({ system, tables: await startImportedTables(system) })),
  );
  const variables: Record<string, string> = {};
  for (const [path, { system }] of services) variables[system.variable] = `${origin}${path}`;
  for (const { system, tables } of databases) variables[system.variable] = tables.dsn;
  return {
    /** Where they are, by the variable that names the real one. */
    variables,
    handlerOf: (path: string): Handler | undefined => services.get(path)?.service.handle,
    async close(): Promise<void> {
      await Promise.all(databases.map(({ tables }) => tables.close()));
    },
  };
}

/** One imported system's stand-in, on a port of its own. */
export interface RunningImported {
  readonly variables: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/** @throws {Error} there is no such imported system. */
export async function startImported(name: string): Promise<RunningImported> {
  const system = importedSystems().find((each) => each.name === name);
  if (!system) throw new Error(`mocks/imported/${name} has neither answers nor tables.`);
  if (system.kind === 'db2') {
    const { dsn, close } = await startImportedTables(system);
    return { variables: { [system.variable]: dsn }, close };
  }
  const service = createImportedService(system);
  const path = pathOfService(system);
  const server = await listen(0, (request, response) =>
    pathOf(request) === path
      ? service.handle(request, response)
      : sendJson(response, 404, { error: 'not_found' }),
  );
  const { username: SOAP_USERNAME, password: SOAP_PASSWORD } = developmentCredentials;
  return {
    variables: { [system.variable]: `${server.url}${path}`, SOAP_USERNAME, SOAP_PASSWORD },
    close: () => server.close(),
  };
}
