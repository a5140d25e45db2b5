import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExitCode, UsageError } from '../../../gateway/command-line';
import type { Sources } from '../../../gateway/policy-cli/command';
import { runPolicyCommand } from '../../../gateway/policy-cli/run';

const ROOT = join(__dirname, '..', '..', '..');

/** A run of a command, as the one who typed it sees it. */
export interface Seen {
  readonly code: ExitCode;
  readonly out: string;
  readonly errors: string;
}

/** A command line over some files, kept in memory, with the revisions of an imagined repository. */
export interface TestDesk {
  readonly files: Map<string, string>;
  run(...given: readonly string[]): Seen;
  /** Runs with `--json`. @returns the exit code and what was printed, read. */
  json(...given: readonly string[]): { readonly code: ExitCode; readonly facts: never };
}

/**
 * @param files by path; `policy.yaml`, `supergraph.graphql` and, where it is there, `actors.json` are what is asked.
 * @param revisions the policy's text by revision; the contract is the same in all of them.
 */
export function testDesk(
  files: Readonly<Record<string, string>>,
  revisions: Readonly<Record<string, string>> = {},
): TestDesk {
  const stored = new Map(Object.entries(files));
  const sources: Sources = {
    policy: 'policy.yaml',
    supergraph: 'supergraph.graphql',
    actors: stored.has('actors.json') ? 'actors.json' : undefined,
  };
  const textOf = (path: string): string => {
    const text = stored.get(path);
    if (text === undefined) throw new UsageError(`there is no file "${path}" that can be read`);
    return text;
  };
  function run(...given: readonly string[]): Seen {
    let [out, errors] = ['', ''];
    const code = runPolicyCommand(
      given,
      {
        readText: textOf,
        writeText: (path, text) => void stored.set(path, text),
        exists: (path) => stored.has(path),
        readRevision(revision, path) {
          const text = path === sources.policy ? revisions[revision] : undefined;
          if (!(revision in revisions))
            throw new UsageError(`"${revision}" is neither a file nor a revision`);
          return text ?? textOf(path);
        },
        print: (text) => void (out += text),
      },
      { sources, complain: (text) => void (errors += text) },
    );
    return { code, out, errors };
  }
  return {
    files: stored,
    run,
    json(...given) {
      const { code, out } = run(...given, '--json');
      return { code, facts: JSON.parse(out) as never };
    },
  };
}

const real = (...path: readonly string[]): string => readFileSync(join(ROOT, ...path), 'utf8');

/** The policy, the contract and the actors in force. */
export const realFiles = (): Record<string, string> => ({
  'policy.yaml': real('schema', 'policy', 'policy.yaml'),
  'supergraph.graphql': real('schema', 'contract', 'supergraph.graphql'),
  'actors.json': real('mocks', 'data', 'actors.json'),
});

/** A graph of people and their accounts. */
export const SMALL_GRAPH = `
schema { query: Query, mutation: Mutation }
directive @personalData(category: String!, subject: String) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
directive @join__type(graph: join__Graph!, key: String) repeatable on OBJECT
directive @join__graph(name: String!, url: String!) on ENUM_VALUE
enum join__Graph { PEOPLE @join__graph(name: "people", url: "http://people.example") }
type Query @join__type(graph: PEOPLE) {
  person(id: ID! @personalData(category: "system.operations")): Person @personalData(category: "system.operations")
  people(
    email: String @personalData(category: "user.contact.email", subject: "customer")
  ): [Person!] @personalData(category: "system.operations")
}
type Mutation @join__type(graph: PEOPLE) {
  rename(name: String! @personalData(category: "user.name", subject: "customer")): Person @personalData(category: "system.operations")
}
type Person @join__type(graph: PEOPLE, key: "id") {
  id: ID! @personalData(category: "system.operations")
  "Full name. Source: PEOPLE.NAME."
  name: String @personalData(category: "user.name", subject: "customer")
  email: String @personalData(category: "user.contact.email", subject: "customer")
  home: Home @personalData(category: "user.contact.address", subject: "customer")
}
type Home @join__type(graph: PEOPLE) {
  city: String @personalData(category: "user.contact.address", subject: "customer")
}
`;

/** One actor for each role of a small policy. */
export const SMALL_ACTORS = JSON.stringify([
  {
    name: 'clerk',
    subject: 'a',
    clientId: 'desk',
    roles: ['staff'],
    scopes: ['people:read', 'people:write'],
    purposes: ['work'],
    branch: '00001',
    staffNumber: 'A000001',
  },
  {
    name: 'owner',
    subject: 'b',
    clientId: 'portal',
    roles: ['owner'],
    scopes: [],
    purposes: ['work', 'other'],
    customerNumber: '000000000001',
  },
]);
