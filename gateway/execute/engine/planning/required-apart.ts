import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  print,
  type SelectionSetNode,
  stripIgnoredCharacters,
  valueFromASTUntyped,
  visit,
} from 'graphql';
import { lastOf, pathsOf, selectionSetOf } from './field-sets';

/** A supergraph in which each way to ask for a required field is a field of its own. */
export interface RequiredApart {
  readonly supergraph: DocumentNode;
  /** What the fields that were added stand for. */
  readonly standIns: ReadonlyMap<string, StandIn>;
  /**
   * Where stand-ins are among what a field requires: names of fields with dots between them.
   *
   * @param subgraph the one that requires, by its name.
   */
  needs(subgraph: string, type: string, field: string): readonly string[];
}

/** A field with arguments that a field set gives it. */
export interface StandIn {
  readonly field: string;
  readonly args: readonly ArgumentNode[];
}

/**
 * Where fields require one and the same field with different arguments, `price(currency: USD)` and
 * `price(currency: EUR)`, the planner would ask for it once. Given a name for each, it asks for each; the names are taken
 * back in its plans.
 *
 * @param supergraph valid: what comes out is for planning alone, and need not be.
 * @returns `undefined` where nothing is required with different arguments.
 */
export function keepRequiredApart(supergraph: DocumentNode): RequiredApart | undefined {
  const standIns = standInsOf(supergraph);
  if (standIns.size === 0) return undefined;
  const subgraphs = subgraphNames(supergraph);
  const names = new Map([...standIns].map(([name, standIn]) => [textOf(standIn), name]));
  const needs = new Map<string, readonly string[]>();
  const changed = forEachRequires(supergraph, ({ graph, type, field }, set) => {
    const own = visit(set, {
      Field(node) {
        const name = names.get(textOf({ field: node.name.value, args: node.arguments ?? [] }));
        return name && { ...node, name: { kind: Kind.NAME, value: name }, arguments: [] };
      },
    });
    const paths = pathsOf(own).filter((path) => standIns.has(lastOf(path)));
    needs.set(`${subgraphs.get(graph) ?? ''} ${type}.${field}`, paths);
    return own;
  });
  return {
    supergraph: withFields(changed, standIns),
    standIns,
    needs: (subgraph, type, field) => needs.get(`${subgraph} ${type}.${field}`) ?? [],
  };
}

/** Names each way to ask for a field that is required in several. */
function standInsOf(supergraph: DocumentNode): ReadonlyMap<string, StandIn> {
  const ways = new Map<string, Map<string, StandIn>>();
  forEachRequires(supergraph, (_, set) =>
    visit(set, {
      Field({ name: { value: field }, arguments: args = [] }) {
        const known = ways.get(field) ?? new Map<string, StandIn>();
        ways.set(field, known.set(textOf({ field, args }), { field, args }));
      },
    }),
  );
  const several = [...ways.values()].filter(({ size }) => size > 1);
  return new Map(
    several.flatMap((known) =>
      [...known.values()].map((way, at) => [`${way.field}__required_${at}`, way] as const),
    ),
  );
}

/** Where a field set stands. */
interface Requiring {
  /** As the supergraph's enum of subgraphs has it. */
  readonly graph: string;
  readonly type: string;
  readonly field: string;
}

/** Changes, or only looks at, each `@join__field(requires: …)`. */
function forEachRequires(
  supergraph: DocumentNode,
  change: (requiring: Requiring, set: SelectionSetNode) => SelectionSetNode,
): DocumentNode {
  let type = '';
  let field = '';
  return visit(supergraph, {
    ObjectTypeDefinition: ({ name }) => void (type = name.value),
    InterfaceTypeDefinition: ({ name }) => void (type = name.value),
    FieldDefinition: ({ name }) => void (field = name.value),
    Directive(node) {
      const requires = argumentOf(node as ConstDirectiveNode, 'requires');
      if (node.name.value !== 'join__field' || requires === undefined) return undefined;
      const graph = argumentOf(node as ConstDirectiveNode, 'graph') ?? '';
      const set = change({ graph, type, field }, selectionSetOf(requires));
      const text = stripIgnoredCharacters(print(set)).slice(1, -1);
      return {
        ...node,
        arguments: node.arguments?.map((each) =>
          each.name.value === 'requires' ? { ...each, value: { kind: Kind.STRING, value: text } } : each,
        ),
      };
    },
  });
}

/** Adds the stand-ins wherever their fields are. */
function withFields(supergraph: DocumentNode, standIns: ReadonlyMap<string, StandIn>): DocumentNode {
  const ofField = Map.groupBy(standIns, ([, { field }]) => field);
  const complete = <T extends { readonly fields?: readonly FieldDefinitionNode[] }>(node: T): T => ({
    ...node,
    fields: node.fields?.flatMap((field) => [
      field,
      ...(ofField.get(field.name.value) ?? []).map(([name]) => ({
        ...field,
        name: { kind: Kind.NAME, value: name },
        arguments: [],
      })),
    ]),
  });
  return visit(supergraph, { ObjectTypeDefinition: complete, InterfaceTypeDefinition: complete });
}

function subgraphNames({ definitions }: DocumentNode): ReadonlyMap<string, string> {
  const graphs = definitions.find(
    (each) => each.kind === Kind.ENUM_TYPE_DEFINITION && each.name.value === 'join__Graph',
  );
  const values = graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? graphs.values : undefined;
  return new Map(
    (values ?? []).map(({ name, directives = [] }) => [
      name.value,
      directives.map((each) => argumentOf(each, 'name')).find((each) => each !== undefined) ?? name.value,
    ]),
  );
}

function argumentOf({ arguments: args = [] }: ConstDirectiveNode, name: string): string | undefined {
  const value = args.find((each) => each.name.value === name)?.value;
  return value && String(valueFromASTUntyped(value));
}

const textOf = ({ field, args }: StandIn): string =>
  `${field}(${args
    .map((each) => stripIgnoredCharacters(print(each)))
    .sort()
    .join()})`;
