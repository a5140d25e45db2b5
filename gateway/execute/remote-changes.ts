import { HubError } from '../../schema/kernel/errors';
import type { Caller } from '../../schema/kernel/caller';
import type { ChangeReader } from '../../schema/ports/changes';
import { SourceInvalidData, SourceUnavailable } from '../../schema/kernel/source-errors';
import { CHANGES_PATH, marksIn } from '../../subgraphs/shared/changes-protocol';
import { OPERATION_HEADER, type OperationSigner } from '../../subgraphs/shared/operation-token';
import { createHttpClient } from './http-client';

/** One subgraph behind HTTP. */
interface RemoteChangesOptions {
  readonly name: string;
  /** Where it takes operations; its marks are asked for beside it. */
  readonly url: string;
  readonly sign: OperationSigner;
  /** Milliseconds for one answer. */
  readonly timeoutMs: number;
}

/** Asks a subgraph of another process how far things have come. */
export function createRemoteChanges({ name, url, sign, timeoutMs }: RemoteChangesOptions): ChangeReader & {
  close(): Promise<void>;
} {
  const client = createHttpClient(new URL(url).origin);
  return {
    async marks(field, keys) {
      try {
        const request = {
          method: 'POST',
          path: CHANGES_PATH,
          headers: { 'content-type': 'application/json', [OPERATION_HEADER]: sign(name, GATEWAY) },
          body: JSON.stringify({ field, keys }),
          ...{ signal: new AbortController().signal, timeoutMs },
        } as const;
        return await client.send(request, ({ status, text }) => {
          if (status !== 200) throw new SourceUnavailable(name);
          const marks = marksIn(JSON.parse(text));
          if (!marks) throw new SourceInvalidData(name);
          return marks;
        });
      } catch (cause) {
        throw cause instanceof HubError ? cause : new SourceUnavailable(name, { cause });
      }
    },
    close: () => client.close(),
  };
}

/** Marks are nobody's data: they are asked for by the gateway itself, for all that follow. */
const GATEWAY: Caller = {
  ...{ subject: 'gateway', clientId: 'gateway', purpose: '-' },
  ...{ roles: [], scopes: [], purposes: [] },
};
