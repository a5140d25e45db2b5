import type { RequestListener } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../../../subgraphs/shared/listener';

/** What a server without a gateway does with one query. */
export interface PlainServer {
  /** Lets the caller in. */
  authenticate(authorization: string): Promise<unknown>;
  /** Has the query's fields resolved. @returns what they gave. */
  resolve(query: string): Promise<unknown>;
}

/** Serves queries with nothing between HTTP and what resolves their fields. @returns its URL. */
export async function servePlain({ authenticate, resolve }: PlainServer): Promise<string> {
  const handle: RequestListener = (request, response) => {
    const answer = async (): Promise<string> => {
      await authenticate(request.headers.authorization ?? '');
      const { query } = JSON.parse(await text(request)) as { readonly query: string };
      return JSON.stringify({ data: await resolve(query) });
    };
    answer().then(
      (body) =>
        response
          .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
          .end(body),
      () => response.writeHead(500).end('{"errors":[]}'),
    );
  };
  return (await listen(handle, 0, '127.0.0.1')).url;
}
