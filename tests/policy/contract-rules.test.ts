import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { loadPolicy } from '../../schema/policy/load';
import { policyProblemsOf } from '../../subgraphs/shared/contract-policy';
import { problemsOf, unclassifiedOf } from '../../subgraphs/shared/contract-rules';
import { discoverSubgraphs } from '../../subgraphs/shared/discover';
import { smallPolicy, TECH } from './small-policy';

const head = (name = 'personalData', imported = '"@personalData"'): string => `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@composeDirective"])
    @link(url: "https://specs.claims-hub.example/personal-data/v1.0", import: [${imported}])
    @composeDirective(name: "@${name}")
  directive @${name}(category: String!, subject: String) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
`;
const EMAIL = '@personalData(category: "user.contact.email")';
const SCORE = '@personalData(category: "user.behavior")';

const GRAPH = `
  "A person." type Person @key(fields: "id") {
    "Key." id: ID! ${TECH}
    "Address." email: String ${EMAIL}
    "Parts." parts: [Part!] ${TECH}
  }
  "A part." type Part { "Title." title: String! ${TECH} "Word." word: String ${EMAIL} "Score." score: Int ${SCORE} }
  type Query { "All." people("Start." first: Int! = 1 ${TECH}): PersonPage ${TECH} }
  "A page." type PersonPage { "Edges." edges: [PersonEdge!]! ${TECH} }
  "An edge." type PersonEdge { "Place." cursor: String! ${TECH} "Person." node: Person! ${TECH} }
  type Mutation { "Sends." send: Sent ${TECH} }
  "What became of it." type Sent { "Before?" replayed: Boolean! ${TECH} }
`;

const POLICY = smallPolicy({
  rules: [
    { id: 'R-TECH', categories: 'system.operations', roles: 'staff,owner', decision: 'ALLOW' },
    { id: 'R-EMAIL', categories: 'user.contact.email', roles: 'owner', decision: 'ALLOW' },
    { id: 'R-SOME', categories: 'user.contact.email', roles: 'staff', decision: '{ mask: email_domain }' },
    { id: 'R-SCORE', categories: 'user.behavior', roles: 'owner', decision: 'ALLOW' },
    { id: 'R-CARD', categories: 'user.name', roles: 'owner,staff', decision: 'ALLOW' },
  ],
  actions: `
  - { id: A, mutations: [send], roles: [staff], purposes: [work], scope: write, legalBasis: contract, because: "It is sent." }`,
});

const schemaOf = (sdl: string) => buildSubgraphSchema({ typeDefs: parse(sdl) });
const one = (change: (graph: string) => string, before = head()): string[] =>
  problemsOf('one', schemaOf(before + change(GRAPH)));

/** What the whole graph is told, for one subgraph or several. */
function whole(...graphs: readonly string[]): string[] {
  const parts = graphs.map((graph, at) => ({ name: `s${at}`, sdl: head() + graph }));
  const composed = composeServices(
    parts.map(({ name, sdl }) => ({ name, url: `http://127.0.0.1/${name}`, typeDefs: parse(sdl) })),
  );
  if (composed.errors) throw new Error(composed.errors.map(({ message }) => message).join('\n'));
  return policyProblemsOf(
    composed.supergraphSdl,
    parts.map(({ name, sdl }) => ({ name, schema: schemaOf(sdl) })),
    POLICY,
  );
}

const having =
  (from: string, to: string) =>
  (graph: string): string => {
    if (!graph.includes(from)) throw new Error(`nothing to change: ${from}`);
    return graph.replace(from, to);
  };

describe('the contract of a subgraph', () => {
  it('is fine where everything is classified and nothing personal is a key', () => {
    expect(one((graph) => graph)).toEqual([]);
  });

  it.each([
    [
      'a field without a category',
      `email: String ${EMAIL}`,
      'email: String',
      'Person.email: is not classified',
    ],
    [
      'an argument without a category',
      `Int! = 1 ${TECH}`,
      'Int! = 1',
      'Query.people(first:): is not classified',
    ],
    [
      'a misspelt category',
      EMAIL,
      '@personalData(category: "user.contact.emial")',
      'Person.email: has the unknown category "user.contact.emial"',
    ],
    ['a category that every object has', EMAIL, '@personalData(category: "toString")', 'unknown category'],
    ['a personal key', 'fields: "id"', 'fields: "id email"', 'Person.email: is personal and a @key'],
    [
      'a personal key inside another field',
      'fields: "id"',
      'fields: "id parts { word }"',
      'Part.word: is personal and a @key',
    ],
    [
      'a personal field that is non-null',
      `email: String ${EMAIL}`,
      `email: String! ${EMAIL}`,
      'Person.email: is personal and non-null',
    ],
    ['a field without a description', '"Address." email', 'email', 'Person.email: has no description'],
  ])('names %s', (_, from, to, problem) => {
    expect(one(having(from, to))).toEqual([expect.stringContaining(problem)]);
  });

  it('takes what is left to classify, and lists it', () => {
    const left = '@personalData(category: "unclassified")';
    const graph = having(EMAIL, left)(GRAPH);
    expect(one(() => graph)).toEqual([]);
    expect(unclassifiedOf(schemaOf(head() + graph))).toEqual(['Person.email']);
  });

  it('is read under the name that @link gives the directive, and a rename hides nothing', () => {
    const renamed = head('pd', '{ name: "@personalData", as: "@pd" }');
    const rename = (graph: string) => graph.replaceAll('@personalData', '@pd');
    expect(one(rename, renamed)).toEqual([]);
    expect(one((graph) => rename(having('fields: "id"', 'fields: "id email"')(graph)), renamed)).toEqual([
      expect.stringContaining('Person.email: is personal and a @key'),
    ]);
  });
});

describe('the whole graph under the rules', () => {
  it('is fine where all that can be withheld is nullable; edges, cursors, payloads and keys are what nobody is refused alone', () => {
    expect(whole(GRAPH)).toEqual([]);
  });

  it.each([
    [
      'a non-null field that one role is shown and another is not',
      `score: Int ${SCORE}`,
      `score: Int! ${SCORE}`,
      'Part.score: is non-null, and it is not shown to staff for work',
    ],
    [
      'a non-null number that one role is shown masked',
      `word: String ${EMAIL}`,
      `word: Int! ${EMAIL}`,
      'Part.word: is non-null, and it cannot be masked for staff for work',
    ],
    [
      'numbers of a list that one role is shown masked',
      `word: String ${EMAIL}`,
      `word: [Int!] ${EMAIL}`,
      'Part.word: is non-null, and it cannot be masked',
    ],
    [
      'a non-null field of an entity, whose row may not be visible',
      `parts: [Part!] ${TECH}`,
      `parts: [Part!]! ${TECH}`,
      'Person.parts: is non-null, and an object that is not visible cannot give it',
    ],
    [
      'plumbing that is given a category of its own',
      `node: Person! ${TECH}`,
      `node: Person! ${SCORE}`,
      'PersonEdge.node: is non-null',
    ],
  ])('names %s', (_, from, to, problem) => {
    expect(whole(having(from, to)(GRAPH))).toEqual([expect.stringContaining(problem)]);
  });

  it('names a field of an interface by the least of its implementations', () => {
    const named = `
      "Has a title." interface Titled { "Title." title: String! ${TECH} }
      "Book." type Book implements Titled { "Title." title: String! ${TECH} }
      "Diary." type Diary implements Titled { "Title." title: String! ${SCORE} "Size." size: Int ${TECH} }`;
    const query = having('type Query {', `${named} type Query { "Titled." titled: [Titled!] ${TECH}`);
    expect(whole(query(GRAPH))).toEqual([
      expect.stringContaining('Diary.title: is non-null'),
      expect.stringContaining('Titled.title: is non-null'),
    ]);
  });

  const EXTENSION = (field: string, required: string): string => {
    const external =
      required === 'email' ? `email: String @external ${EMAIL}` : `parts: [Part!] @external ${TECH}`;
    const part = required === 'email' ? '' : `type Part { word: String @external ${EMAIL} }`;
    return `type Person @key(fields: "id") {
      id: ID! ${TECH}
      ${external}
      ${field} @requires(fields: "${required}")
    } ${part}`;
  };

  it.each([
    [
      'a field that requires a more protected one',
      `domain: String ${TECH}`,
      'email',
      's1: Person.domain: requires Person.email',
    ],
    [
      'also inside another',
      `words: String ${TECH}`,
      'parts { word }',
      's1: Person.words: requires Part.word',
    ],
  ])('names %s', (_, field, required, problem) => {
    expect(whole(GRAPH, EXTENSION(field, required))).toEqual([expect.stringContaining(problem)]);
  });

  it('takes a field that is as protected as what it requires', () => {
    expect(whole(GRAPH, EXTENSION(`domain: String ${EMAIL}`, 'email'))).toEqual([]);
  });

  it('names a shared field that two subgraphs classify differently', () => {
    const shared = (category: string): string =>
      `type Person @key(fields: "id") { id: ID! ${TECH} nick: String @shareable ${category} }`;
    const nick = `"Nick." nick: String @shareable ${EMAIL} "Address." email`;
    const first = having('"Address." email', nick)(GRAPH);
    expect(whole(first, shared(EMAIL))).toEqual([]);
    expect(whole(first, shared(SCORE))).toEqual([
      's1: Person.nick: is "user.behavior" here and "user.contact.email" in s0: a shared field has one category',
    ]);
  });
});

it('the bank’s own graph keeps every rule', async () => {
  const root = join(__dirname, '..', '..', 'schema');
  const subgraphs = (await discoverSubgraphs()).map(({ name, schema }) => ({ name, schema: schema() }));
  const supergraph = readFileSync(join(root, 'contract/supergraph.graphql'), 'utf8');
  expect([
    ...subgraphs.flatMap(({ name, schema }) => problemsOf(name, schema)),
    ...policyProblemsOf(supergraph, subgraphs, loadPolicy(join(root, 'policy/policy.yaml'))),
  ]).toEqual([]);
});
