import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { composeServices } from '@apollo/composition';
import { parse } from 'graphql';
import { walkProblemsOf } from '../schema/contract/walk-gaps';
import { loadPolicy } from '../schema/policy/load';
import { drift } from './drift';
import { policyProblemsOf } from './shared/contract-policy';
import { problemsOf, unclassifiedOf } from './shared/contract-rules';
import { discoverSubgraphs } from './shared/discover';
import { subgraphSdl } from './shared/subgraph-schema';

const HELP = `Usage: npm run contract [-- --check | drift]

Writes the contract from the code: schema/contract/<subgraph>.graphql and schema/contract/supergraph.graphql.
Fails, naming each place, where a field, argument or input field has no classification or no description,
where a personal field is a key, where a field that the rules of schema/policy/policy.yaml withhold from someone
is non-null, where a field shows what the fields that it requires do not show, where subgraphs classify a shared field
differently, where a data subject would not get a personal field with a copy of their data, and where they do not
compose. What an import left to classify is listed.

  --check   write nothing; fail when a committed file is not what the code says
  --help    this text

  drift     compares the vendored WSDLs with those that the services serve; drift --help says more`;

const CONTRACT = join(__dirname, '..', 'schema', 'contract');
const POLICY = join(__dirname, '..', 'schema', 'policy', 'policy.yaml');

/** The contract as the code has it now. */
export interface Contract {
  /** Every file of it: name and text. */
  readonly files: ReadonlyMap<string, string>;
  /** Coordinates that nobody is shown because nobody has said yet what they are. */
  readonly unclassified: readonly string[];
}

/** @throws {Error} with all problems, one a line. */
export async function readContract(): Promise<Contract> {
  const modules = await discoverSubgraphs();
  const definitions = modules.map(({ name, port, schema }) => {
    const built = schema();
    return {
      name,
      schema: built,
      url: `http://127.0.0.1:${port}/graphql`,
      sdl: subgraphSdl(built),
      problems: problemsOf(name, built),
    };
  });
  const problems = definitions.flatMap((each) => each.problems);
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const composed = composeServices(
    definitions.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })),
  );
  if (composed.errors) throw new Error(composed.errors.map((error) => error.message).join('\n'));
  const policy = loadPolicy(POLICY);
  const withheld = [
    ...policyProblemsOf(composed.supergraphSdl, definitions, policy),
    ...walkProblemsOf(composed.supergraphSdl, policy),
  ];
  if (withheld.length > 0) throw new Error(withheld.join('\n'));
  const files = new Map([
    ...definitions.map(({ name, sdl }) => [`${name}.graphql`, withEndOfLine(sdl)] as const),
    ['supergraph.graphql', withEndOfLine(composed.supergraphSdl)] as const,
  ]);
  return { files, unclassified: definitions.flatMap(({ schema }) => unclassifiedOf(schema)) };
}

const withEndOfLine = (text: string): string => `${text.trimEnd()}\n`;

async function main(): Promise<number> {
  const [command, ...rest] = process.argv.slice(2);
  if (command === 'drift') {
    return drift(rest, process.env, (text) => process.stdout.write(text));
  }
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, help: { type: 'boolean' } } });
  if (values.help) {
    process.stdout.write(`${HELP}\n`);
    return 0;
  }
  let stale = 0;
  const { files, unclassified } = await readContract();
  for (const [name, text] of files) {
    const path = join(CONTRACT, name);
    const committed = await readFile(path, 'utf8').catch(() => undefined);
    if (committed === text) continue;
    stale += 1;
    if (!values.check) await writeFile(path, text);
    process.stdout.write(`${name}: ${values.check ? 'stale; run npm run contract' : 'written'}\n`);
  }
  if (stale === 0) process.stdout.write('The contract is current.\n');
  if (unclassified.length > 0) process.stderr.write(`${toClassify(unclassified)}\n`);
  return values.check && stale > 0 ? 1 : 0;
}

const toClassify = (coordinates: readonly string[]): string =>
  [
    `${coordinates.length} not classified yet, and shown to nobody: replace @Unclassified() by @Personal(…) or @NotPersonal(…).`,
    ...coordinates.map((each) => `  ${each}`),
  ].join('\n');

if (require.main === module) {
  main().then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exitCode = 1;
    },
  );
}
