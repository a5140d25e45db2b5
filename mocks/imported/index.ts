import type { Handler } from '../http';
import { listen, pathOf, sendJson } from '../http';
import { developmentCredentials } from '../soap/index';
import { createImportedService } from './soap';
import { importedSystems } from './systems';

/** The variables that name the real systems: without one of them, its system is imitated. */
export const importedVariables = (): readonly string[] => importedSystems().map(({ variable }) => variable);

/** The stand-ins of all imported SOAP services, for a server that they share. */
export function createImportedServices(origin: string) {
  const systems = importedSystems().map((system) => ({
    ...system,
    path: `/soap/imported/${system.name}`,
    service: createImportedService(system),
  }));
  return {
    /** Where they are, by the variable that names the real one. */
    variables: Object.fromEntries(systems.map(({ variable, path }) => [variable, `${origin}${path}`])),
    handlerOf: (path: string): Handler | undefined =>
      systems.find((each) => each.path === path)?.service.handle,
  };
}

/** One imported system's stand-in, on a port of its own. */
export interface RunningImported {
  readonly variables: Readonly<Record<string, string>>;
  /** @returns how often it was asked. */
  calls(): number;
  close(): Promise<void>;
}

/** @throws {Error} there is no such imported system. */
export async function startImported(name: string): Promise<RunningImported> {
  const system = importedSystems().find((each) => each.name === name);
  if (!system) throw new Error(`mocks/imported/${name} has no answers.`);
  const service = createImportedService(system);
  const path = `/soap/imported/${name}`;
  const server = await listen(0, (request, response) =>
    pathOf(request) === path
      ? service.handle(request, response)
      : sendJson(response, 404, { error: 'not_found' }),
  );
  const { username, password } = developmentCredentials;
  return {
    variables: {
      [system.variable]: `${server.url}${path}`,
      SOAP_USERNAME: username,
      SOAP_PASSWORD: password,
    },
    calls: () => service.calls(),
    close: () => server.close(),
  };
}
