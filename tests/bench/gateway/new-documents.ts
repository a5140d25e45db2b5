import { isDeepStrictEqual } from 'node:util';
import { Supergraph } from '@apollo/federation-internals';
import autocannon from 'autocannon';
import { type FieldNode, Kind, parse, print, type SelectionSetNode, visit } from 'graphql';
import type { Contender } from './contenders';
import { figures, type Round, table } from './figures';
import { settled } from './settled';
import type { Workload } from './workload';

const CONNECTIONS = 50;

/** Those that are compared: ours, and the one whose planner is in Rust. */
const COMPARED = ['hub', 'hive'];

/** Orders of the fields; names and literals make each document a new one. */
const ORDERS = 24;

/** As many digits in every document, so that every answer has the same length. */
const DIGITS = 7;

/** Where the number of a document stands in its text. */
const ALIAS = 'n'.padEnd(DIGITS + 1, '0');
const LITERAL = 1_000_000;

/** Numbers of items that are asked for; the workload’s subgraphs give all that they have. */
const MOST_ITEMS = 9;

/**
 * Measures the contenders with a document that none of them has met before in each request: other aliases, another
 * literal and another order, the same question.
 */
export async function measureNewDocuments(
  running: readonly Contender[],
  workload: Workload,
  { rounds, seconds }: { readonly rounds: number; readonly seconds: number },
  say: (line: string) => void,
): Promise<void> {
  const compared = running.filter(({ name }) => COMPARED.includes(name));
  if (compared.length === 0) return;
  const documents = createDocuments(workload);
  for (const each of compared) await round(each, documents, workload.expected, seconds); // Warm-up.
  const measured = new Map(compared.map(({ name }) => [name, [] as Round[]]));
  for (let count = 0; count < rounds; count += 1)
    for (const each of compared)
      measured.get(each.name)?.push(await round(each, documents, workload.expected, seconds));
  say(`every request a new document, ${rounds} rounds of ${seconds} s:`);
  say(table(new Map([...measured].map(([name, each]) => [name, figures(each)])), () => undefined));
  const rates = new Map([...measured].map(([name, each]) => [name, figures(each).cpuMs.median] as const));
  const [ours, theirs] = [rates.get('hub'), rates.get('hive')];
  if (ours !== undefined && theirs !== undefined)
    say(`hub against hive, by processor time: ${(theirs / ours).toFixed(2)} × (goal: 1 ×)`);
}

/** @returns the next document, never one twice. */
type Documents = () => string;

function createDocuments({ query, supergraph }: Workload): Documents {
  const root = Supergraph.build(supergraph).apiSchema().toGraphQLJSSchema().getQueryType()?.getFields() ?? {};
  const named = visit(parse(query), {
    OperationDefinition: (operation) => ({
      ...operation,
      selectionSet: {
        ...operation.selectionSet,
        selections: operation.selectionSet.selections.map((node) =>
          node.kind === Kind.FIELD ? renamed(node, root[node.name.value]?.args[0]?.name) : node,
        ),
      },
    }),
  });
  const templates = Array.from({ length: ORDERS }, (_, turn) =>
    print(
      visit(named, {
        SelectionSet: ({ selections, ...set }): SelectionSetNode => {
          const at = turn % selections.length;
          return { ...set, selections: [...selections.slice(at), ...selections.slice(0, at)] };
        },
      }),
    ),
  );
  let count = 0;
  return () => {
    count += 1;
    const template = templates[count % ORDERS] ?? '';
    return template
      .replaceAll(ALIAS, `n${String(count).padStart(DIGITS, '0')}`)
      .replaceAll(String(LITERAL), String(1 + (count % MOST_ITEMS)));
  };
}

/** A root field under a numbered name, its first argument, a number of items, with a numbered value. */
const renamed = (node: FieldNode, argument: string | undefined): FieldNode => ({
  ...node,
  alias: { kind: Kind.NAME, value: `${ALIAS}_${(node.alias ?? node.name).value}` },
  arguments:
    argument === 'first'
      ? [
          {
            kind: Kind.ARGUMENT,
            name: { kind: Kind.NAME, value: argument },
            value: { kind: Kind.INT, value: String(LITERAL) },
          },
        ]
      : (node.arguments ?? []),
});

async function round(
  contender: Contender,
  documents: Documents,
  expected: unknown,
  seconds: number,
): Promise<Round> {
  const length = await checkedLength(contender, documents(), expected);
  const before = contender.cpuMs();
  const result = await autocannon({
    url: contender.url,
    connections: CONNECTIONS,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        setupRequest: (request) => ({ ...request, body: JSON.stringify({ query: documents() }) }),
      },
    ],
    verifyBody: (body) => String(body).length === length,
  });
  const cpuMs = contender.cpuMs() - before;
  await settled(contender);
  const { non2xx, errors, timeouts, mismatches } = result;
  if (non2xx + errors + mismatches > 0)
    throw new Error(
      `${contender.name}: ${mismatches} answers were wrong, ${non2xx + errors} were none, ${timeouts} of them too late`,
    );
  return {
    rate: result.requests.total / result.duration,
    cpuMs: cpuMs / result.requests.total,
    p99: result.latency.p99,
    memoryMb: contender.memoryMb(),
  };
}

/** @returns the length of the answer to such a document, once it was seen to be right. */
async function checkedLength({ name, url }: Contender, query: string, expected: unknown): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const text = await response.text();
  const { data, errors } = JSON.parse(text) as { data?: object; errors?: unknown };
  const plain = Object.entries(data ?? {}).map(([key, value]) => [
    key.slice(ALIAS.length + 1),
    value as unknown,
  ]);
  if (errors || !isDeepStrictEqual(Object.fromEntries(plain), expected))
    throw new Error(`${name} does not give the right answer to a new document`);
  return text.length;
}
