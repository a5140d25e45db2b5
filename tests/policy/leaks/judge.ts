import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import { getNamedType, isInputObjectType } from 'graphql';
import { seesOwnGraph } from '../../../schema/kernel/caller';
import type { GraphAnswer } from '../../harness/hub';
import { checkAnswer, collect, type Finding, type RuleHits, type Truths } from './check';
import type { Asker } from './oracle';
import type { GeneratedQuery } from './queries';

/** What came back over HTTP. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
}

const documents = new Map<string, DocumentNode>();
const documentOf = (text: string): DocumentNode => {
  let document = documents.get(text);
  if (!document) {
    document = parse(text, { noLocation: true });
    if (documents.size > 5_000) documents.clear();
    documents.set(text, document);
  }
  return document;
};

/** What errors of a whole world may say. Anything else is a failure of the hub, or says too much. */
const CODES = new Set([
  'FIELD_ACCESS_DENIED',
  'ARGUMENT_ACCESS_DENIED',
  'NOT_FOUND',
  'OPERATION_ACCESS_DENIED',
]);

/** Everything in a reply that the rules would have wanted otherwise. */
export function judge(
  truths: Truths,
  asker: Asker,
  query: GeneratedQuery,
  reply: Reply,
  hits: RuleHits,
): Finding[] {
  const body = JSON.parse(reply.text) as GraphAnswer;
  const document = documentOf(query.text);
  const findings: Finding[] = [];
  const say = (kind: Finding['kind'], detail: string, coordinate = query.covers[0] ?? 'mixed'): void =>
    void findings.push({ kind, coordinate, asker: `${asker.name} for ${asker.purpose}`, detail });

  const isPartner = asker.roles.some((role) => role.startsWith('partner:'));
  // To whoever is outside the bank, what is out of reach does not exist: in whatever part of the document it stands.
  const unknown = body.errors?.[0]?.extensions.code === 'GRAPHQL_VALIDATION_FAILED';
  if (seesOwnGraph(asker) && unknown && reply.status === 400 && body.data === undefined) {
    if (!denials(truths, asker, document, query.variables, hits, false).any)
      say('withheld', 'a document that holds nothing out of reach');
    return findings;
  }
  for (const { extensions } of body.errors ?? [])
    if (!CODES.has(extensions.code) && !(extensions.code === 'BAD_USER_INPUT' && hasArguments(query)))
      say('withheld', `an error ${extensions.code} at ${query.text} ${JSON.stringify(query.variables)}`);
  for (const cursor of cursorsIn(body.data)) {
    const read = Buffer.from(cursor, 'base64').toString('latin1');
    if (/\d{4}-\d\d-\d\d|\d{12}|^\W*\[/.test(read)) say('shown', 'a cursor that can be read');
  }
  const denied = denials(truths, asker, document, query.variables, hits);
  const refuse = denied.any && (isPartner || denied.nothingLeft);
  const refused = reply.status === 403;
  if (refuse !== refused)
    say(refused ? 'withheld' : 'shown', `HTTP ${reply.status}, where ${refuse ? 403 : 200} is right`);
  if (refused && body.data !== undefined) say('shown', 'data beside a refusal');
  if (!refused && reply.status !== 200)
    say('withheld', `HTTP ${reply.status} ${body.errors?.[0]?.message ?? ''}`);
  if (body.data) {
    findings.push(
      ...checkAnswer(truths, asker, document, query.variables, body.data as Record<string, unknown>, hits),
    );
  }
  return findings;
}

const hasArguments = (query: GeneratedQuery): boolean => query.text.includes('(');

/** What the rules deny of an operation whatever the objects are. */
function denials(
  { graph, oracle }: Truths,
  asker: Asker,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  hits: RuleHits,
  conditions = true,
): { readonly any: boolean; readonly nothingLeft: boolean } {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each);
  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION);
  let any = false;

  const isDenied = (type: string, node: FieldNode): boolean => {
    const coordinate = `${type}.${node.name.value}`;
    if (!oracle.places.has(coordinate)) return !/^(?:__typename|edges|node|pageInfo)$/.test(node.name.value);
    if (oracle.isHopeless(coordinate, asker)) {
      noteDenial(coordinate);
      return true;
    }
    return (node.arguments ?? []).some(({ name, value }) => {
      const given: unknown = valueFromASTUntyped(value, variables);
      if (given === undefined) return false;
      const place = `${coordinate}(${name.value}:)`;
      if (!oracle.mayUse(place, asker)) return true;
      const argument = graph
        .fieldsOf(type)
        .find((each) => each.name === node.name.value)
        ?.args.find((each) => each.name === name.value);
      const input = argument && getNamedType(argument.type);
      return (
        isInputObjectType(input) &&
        typeof given === 'object' &&
        given !== null &&
        Object.keys(given).some((key) => !oracle.mayUse(`${input.name}.${key}`, asker))
      );
    });
  };
  const noteDenial = (coordinate: string): void => {
    const category = oracle.places.get(coordinate)?.category ?? '';
    const { by } = oracle.rule(coordinate, asker, {});
    for (const { id, categories } of oracle.policy.rules)
      if (categories.some((each) => `${category}.`.startsWith(`${each}.`)))
        (by.includes(id) ? hits.applied : hits.notApplied).add(id);
  };
  const typeNames = (name: string): string | undefined => {
    const type = graph.schema.getType(name);
    return type?.name;
  };
  /** Walks by the schema's own types, connections included. */
  const walk = (type: string, sets: readonly SelectionSetNode[]): number => {
    let left = 0;
    for (const [, nodes] of collect(sets, fragments, variables, conditions)) {
      const [node] = nodes;
      if (!node || node.name.value.startsWith('__')) continue;
      if (nodes.some((each) => isDenied(type, each))) {
        any = true;
        continue;
      }
      left++;
      const next = rawType(type, node.name.value);
      if (next && typeNames(next))
        walk(
          next,
          nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
        );
    }
    return left;
  };
  const rawType = (owner: string, field: string): string | undefined => {
    const type = graph.schema.getType(owner);
    const found = type && 'getFields' in type ? type.getFields()[field] : undefined;
    return found && getNamedType(found.type).name;
  };
  const left = operation ? walk('Query', [operation.selectionSet]) : 0;
  return { any, nothingLeft: left === 0 };
}

/** Opaque texts of an answer that are no key of an object. */
function cursorsIn(value: unknown, found: string[] = []): string[] {
  if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) {
      if (/cursor$/i.test(name) && typeof each === 'string') found.push(each);
      else cursorsIn(each, found);
    }
  }
  return found;
}
