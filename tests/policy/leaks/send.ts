import { Pool } from 'undici';
import type { TestHub } from '../../harness/hub';
import type { Reply } from './judge';
import type { Asker } from './oracle';
import type { GeneratedQuery } from './queries';

/** Sends one operation as someone, and gives the reply as it came. */
export type Send = (asker: Asker, query: Pick<GeneratedQuery, 'text' | 'variables'>) => Promise<Reply>;

/** @returns what sends to a hub over kept connections; close it before the hub. */
export function createSender(hub: TestHub): { readonly send: Send; readonly close: () => Promise<void> } {
  const pool = new Pool(hub.url, { connections: 16, connect: { timeout: 60_000 } });
  return {
    async send(asker, { text, variables }) {
      const { statusCode, headers, body } = await pool.request({
        path: '/graphql',
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: 'application/graphql-response+json',
          ...(await hub.credentials(asker.name)),
          'x-access-purpose': asker.purpose,
        },
        body: JSON.stringify({ query: text, variables }),
      });
      return { status: statusCode, headers, text: await body.text() };
    },
    close: () => pool.close(),
  };
}

/**
 * An answer without what differs between equal ones: the request's id, the date, the order in which errors came in, and
 * what sources were asked, which only development shows.
 */
export const steady = ({ status, headers, text }: Reply): string => {
  const { date: _, 'x-request-id': __, 'content-length': ___, ...rest } = headers;
  const {
    errors = [],
    data,
    extensions = {},
  } = JSON.parse(text) as Readonly<Record<string, unknown>> & {
    readonly errors?: readonly unknown[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  };
  const { sources: ____, ...shown } = extensions;
  const inOrder = errors.map((each) => JSON.stringify(each)).sort();
  return JSON.stringify([status, rest, inOrder, data, shown]);
};

/** Runs many tasks, some at a time, in order. */
export async function inParallel<T>(
  tasks: Iterable<T>,
  width: number,
  run: (task: T) => Promise<void>,
): Promise<void> {
  const iterator = tasks[Symbol.iterator]();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (let next = iterator.next(); !next.done; next = iterator.next()) await run(next.value);
    }),
  );
}
