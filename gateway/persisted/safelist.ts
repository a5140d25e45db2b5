import { stripIgnoredCharacters } from 'graphql';
import type { Logger } from 'pino';
import { describeError } from '../../subgraphs/shared/error-answer';
import { hashOf, ManifestError, type RegisteredOperation } from './manifest';

/** Where registered operations are kept. */
export interface OperationSource {
  /** Told apart where the operations may have changed. @throws {SourceUnavailable} */
  revision(): Promise<string>;
  /** Operations by client. @throws {ManifestError | SourceUnavailable} */
  read(): Promise<ReadonlyMap<string, readonly RegisteredOperation[]>>;
}

/** The operations of one client. */
export interface ClientOperations {
  /** @param id of the manifest, or the text's SHA-256 with or without `sha256:` before it. */
  byId(id: string): RegisteredOperation | undefined;
  /** Blanks, commas and comments do not matter. */
  byText(text: string): RegisteredOperation | undefined;
}

/** What every client registered, as it was last read. */
export interface Safelist {
  /** `false` until it could be read once. */
  readonly loaded: boolean;
  /** @returns none for a client that registered nothing. */
  of(clientId: string): ClientOperations | undefined;
  /** Reads it again where it changed; keeps what it has where that fails, and tells why. Never rejects. */
  refresh(): Promise<void>;
  /** Reads it for the first time. @throws {ManifestError | SourceUnavailable} */
  load(): Promise<void>;
}

export function createSafelist(source: OperationSource, log: Logger): Safelist {
  let clients: ReadonlyMap<string, ClientOperations> | undefined;
  let known: string | undefined;
  let failing = false;

  async function load(): Promise<void> {
    const revision = await source.revision();
    if (revision === known) return;
    try {
      const read = await source.read();
      clients = new Map([...read].map(([client, operations]) => [client, indexed(operations)]));
      const operations = [...read.values()].reduce((sum, { length }) => sum + length, 0);
      log.info({ clients: read.size, operations }, 'registered operations are read');
      known = revision;
    } catch (error) {
      if (error instanceof ManifestError) known = revision; // It stays wrong until somebody changes it.
      throw error;
    }
  }
  return {
    load,
    get loaded() {
      return clients !== undefined;
    },
    of: (clientId) => clients?.get(clientId),
    async refresh() {
      try {
        await load();
        failing = false;
      } catch (error) {
        const isNew = !failing || error instanceof ManifestError;
        failing = true;
        if (isNew) log.error(reasonOf(error), 'registered operations cannot be read: the former ones count');
      }
    },
  };
}

const reasonOf = (error: unknown): object =>
  error instanceof ManifestError ? { mistakes: error.mistakes.slice(0, 20) } : describeError(error);

function indexed(operations: readonly RegisteredOperation[]): ClientOperations {
  const ids = new Map<string, RegisteredOperation>();
  const texts = new Map<string, RegisteredOperation>();
  for (const operation of operations) {
    const hash = hashOf(operation.body);
    for (const id of [hash, `sha256:${hash}`]) ids.set(id, operation);
    for (const text of [operation.body, stripIgnoredCharacters(operation.body)]) texts.set(text, operation);
  }
  for (const operation of operations) ids.set(operation.id, operation);
  return { byId: (id) => ids.get(id), byText: (text) => texts.get(text) ?? texts.get(stripped(text)) };
}

/** @returns the text itself where it is none of GraphQL. */
function stripped(text: string): string {
  try {
    return stripIgnoredCharacters(text);
  } catch {
    return text;
  }
}
