import { listen } from './http';
import { importedVariables } from './imported';
import { mockSystems, type MockSystem } from './settings';
import type { MockVariables } from './mock-server';

/** The variables that name each real system. */
const NAMED_BY: Readonly<Record<MockSystem, readonly string[]>> = {
  oidc: ['OIDC_ISSUER'],
  soap: ['CUSTOMERS_SOAP_URL', 'DOCUMENTS_SOAP_URL', 'PAYMENTS_SOAP_URL'],
  ledger: ['DB2_DSN'],
  mail: ['SMTP_URL'],
  imported: importedVariables(),
};

/** @returns the systems of which the environment does not name every part. */
export function systemsToImitate(variables: NodeJS.ProcessEnv): MockSystem[] {
  return mockSystems.filter((system) => NAMED_BY[system].some((name) => !isSet(variables[name])));
}

/** @returns the environment with the stand-ins where it named nothing; what it names stays. */
export function withStandIns(variables: NodeJS.ProcessEnv, standIns: MockVariables): NodeJS.ProcessEnv {
  const named = Object.entries(variables).filter(([, value]) => isSet(value));
  return { ...standIns, ...Object.fromEntries(named) };
}

/** A port that somebody else has. */
export class PortTaken extends Error {
  constructor(port: number, variable: string) {
    super(`Port ${port} is taken: is the hub running already? ${variable} chooses another one.`);
    this.name = 'PortTaken';
  }
}

/**
 * Looks whether ports are free, before anything is started.
 *
 * @param ports each with the variable that chooses it; 0 is always free.
 * @throws {PortTaken} for the first one that is not.
 */
export async function checkPorts(ports: ReadonlyMap<number, string>): Promise<void> {
  for (const [port, variable] of ports) {
    await listen(port, () => undefined).then(
      (listener) => listener.close(),
      () => {
        throw new PortTaken(port, variable);
      },
    );
  }
}

/** @returns the port itself, or one that is free now where it is 0. */
export async function chosenPort(port: number): Promise<number> {
  if (port !== 0) return port;
  const listener = await listen(0, () => undefined);
  await listener.close();
  return listener.port;
}

const isSet = (value: string | undefined): boolean => value !== undefined && value.trim() !== '';
