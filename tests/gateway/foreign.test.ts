import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { graphql, parse } from 'graphql';
import { readConfig } from '../../gateway/config';
import { type Hub, startHub } from '../../gateway/main';
import { PATIENT_PARTS, PATIENT_VARIABLES } from '../harness/patient-hub';
import { SECRET } from './world/subgraphs';
import { until } from './world/until';

const TEXTS = {
  books:
    'type Query { books: [Book], later: String, broken: String } type Book @key(fields: "isbn") { isbn: ID! title: String }',
  stars: 'type Query { best: Book } type Book @key(fields: "isbn") { isbn: ID! stars: Int }',
};

/** Ordinary Federation subgraphs, which know nothing of the hub. */
interface Foreign {
  readonly supergraph: string;
  readonly bodies: unknown[];
  readonly headers: IncomingHttpHeaders[];
  /** How many of the gateway's requests were given up before they were answered. */
  left: number;
  /** Ends the wait of the field `later`. */
  release: () => void;
  close(): void;
}

async function startForeign(dir: string): Promise<Foreign> {
  const foreign: Foreign = {
    supergraph: join(dir, 'supergraph.graphql'),
    bodies: [],
    headers: [],
    left: 0,
    release: () => undefined,
    close: () => servers.forEach((server) => server.close().closeAllConnections()),
  };
  const resolvers = {
    books: {
      Query: {
        books: () => [{ isbn: '1', title: 'One' }],
        later: () => new Promise((resolve) => (foreign.release = () => resolve('now'))),
        broken: () => {
          throw new Error(SECRET);
        },
      },
      Book: { __resolveReference: ({ isbn }: { isbn: string }) => ({ isbn, title: 'One' }) },
    },
    stars: {
      Query: { best: () => ({ isbn: '1' }) },
      Book: { __resolveReference: ({ isbn }: { isbn: string }) => ({ isbn, stars: 5 }) },
    },
  };
  const servers: Server[] = [];
  const list = await Promise.all(
    (['books', 'stars'] as const).map(async (name) => {
      const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"]) ';
      const typeDefs = parse(link + TEXTS[name]);
      const schema = buildSubgraphSchema({ typeDefs, resolvers: resolvers[name] });
      const server = createServer((request, response) => {
        response.once('close', () => (foreign.left += response.writableFinished ? 0 : 1));
        void (async () => {
          const chunks: Buffer[] = [];
          for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
          const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as {
            query: string;
            variables?: object;
          };
          foreign.bodies.push(body);
          foreign.headers.push(request.headers);
          const answer = await graphql({ schema, source: body.query, variableValues: { ...body.variables } });
          response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
        })();
      });
      servers.push(server.listen(0, '127.0.0.1'));
      await once(server, 'listening');
      return { name, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, typeDefs };
    }),
  );
  writeFileSync(foreign.supergraph, composeServices(list).supergraphSdl ?? '');
  return foreign;
}

describe('a foreign supergraph without access rules', () => {
  const dir = mkdtempSync(join(tmpdir(), 'hub-foreign-'));
  let foreign: Foreign;
  let hub: Hub;
  const variables = () => ({
    HUB_PORT: '0',
    HUB_POLICY: 'none',
    HUB_SUPERGRAPH: foreign.supergraph,
    HUB_DATA_DIR: dir,
    HUB_PLANNING: 'inline',
    ...PATIENT_VARIABLES,
  });
  beforeAll(async () => {
    foreign = await startForeign(dir);
    hub = await startHub(readConfig({ ...variables(), LOG_LEVEL: 'silent' }), PATIENT_PARTS);
  });
  afterAll(async () => {
    await hub.close();
    foreign.close();
    rmSync(dir, { recursive: true });
  });
  const ask = (query: string, url = `${hub.url}/graphql`): Promise<Response> =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });

  /** How often the field that keeps its callers waiting was asked for. */
  const laterAsked = (): number =>
    foreign.bodies.filter((body) => JSON.stringify(body).includes('later')).length;
  /** What came to the gateway, and what left it, has been noticed when these are answered, who came after. */
  const others = async (): Promise<void> => {
    for (let n = 0; n < 5; n += 1) await ask('{ books { title } }');
  };

  it('is served to everybody, at the URLs that it names, and said loudly', async () => {
    const response = await ask('{ a: books { title stars } b: books { isbn } best { title } }');
    expect(await response.json()).toMatchObject({
      data: { a: [{ title: 'One', stars: 5 }], b: [{ isbn: '1' }], best: { title: 'One' } },
    });
    expect(hub.banner.join('\n')).toContain('NO RULES');
    expect(hub.banner.join('\n')).toContain('everybody is let in');
  });

  it('gets plain requests, one at a time, without the hub’s own context', () => {
    expect(foreign.bodies.length).toBeGreaterThan(0);
    expect(foreign.bodies.every((body) => !Array.isArray(body))).toBe(true);
    expect(foreign.headers.some((headers) => 'x-hub-context' in headers)).toBe(false);
  });

  it('is asked once for what several clients want at a time, and left alone when the last of them leaves', async () => {
    const seen = laterAsked();
    const { left } = foreign;
    const clients = [new AbortController(), new AbortController()];
    const answers = clients.map(({ signal }) =>
      fetch(`${hub.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: '{ later }' }),
        signal,
      }).catch(() => 'left'),
    );
    await until(() => laterAsked() > seen);
    await others();
    clients[0]?.abort();
    expect(await answers[0]).toBe('left');
    await others();
    expect(foreign.left).toBe(left);
    clients[1]?.abort();
    await until(() => foreign.left > left);
    expect(laterAsked()).toBe(seen + 1);
  });

  it('is not waited for longer than an operation may take', async () => {
    const short = await startHub(readConfig({ ...variables(), LOG_LEVEL: 'silent' }), { deadlineMs: 1_000 });
    try {
      // Once through, so that the time of the next one is spent on waiting.
      await ask('{ books { title } }', `${short.url}/graphql`);
      const { left } = foreign;
      // A busy machine may not even have asked the subgraph when that time is over.
      for (const seen = laterAsked(); laterAsked() === seen;) {
        const response = await ask('{ later }', `${short.url}/graphql`);
        expect(await response.json()).toMatchObject({
          data: { later: null },
          errors: [{ path: ['later'], extensions: { code: 'SOURCE_TIMEOUT' } }],
        });
      }
      await until(() => foreign.left > left);
    } finally {
      await short.close();
    }
  });

  it('cannot make the gateway tell what its subgraphs say in anger', async () => {
    const text = await (await ask('{ broken }')).text();
    expect(JSON.parse(text)).toMatchObject({
      data: { broken: null },
      errors: [{ path: ['broken'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    for (const part of SECRET.split(' ')) expect(text).not.toContain(part);
  });

  it('is not answered to a request that another site could have forged', async () => {
    const forged = await fetch(`${hub.url}/graphql?query={books{title}}`);
    expect(forged.status).toBe(403);
    const meant = await fetch(`${hub.url}/graphql?query={books{title}}`, {
      headers: { 'graphql-require-preflight': '1' },
    });
    expect(meant.status).toBe(200);
    const form = await fetch(`${hub.url}/graphql`, {
      method: 'POST',
      body: JSON.stringify({ query: '{ books { title } }' }),
    });
    expect(form.status).toBe(415);
  });

  it('is ready while its subgraphs answer at all', async () => {
    expect((await fetch(`${hub.url}/readyz`)).status).toBe(200);
  });

  describe('in a process of its own', () => {
    const start = async (): Promise<{ process: ChildProcess; url: string; output: () => string }> => {
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', join(__dirname, '..', '..', 'gateway', 'main.ts')],
        {
          env: { PATH: process.env.PATH, ...variables() },
        },
      );
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const url = (): string | undefined => /on (http:\S+\/graphql)/.exec(output)?.[1];
      while (url() === undefined && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 20));
      return { process: child, url: url() ?? '', output: () => output };
    };

    it('is stopped by SIGTERM: what is under way is answered first', async () => {
      const gateway = await start();
      const seen = laterAsked();
      const pending = ask('{ later }', gateway.url);
      await until(() => laterAsked() > seen);
      const ended = once(gateway.process, 'exit');
      gateway.process.kill('SIGTERM');
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(gateway.process.exitCode).toBeNull();
      foreign.release();
      expect(await (await pending).json()).toMatchObject({ data: { later: 'now' } });
      expect(await ended).toEqual([0, null]);
      expect(gateway.output()).toContain('no access policy');
    });
  });
});
