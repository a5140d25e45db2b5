import { createServer } from 'node:http';
import { execute, type GraphQLSchema, parse } from 'graphql';
import { resolvingSubgraphs } from './resolving';
import { loadWorkload } from './workload';

/** The answer that a subgraph gives to one body, which is always the same one. */
type Answers = Map<string, Buffer>;

/** What is kept per subgraph: a client that sends other texts each time must not fill the memory. */
const KEPT = 5_000;

/** Serves all subgraphs of a workload, each at `/` and its name, quickly: it is the gateways that are measured. */
async function main(): Promise<void> {
  const port = Number(process.argv[2]);
  const workload = loadWorkload(process.env.BENCH_DIR, (name) => `http://127.0.0.1:${port}/${name}`);
  const schemas = new Map<string, { schema: GraphQLSchema; answers: Answers }>();
  for (const [name, schema] of resolvingSubgraphs(workload))
    schemas.set(`/${name}`, { schema, answers: new Map() });
  const answer = async (url: string, body: string): Promise<Buffer> => {
    const subgraph = schemas.get(url);
    if (!subgraph) throw new Error(`There is no subgraph at ${url}.`);
    const known = subgraph.answers.get(body);
    if (known) return known;
    const { query, variables } = JSON.parse(body) as {
      query: string;
      variables?: Record<string, unknown>;
    };
    const result = await execute({
      schema: subgraph.schema,
      document: parse(query),
      variableValues: variables ?? {},
    });
    const text = Buffer.from(JSON.stringify(result));
    if (subgraph.answers.size < KEPT) subgraph.answers.set(body, text);
    return text;
  };
  let requests = 0;
  createServer((request, response) => {
    if (request.method === 'GET') return void response.end(String(requests));
    requests += 1;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      answer(request.url ?? '', Buffer.concat(chunks).toString('utf8')).then(
        (text) => {
          response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length });
          response.end(text);
        },
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
  }).listen(port, '127.0.0.1', () => process.stdout.write('ready\n'));
}

void main();
