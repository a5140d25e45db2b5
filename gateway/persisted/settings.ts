import type { Environment } from '../../subgraphs/shared/environment';
import { DOCUMENT_BYTES } from '../plan/document';

/** What becomes of an operation that a client did not register: `log` answers it and counts it, `enforce` refuses it. */
export type OperationMode = 'off' | 'log' | 'enforce';

const MODES = ['off', 'log', 'enforce'] as const satisfies readonly OperationMode[];

/** What is told about texts of operations: how many are kept, and which are taken. */
export interface OperationSettings {
  /** `HUB_OPERATIONS`: for clients that are not named. */
  readonly mode: OperationMode;
  /** `HUB_OPERATIONS_CLIENTS`: by OAuth client id. */
  readonly clients: ReadonlyMap<string, OperationMode>;
  /** `HUB_OPERATIONS_DIR`: manifests, one file per client; what is registered in the store counts unless set. */
  readonly dir?: string;
  /** `HUB_PERSISTED_QUERY_BYTES`: texts kept by their hash; 0 keeps none. */
  readonly queryBytes: number;
  /** `HUB_DOCUMENT_BYTES`: documents kept as they were parsed. */
  readonly documentBytes: number;
}

export function readOperationSettings(env: Environment): OperationSettings {
  const dir = env.text('HUB_OPERATIONS_DIR');
  return {
    mode: env.oneOf('HUB_OPERATIONS', MODES, 'off'),
    clients: readClients(env),
    ...(dir === undefined ? {} : { dir }),
    queryBytes: env.integer('HUB_PERSISTED_QUERY_BYTES', 16_000_000, 0, 2_000_000_000),
    documentBytes: env.integer('HUB_DOCUMENT_BYTES', DOCUMENT_BYTES, 1_000_000, 8_000_000_000),
  };
}

/** @returns whether operations of any client are compared with registered ones. */
export const checksAnybody = ({ mode, clients }: Pick<OperationSettings, 'mode' | 'clients'>): boolean =>
  [mode, ...clients.values()].some((each) => each !== 'off');

/** @returns the mode of one client. */
export const modeOf = ({ mode, clients }: OperationSettings, clientId: string): OperationMode =>
  clients.get(clientId) ?? mode;

function readClients(env: Environment): ReadonlyMap<string, OperationMode> {
  const clients = new Map<string, OperationMode>();
  for (const pair of env.text('HUB_OPERATIONS_CLIENTS')?.split(',') ?? []) {
    const [, id = '', given] = /^\s*([^=\s]+)\s*=\s*(\w+)\s*$/.exec(pair) ?? [];
    const mode = MODES.find((each) => each === given);
    const client = clientIn(id);
    if (mode && client) clients.set(client, mode);
    else
      env.mistake(
        'HUB_OPERATIONS_CLIENTS must be a list of client=off, client=log or client=enforce, separated by commas.',
      );
  }
  return clients;
}

/** @returns a client id as a variable or a file name writes it: percent-encoded where it needs to be. */
export function clientIn(written: string): string | undefined {
  try {
    return decodeURIComponent(written);
  } catch {
    return undefined;
  }
}
