import { readFileSync } from 'node:fs';
import { ApolloGateway, LocalGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { resolvingSubgraphs } from './resolving';
import { loadWorkload } from './workload';

/** The stock gateway with its subgraphs in its own process, as its documentation has it: file of the supergraph, port. */
async function main(): Promise<void> {
  const [file = '', port = '0'] = process.argv.slice(2);
  const schemas = resolvingSubgraphs(
    loadWorkload(process.env.BENCH_DIR, (name) => `http://hub.invalid/${name}`),
  );
  const gateway = new ApolloGateway({
    supergraphSdl: readFileSync(file, 'utf8'),
    buildService({ name }) {
      const schema = schemas.get(name);
      if (!schema) throw new Error(`there is no subgraph ${name}`);
      return new LocalGraphQLDataSource(schema);
    },
  });
  await startStandaloneServer(new ApolloServer({ gateway }), {
    listen: { port: Number(port), host: '127.0.0.1' },
  });
}

void main();
