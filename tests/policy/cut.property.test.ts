import fc from 'fast-check';
import {
  type FieldNode,
  getNamedType,
  type GraphQLCompositeType,
  GraphQLIncludeDirective,
  GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  GraphQLSkipDirective,
  isAbstractType,
  isCompositeType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  OverlappingFieldsCanBeMergedRule,
  parse,
  PossibleFragmentSpreadsRule,
  print,
  type SelectionSetNode,
  validate,
  getDirectiveValues,
  type DocumentNode,
} from 'graphql';
import { cutOperation } from '../../gateway/policy/cut';
import { coordinates, entries, run, schema, tableWith, world } from './cut-world';
import { callerWith } from './small-policy';

const caller = callerWith({ scopes: ['places:read'] });
const VARIABLES = { yes: true, no: false };
/** What a generated operation may break; everything else it keeps by construction. */
const RULES = [OverlappingFieldsCanBeMergedRule, PossibleFragmentSpreadsRule];
const ALIASES = ['', '', '', 'a', 'b', '__proto__', 'constructor'];
const DIRECTIVES = [
  '',
  '',
  '',
  '@include(if: $yes)',
  '@skip(if: $yes)',
  '@include(if: $no)',
  '@skip(if: false)',
];

const conditions: Record<string, readonly string[]> = {
  Person: ['Person', 'Named', 'Thing'],
  Place: ['Place', 'Named', 'Thing'],
  Named: ['Person', 'Place', 'Named', 'Thing'],
  Thing: ['Person', 'Place', 'Named'],
};

/** Any selection set on a type, of a few levels. */
function selectionSet(type: GraphQLCompositeType, depth: number, fragments: boolean): fc.Arbitrary<string> {
  const fields =
    type instanceof GraphQLInterfaceType || isObjectType(type) ? Object.values(type.getFields()) : [];
  const usable = fields.filter((field) => depth > 0 || !isCompositeType(getNamedType(field.type)));
  const field = usable.map((each) => {
    const named = getNamedType(each.type);
    const inner = isCompositeType(named) ? selectionSet(named, depth - 1, fragments) : fc.constant('');
    return fc
      .tuple(fc.constantFrom(...ALIASES), fc.constantFrom(...DIRECTIVES), inner)
      .map(
        ([alias, directive, set]) =>
          `${alias && `${alias}_${each.name}: `.replace(/^(__proto__|constructor)_\w+/, '$1')}${each.name} ${directive} ${set}`,
      );
  });
  const typename = fc.constantFrom('__typename', 'kind: __typename');
  const narrower = (conditions[type.name] ?? []).map((name) =>
    depth > 0
      ? fc
          .tuple(
            fc.constantFrom(...DIRECTIVES),
            selectionSet(schema.getType(name) as GraphQLCompositeType, depth - 1, fragments),
          )
          .map(([directive, set]) => `... on ${name} ${directive} ${set}`)
      : fc.constant('__typename'),
  );
  const spread =
    fragments && conditions[type.name] ? [fc.constantFrom('...OnPerson', '...OnNamed', '...OnPlace')] : [];
  const part = fc.oneof(...field, ...field, typename, ...narrower, ...spread);
  return fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => `{ ${parts.join(' ')} }`);
}

const typeNamed = (name: string): GraphQLCompositeType => schema.getType(name) as GraphQLCompositeType;

const operation = fc
  .tuple(
    selectionSet(typeNamed('Query'), 3, true),
    selectionSet(typeNamed('Person'), 2, false),
    selectionSet(typeNamed('Named'), 2, false),
    selectionSet(typeNamed('Place'), 2, false),
  )
  .map(([root, person, named, place]) => {
    const used = (name: string, text: string): string => (root.includes(`...${name}`) ? text : '');
    const body = [
      root,
      used('OnPerson', `fragment OnPerson on Person ${person}`),
      used('OnNamed', `fragment OnNamed on Named ${named}`),
      used('OnPlace', `fragment OnPlace on Place ${place}`),
    ].join('\n');
    const variables = ['yes', 'no']
      .filter((name) => body.includes(`$${name}`))
      .map((name) => `$${name}: Boolean!`);
    return `query ${variables.length > 0 ? `(${variables.join(', ')})` : ''} ${body}`;
  })
  .map((source) => parse(source))
  .filter((document) => validate(schema, document, RULES).length === 0);

const deniable = coordinates.filter((each) => !/^Mutation|\(|^Filter/.test(each));
const denied = fc.subarray(deniable, { maxLength: 6 });

/**
 * The specification, written the naive way: GraphQL's own execution of the client's document on a world that tells
 * everything, except that a selection which the rules deny is `null` and is noted.
 */
function expected(document: DocumentNode, isDenied: (coordinate: string) => boolean) {
  const paths = new Set<string>();
  const fragments = new Map(
    document.definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  );
  interface Selected {
    readonly node: FieldNode;
    readonly on: GraphQLCompositeType;
  }
  type Sets = readonly {
    readonly set: SelectionSetNode;
    readonly on: GraphQLCompositeType;
  }[];

  function select(sets: Sets, type: GraphQLObjectType): Map<string, Selected[]> {
    const found = new Map<string, Selected[]>();
    const visit = ({ set, on }: Sets[number]): void => {
      for (const node of set.selections) {
        if (getDirectiveValues(GraphQLSkipDirective, node, VARIABLES)?.if === true) continue;
        if (getDirectiveValues(GraphQLIncludeDirective, node, VARIABLES)?.if === false) continue;
        if (node.kind === Kind.FIELD) {
          const key = node.alias?.value ?? node.name.value;
          found.set(key, [...(found.get(key) ?? []), { node, on }]);
          continue;
        }
        const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value)! : node;
        const inner = fragment.typeCondition ? typeNamed(fragment.typeCondition.name.value) : on;
        if (inner === type || (isAbstractType(inner) && schema.isSubType(inner, type))) {
          visit({ set: fragment.selectionSet, on: inner });
        }
      }
    };
    sets.forEach(visit);
    return found;
  }

  const closed = ({ node, on }: Selected): boolean => {
    if (node.name.value.startsWith('__')) return false;
    const owners = isAbstractType(on) ? schema.getPossibleTypes(on) : [];
    return [on, ...owners].some(({ name }) => isDenied(`${name}.${node.name.value}`));
  };

  function object(
    value: Record<string, unknown>,
    type: GraphQLObjectType,
    sets: Sets,
    path: string[],
  ): unknown[] | null {
    const out: unknown[] = [];
    for (const [key, selected] of select(sets, type)) {
      const [{ node }] = selected as [Selected];
      if (selected.some(closed)) {
        paths.add([...path, key].join('.'));
        const field = type.getFields()[node.name.value];
        if (field && isNonNullType(field.type)) return null;
        out.push([key, null]);
        continue;
      }
      const field = type.getFields()[node.name.value];
      if (!field) {
        out.push([key, type.name]);
        continue;
      }
      const named = getNamedType(field.type) as GraphQLCompositeType;
      const inner = selected.flatMap((each) =>
        each.node.selectionSet ? [{ set: each.node.selectionSet, on: named }] : [],
      );
      const done = complete(value[node.name.value], field.type, inner, [...path, key]);
      if (done === null && isNonNullType(field.type)) return null;
      out.push([key, done]);
    }
    return out;
  }

  function complete(value: unknown, type: GraphQLOutputType, sets: Sets, path: string[]): unknown {
    if (isNonNullType(type)) return complete(value, type.ofType, sets, path);
    if (value === null || value === undefined) return null;
    if (isListType(type)) {
      const items = (value as unknown[]).map((item) => complete(item, type.ofType, sets, path));
      return isNonNullType(type.ofType) && items.includes(null) ? null : items;
    }
    if (!isCompositeType(type)) return value;
    const datum = value as Record<string, unknown>;
    return object(datum, typeNamed(String(datum.__typename)) as GraphQLObjectType, sets, path);
  }

  const [definition] = document.definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new Error('the operation comes first');
  const query = typeNamed('Query') as GraphQLObjectType;
  const top = select([{ set: definition.selectionSet, on: query }], query);
  const open = [...top.values()].some(
    (selected) => !selected.some(closed) && selected[0]?.node.name.value !== '__typename',
  );
  const data = object(world, query, [{ set: definition.selectionSet, on: query }], []);
  return { data, paths, open };
}

describe('any operation, any rules', () => {
  it('gets the answer of the uncut operation with null exactly where the rules deny, and asks nobody for what they deny', () => {
    let cutOnes = 0;
    fc.assert(
      fc.property(operation, denied, (document, names) => {
        const before = print(document);
        const cut = cutOperation({ document, variables: VARIABLES, schema, table: tableWith(names), caller });
        expect(print(document)).toBe(before);
        const { data, paths, open } = expected(document, (coordinate) => names.includes(coordinate));
        if (cut.kind === 'rejected') {
          expect(open).toBe(false);
          return;
        }
        expect(validate(schema, cut.document)).toEqual([]);
        const resolved = new Set<string>();
        const answer = cut.restore(
          run(cut.document, VARIABLES, undefined, (coordinate) => resolved.add(coordinate)),
        );
        expect(names.filter((name) => resolved.has(name))).toEqual([]);
        expect(entries(answer.data)).toEqual(data);
        expect(new Set(answer.errors?.map(({ path }) => path?.join('.')))).toEqual(paths);
        if (paths.size > 0) cutOnes += 1;
      }),
      { numRuns: 500, seed: 20261122 },
    );
    expect(cutOnes).toBeGreaterThan(60);
  });
});
