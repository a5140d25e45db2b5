import type { DocumentNode } from 'graphql';
import type { Caller } from '../../schema/kernel/caller';
import { HubError } from '../../schema/kernel/errors';
import { SourceUnavailable } from '../../schema/kernel/source-errors';
import { RequestRefused } from '../answer/request-refused';
import type { Parameters, SentParameters } from '../http/parameters';
import type { KeptTexts } from './kept-texts';
import { hashOf, type RegisteredOperation } from './manifest';
import type { ClientOperations, Safelist } from './safelist';
import type { OperationMode } from './settings';
import type { Unregistered } from './unregistered';

/** An operation whose text is known. */
export interface OpenedOperation {
  readonly parameters: Parameters;
  /** To be called once the text was parsed and is valid for who sent it: then its hash alone is enough. */
  readonly keep?: (document: DocumentNode) => void;
}

/**
 * Finds the text of what was sent, and says whether this client may send it.
 *
 * @throws {RequestRefused} no text belongs to what was sent.
 * @throws {HubError} `OPERATION_NOT_REGISTERED`; `SOURCE_UNAVAILABLE` while it is not known what is registered.
 */
export type OpenOperation = (sent: SentParameters, caller: Pick<Caller, 'clientId'>) => OpenedOperation;

/** What operations are opened with. */
export interface OpeningDeps {
  readonly modeOf: (clientId: string) => OperationMode;
  /** Absent where no client's operations are compared. */
  readonly safelist?: Safelist | undefined;
  /** Absent where hashes are not known: clients send the text then. */
  readonly texts?: KeptTexts | undefined;
  readonly unregistered: Unregistered;
  /** Hears whether a hash alone was enough. */
  readonly noteHash: (result: 'hit' | 'miss') => void;
}

/** Takes texts alone. */
export const openTextOnly: OpenOperation = (sent) => openAutomatic(sent, '', {});

export function createOpenOperation(deps: OpeningDeps): OpenOperation {
  const { modeOf, safelist, unregistered } = deps;
  return (sent, { clientId }) => {
    const mode = sent.own ? 'off' : modeOf(clientId);
    if (mode === 'off' || !safelist) return openAutomatic(sent, clientId, deps);
    const isStrict = mode === 'enforce' || sent.documentId !== undefined;
    if (isStrict && !safelist.loaded) throw new SourceUnavailable('operations');
    const operations = safelist.of(clientId);
    const named = operations && registeredName(operations, sent);
    if (named) return { parameters: withText(sent, named.body) };
    if (sent.documentId !== undefined) {
      unregistered.note(clientId, mode, sent.documentId);
      throw notRegistered();
    }
    // A hash may be that of a registered text with other blanks: who shows that they have the text is heard.
    const opened = openAutomatic(sent, clientId, deps);
    const registered = operations?.byText(opened.parameters.query);
    if (registered) return { ...opened, parameters: withText(sent, registered.body) };
    if (safelist.loaded) unregistered.note(clientId, mode, opened.parameters.query);
    if (mode === 'enforce') throw notRegistered();
    return opened;
  };
}

const notRegistered = (): HubError =>
  new HubError('OPERATION_NOT_REGISTERED', 'This operation is not registered for this application.');

const withText = ({ operationName, variables }: SentParameters, query: string): Parameters => ({
  query,
  operationName,
  variables,
});

/** The operation that a client registered by the id that it sent; where it sent the text too, that text has this id. */
function registeredName(
  operations: ClientOperations,
  { query, sha256Hash, documentId }: SentParameters,
): RegisteredOperation | undefined {
  const named = operations.byId(documentId ?? sha256Hash ?? '');
  return query === undefined || operations.byText(query) === named ? named : undefined;
}

/** The protocol of automatic persisted queries: the hash alone first, the text with it where the hash is not known. */
function openAutomatic(
  sent: SentParameters,
  clientId: string,
  { texts, noteHash }: Partial<Pick<OpeningDeps, 'texts' | 'noteHash'>>,
): OpenedOperation {
  const { query, sha256Hash: hash, documentId } = sent;
  if (documentId !== undefined) throw notRegistered();
  if (query === undefined) {
    if (hash === undefined) throw new RequestRefused(400, '"query" must be a non-empty string.');
    // Clients look for exactly these two and send the whole text then.
    if (!texts) throw new RequestRefused(200, 'PersistedQueryNotSupported', 'PERSISTED_QUERY_NOT_SUPPORTED');
    const text = texts.get(clientId, hash);
    noteHash?.(text === undefined ? 'miss' : 'hit');
    if (text === undefined)
      throw new RequestRefused(200, 'PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND');
    return { parameters: withText(sent, text) };
  }
  if (hash === undefined) return { parameters: withText(sent, query) };
  if (hash !== hashOf(query)) {
    throw new RequestRefused(
      400,
      '"extensions.persistedQuery.sha256Hash" is not the SHA-256 of "query" in lower-case hexadecimal.',
    );
  }
  return {
    parameters: withText(sent, query),
    keep: (document) => texts?.keep(clientId, hash, query, document),
  };
}
