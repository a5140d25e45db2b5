/** Which folder may import which: the rules of the README's figure, checked. @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule(
      'no-cycles',
      'Split the shared part out, or invert one side behind a port.',
      {},
      {
        circular: true,
        viaOnly: { dependencyTypesNot: ['type-only'] },
      },
    ),
    rule(
      'schema-is-the-bottom',
      'schema/ is what everyone agrees on; it knows nobody.',
      { path: '^schema/' },
      {
        path: '^(gateway|subgraphs|adapters|mocks|tests)/',
      },
    ),
    rule(
      'kernel-knows-only-itself',
      'The kernel has no ports, no policy, no contract.',
      { path: '^schema/kernel/' },
      {
        path: '^schema/(?!kernel/)',
      },
    ),
    rule(
      'policy-is-pure',
      'Deciding needs no library and no I/O; only load.ts reads the file.',
      { path: '^schema/policy/', pathNot: '^schema/policy/load\\.ts$' },
      { dependencyTypes: ['npm', 'core'] },
    ),
    rule(
      'gateway-joins-in-wiring',
      'Only a main.ts and wiring/ join local subgraphs and adapters; the pipeline knows executors.',
      { path: '^gateway/', pathNot: '^gateway/((audit-cli/)?main\\.ts$|wiring/)' },
      { path: '^(subgraphs|adapters)/', pathNot: '^subgraphs/shared/' },
    ),
    rule(
      'subgraph-sees-ports-not-adapters',
      "Wiring belongs in the subgraph's index.ts and in the process's main.ts.",
      { path: '^subgraphs/', pathNot: '^subgraphs/([^/]+/index|main|import|drift)\\.ts$' },
      { path: '^(adapters|gateway)/' },
    ),
    rule(
      'subgraphs-are-strangers',
      'They meet in the supergraph, by key.',
      { path: '^subgraphs/([^/]+)/' },
      { path: '^subgraphs/([^/]+)/', pathNot: '^subgraphs/($1|shared)/' },
    ),
    rule(
      'adapters-are-strangers',
      'An adapter is one way of talking to one kind of system.',
      { path: '^adapters/([^/]+)/' },
      { path: '^(gateway|subgraphs)/|^adapters/([^/]+)/', pathNot: '^adapters/($1|resilience)/' },
    ),
    rule(
      'through-the-front-door',
      'Import an adapter by its index.ts.',
      { path: '^(gateway|schema|subgraphs)/' },
      { path: '^adapters/(?!resilience/)[^/]+/(?!index\\.ts$)' },
    ),
    rule(
      'no-mocks-in-production',
      'Stand-ins and tests stay outside.',
      { pathNot: '^(mocks|tests)/' },
      {
        path: '^(mocks|tests)/',
      },
    ),
    rule(
      'drivers-stay-in-adapters',
      'A driver is replaceable only where one folder knows it.',
      { pathNot: '^(adapters|mocks|tests)/' },
      { path: 'node_modules/(soap|ibm_db|pg|@electric-sql|@redis)/' },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|\\.hub)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};

function rule(name, comment, from, to) {
  return { name, comment, severity: 'error', from, to };
}
