import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Graph, GraphField } from './graph';
import type { Places } from './oracle';

/** The ways in which one field can be asked for. */
export const routes = [
  'direct',
  'alias',
  'named fragment',
  'inline fragment',
  '@include',
  '@skip',
  'repeated',
  'list',
  'back reference',
] as const;
export type Route = (typeof routes)[number];

/** One operation, and what it is there for. */
export interface GeneratedQuery {
  readonly text: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Variables that hold a key, and of what type: any other key will do as well. */
  readonly keys: Readonly<Record<string, string>>;
  /** What it covers: coordinate and route. */
  readonly covers: readonly string[];
}

/** Values that arguments can be given, out of the world. */
export interface ArgumentValues {
  /** Any object's key. */
  key(type: string): string | undefined;
  /** What some field of a category shows. */
  ofCategory(category: string, subject?: string): string | undefined;
}

interface Selection {
  readonly field: GraphField | '__typename';
  readonly alias?: string;
  readonly args?: string;
  readonly directive?: string;
  readonly children?: readonly Part[];
}
type Part =
  | Selection
  | {
      readonly on: string;
      readonly named: boolean;
      readonly directive?: string;
      readonly children: readonly Part[];
    };

export interface QueryMaker {
  /** Every coordinate and route that a query can reach. */
  readonly plan: readonly { readonly coordinate: string; readonly route: Route }[];
  targeted(at: { readonly coordinate: string; readonly route: Route }): GeneratedQuery;
  /** One field of an object that hangs under the object of a key by some links. */
  under(root: GraphField, key: string, links: readonly GraphField[], coordinate: string): GeneratedQuery;
  /** A tree of anything. */
  mixed(): GeneratedQuery;
  /** Every argument and input field of queries. */
  readonly argumentCoordinates: readonly string[];
  withArgument(coordinate: string, asVariable: boolean): GeneratedQuery | undefined;
}

/** Names that are something else to a careless program. */
const ODD_ALIASES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'then',
  'data',
  'errors',
  'id',
];

/** @param random decides everything that is left open. */
export function createQueryMaker(
  graph: Graph,
  places: Places,
  values: ArgumentValues,
  random: () => number,
): QueryMaker {
  const chance = (share: number): boolean => random() < share;
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const ways = createWays(graph);

  /** Renders one operation. */
  function write(root: readonly Part[], given: Given, covers: readonly string[]): GeneratedQuery {
    const fragments: string[] = [];
    const render = (parts: readonly Part[]): string => `{ ${parts.map(renderPart).join(' ')} }`;
    const renderPart = (part: Part): string => {
      const directive = part.directive ? ` ${part.directive}` : '';
      if ('on' in part) {
        if (!part.named) return `... on ${part.on}${directive} ${render(part.children)}`;
        const name = `F${fragments.length}`;
        fragments.push('');
        fragments[Number(name.slice(1))] = `fragment ${name} on ${part.on} ${render(part.children)}`;
        return `...${name}${directive}`;
      }
      const { field, alias, args = '', children } = part;
      const prefix = alias === undefined ? '' : `${alias}: `;
      if (field === '__typename') return `${prefix}__typename${directive}`;
      const inner = children ? render(children) : '';
      const body = field.connection
        ? `{ edges { node ${inner} }${chance(0.2) ? ' pageInfo { hasNextPage endCursor }' : ''} }`
        : inner;
      return `${prefix}${field.name}${args}${directive} ${body}`;
    };
    const body = render(root);
    const declared = given.declared.length > 0 ? `(${given.declared.join(', ')})` : '';
    return {
      text: [`query Q${declared} ${body}`, ...fragments].join(' '),
      variables: given.variables,
      keys: given.keys,
      covers,
    };
  }

  interface Given {
    readonly declared: string[];
    readonly variables: Record<string, unknown>;
    readonly keys: Record<string, string>;
  }
  const nothing = (): Given => ({ declared: [], variables: {}, keys: {} });
  const declare = (given: Given, type: string, value: unknown): string => {
    const name = `v${given.declared.length}`;
    given.declared.push(`$${name}: ${type}`);
    given.variables[name] = value;
    return `$${name}`;
  };

  /** A value for an argument: keys of the type that it leads to, pages, and what fields of its category show. */
  function valueFor(
    field: GraphField,
    argument: { name: string; type: GraphQLInputType },
    coordinate: string,
  ): unknown {
    const { type } = argument;
    if (isNonNullType(type)) return valueFor(field, { ...argument, type: type.ofType }, coordinate);
    if (isListType(type)) return [valueFor(field, { ...argument, type: type.ofType }, coordinate)];
    if (isEnumType(type)) return pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      return Object.fromEntries(
        Object.values(type.getFields()).flatMap((each) =>
          isNonNullType(each.type) || chance(0.4)
            ? [[each.name, valueFor(field, each, `${type.name}.${each.name}`)]]
            : [],
        ),
      );
    }
    switch (getNamedType(type).name) {
      case 'ID':
        return values.key(keyType(field, argument.name)) ?? 'none';
      case 'Int':
        return 1 + Math.floor(random() * 4);
      case 'Date':
        return values.ofCategory(places.get(coordinate)?.category ?? '') ?? '2026-01-01';
      case 'Boolean':
        return chance(0.5);
      default:
        return values.ofCategory(places.get(coordinate)?.category ?? '') ?? 'AB';
    }
  }

  function argsFor(field: GraphField, given: Given, only?: string, asVariable?: boolean): string {
    const chosen = field.args.filter(
      (argument) =>
        argument.name === only ||
        (isNonNullType(argument.type) && argument.defaultValue === undefined) ||
        argument.name === 'first',
    );
    const written = chosen.map((argument) => {
      const value = valueFor(field, argument, `${field.coordinate}(${argument.name}:)`);
      const isKey = getNamedType(argument.type).name === 'ID';
      const variable = asVariable ?? chance(isKey ? 0.9 : 0.6);
      if (variable && isKey) given.keys[`v${given.declared.length}`] = keyType(field, argument.name);
      return `${argument.name}: ${variable ? declare(given, String(argument.type), value) : literal(value, argument.type)}`;
    });
    return written.length > 0 ? `(${written.join(', ')})` : '';
  }

  /** Whose key an argument takes: `claimId` says so, any other takes that of the type that the field leads to. */
  const keyType = (field: GraphField, argument: string): string => {
    const named = argument.replace(/Id$/, '').toLowerCase();
    return graph.readable.find((type) => type.toLowerCase() === named && graph.isEntity(type)) ?? field.type;
  };

  /** The key of an entity beside what is asked, so that a check knows which object it looks at. */
  const withKey = (type: string, children: readonly Part[]): readonly Part[] => {
    const key = graph.fieldsOf(type).find(({ name }) => name === 'id');
    return graph.isEntity(type) && key && chance(0.9) ? [{ field: key, alias: 'k' }, ...children] : children;
  };

  /** Something small to select of a composite. */
  function little(type: string): readonly Part[] {
    const leaves = graph.fieldsOf(type).filter(({ leaf, args }) => leaf && args.length === 0);
    const children: Part[] = leaves.length > 0 ? [{ field: pick(leaves) }] : [{ field: '__typename' }];
    if (leaves.length === 0) {
      const next = graph
        .fieldsOf(type)
        .find(({ args }) =>
          args.every(({ defaultValue, type: of }) => !isNonNullType(of) || defaultValue !== undefined),
        );
      if (next) children.push({ field: next, children: little(next.type) });
    }
    return withKey(type, children);
  }

  const selectionOf = (field: GraphField, given: Given, alias?: string, directive?: string): Selection => ({
    field,
    args: argsFor(field, given),
    ...(alias === undefined ? {} : { alias }),
    ...(directive === undefined ? {} : { directive }),
    ...(field.leaf ? {} : { children: little(field.type) }),
  });

  /** Puts a selection at the end of a way through the graph. */
  function along(way: readonly GraphField[], last: readonly Part[], given: Given): readonly Part[] {
    return way.reduceRight<readonly Part[]>(
      (children, field) => [{ field, args: argsFor(field, given), children: withKey(field.type, children) }],
      last,
    );
  }

  const fields = graph.readable.flatMap((type) => graph.fieldsOf(type));
  const fieldAt = new Map(fields.map((field) => [field.coordinate, field]));
  const plan = fields.flatMap((field) =>
    routes
      .filter((route) => ways.of(field, route) !== undefined)
      .map((route) => ({ coordinate: field.coordinate, route })),
  );

  function targeted({ coordinate, route }: { coordinate: string; route: Route }): GeneratedQuery {
    const field = fieldAt.get(coordinate);
    const way = field && ways.of(field, route);
    if (!field || !way) throw new Error(`${coordinate} cannot be reached by ${route}`);
    const given = nothing();
    const flag = (value: boolean): string => declare(given, 'Boolean!', value);
    const plain = (alias?: string, directive?: string): Selection =>
      selectionOf(field, given, alias, directive);
    const last = ((): readonly Part[] => {
      switch (route) {
        case 'alias':
          return [plain(pick(ODD_ALIASES.filter((alias) => alias !== 'id'))), plain('second')];
        case 'named fragment':
          return [
            {
              on: field.owner,
              named: true,
              children: [{ on: field.owner, named: true, children: [plain()] }],
            },
          ];
        case 'inline fragment':
          return [{ on: field.owner, named: false, children: [plain()] }];
        case '@include':
          return [plain('a', `@include(if: ${flag(true)})`), plain('b', `@include(if: ${flag(false)})`)];
        case '@skip':
          return [
            plain('a', `@skip(if: ${flag(false)})`),
            { on: field.owner, named: false, directive: `@skip(if: ${flag(true)})`, children: [plain('b')] },
          ];
        case 'repeated': {
          const one = plain();
          return [one, one, { on: field.owner, named: false, children: [one] }];
        }
        default:
          return [plain()];
      }
    })();
    return write(along(way, last, given), given, [`${coordinate} ${route}`]);
  }

  function under(
    root: GraphField,
    key: string,
    links: readonly GraphField[],
    coordinate: string,
  ): GeneratedQuery {
    const given = nothing();
    const field = fieldAt.get(coordinate);
    if (!field) throw new Error(`${coordinate} is no field`);
    const named = graph.fieldsOf(field.owner).find(({ name }) => name === 'id');
    const last: Part[] = [...(named ? [{ field: named, alias: 'k' }] : []), selectionOf(field, given)];
    const top = {
      field: root,
      args: `(id: ${declare(given, 'ID!', key)})`,
      children: along(links, last, given),
    };
    return write([top], given, []);
  }

  function mixed(): GeneratedQuery {
    const given = nothing();
    let budget = 4 + Math.floor(random() * 14);
    const tree = (type: string, depth: number): readonly Part[] => {
      const all = graph.fieldsOf(type).filter(({ leaf }) => leaf || depth < 5);
      const count = Math.max(1, Math.ceil(random() * (type === 'Query' ? 2 : 5)));
      const parts: Part[] = [];
      for (let n = 0; n < count && budget > 0; n++) {
        budget--;
        const field = pick(all);
        const alias = `${pick(ODD_ALIASES.filter((each) => each !== 'id' && each !== '__proto__'))}${parts.length}`;
        const one: Selection = {
          field,
          alias,
          args: argsFor(field, given),
          ...(field.leaf ? {} : { children: withKey(field.type, tree(field.type, depth + 1)) }),
        };
        const wrapped = random();
        if (wrapped < 0.15) parts.push({ on: type, named: true, children: [one] });
        else if (wrapped < 0.3) parts.push({ on: type, named: false, children: [one] });
        else if (wrapped < 0.4)
          parts.push({ ...one, directive: `@include(if: ${declare(given, 'Boolean!', chance(0.7))})` });
        else parts.push(one);
      }
      return parts.length > 0 ? parts : [{ field: '__typename' }];
    };
    return write(tree('Query', 0), given, []);
  }

  const argumentCoordinates = fields.flatMap((field) =>
    field.args.flatMap((argument) => [
      `${field.coordinate}(${argument.name}:)`,
      ...inputFields(argument.type).map((each) => `${field.coordinate}(${argument.name}:) ${each}`),
    ]),
  );

  return {
    plan,
    targeted,
    under,
    mixed,
    argumentCoordinates,
    withArgument(coordinate, asVariable) {
      const [, owner, name, argument, , input] = /^(\w+)\.(\w+)\((\w+):\)( (\S+))?$/.exec(coordinate) ?? [];
      const field = fieldAt.get(`${owner}.${name}`);
      const definition = field?.args.find((each) => each.name === argument);
      const way = field && ways.of(field, 'direct');
      if (!field || !definition || !way || argument === undefined) return undefined;
      const given = nothing();
      const args = input
        ? inputArgs(field, definition, input, given, asVariable)
        : argsFor(field, given, argument, asVariable);
      const last: Selection = { field, args, ...(field.leaf ? {} : { children: little(field.type) }) };
      return write(along(way, [last], given), given, [
        `${coordinate} ${asVariable ? 'variable' : 'literal'}`,
      ]);
    },
  };

  function inputArgs(
    field: GraphField,
    argument: GraphQLArgument,
    input: string,
    given: Given,
    asVariable: boolean,
  ): string {
    const type = getNamedType(argument.type);
    const member = isInputObjectType(type) ? type.getFields()[input.split('.')[1] ?? ''] : undefined;
    const needed = isInputObjectType(type)
      ? Object.values(type.getFields()).filter((each) => isNonNullType(each.type) || each === member)
      : [];
    const value = Object.fromEntries(
      needed.map((each) => [each.name, valueFor(field, each, `${type.name}.${each.name}`)]),
    );
    const others = { ...field, args: field.args.filter((each) => each !== argument) };
    const rest = argsFor(others, given).slice(1, -1);
    const own = `${argument.name}: ${asVariable ? declare(given, String(argument.type), value) : literal(value, argument.type)}`;
    return `(${[rest, own].filter((each) => each !== '').join(', ')})`;
  }
}

function inputFields(type: GraphQLInputType): readonly string[] {
  const named = getNamedType(type);
  return isInputObjectType(named)
    ? Object.keys(named.getFields()).map((name) => `${named.name}.${name}`)
    : [];
}

/** A value as it stands in a document. */
function literal(value: unknown, type: GraphQLInputType): string {
  if (isNonNullType(type)) return literal(value, type.ofType);
  if (Array.isArray(value))
    return `[${value.map((each) => literal(each, isListType(type) ? type.ofType : type)).join(', ')}]`;
  if (isInputObjectType(type) && typeof value === 'object' && value !== null) {
    const fields = type.getFields();
    const parts = Object.entries(value).map(([name, each]) => {
      const field = fields[name];
      return `${name}: ${field ? literal(each, field.type) : 'null'}`;
    });
    return `{ ${parts.join(', ')} }`;
  }
  return isEnumType(type) ? String(value) : JSON.stringify(value);
}

/** The longest way that a query may take, in fields: what the hub's limits leave. */
const LONGEST = 7;

/** Finds ways from the root to each type: the shortest, one through a list, one that comes back to a type. */
function createWays(graph: Graph) {
  type Way = readonly GraphField[];
  const kinds = { plain: new Map<string, Way>(), list: new Map<string, Way>(), back: new Map<string, Way>() };
  let front: Way[] = [[]];
  for (let length = 0; length <= LONGEST; length++) {
    const next: Way[] = [];
    for (const way of front) {
      const type = way.at(-1)?.type ?? 'Query';
      const visited = way.map((field) => field.type).filter((each) => graph.isEntity(each));
      const found = [
        kinds.plain,
        ...(way.some(({ list }) => list) ? [kinds.list] : []),
        ...(new Set(visited).size < visited.length ? [kinds.back] : []),
      ].filter((ways) => !ways.has(type));
      for (const ways of found) ways.set(type, way);
      // A way that found nothing new may still lead somewhere: as long as no type is met a third time.
      for (const field of graph.fieldsOf(type)) {
        const times = way.filter((each) => each.type === field.type).length;
        if (!field.leaf && times < 2 && length < LONGEST && (found.length > 0 || length < 3))
          next.push([...way, field]);
      }
    }
    front = next;
  }
  return {
    of(field: GraphField, route: Route): Way | undefined {
      if (route === 'list') return kinds.list.get(field.owner);
      return route === 'back reference' ? kinds.back.get(field.owner) : kinds.plain.get(field.owner);
    },
  };
}
