import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
} from 'graphql';

/** One field on the way from a root. */
interface Step {
  readonly owner: string;
  readonly field: GraphQLField<unknown, unknown>;
}

/** What is known beforehand about coordinates, for one asker. */
export interface Known {
  /** Whether a way may lead over it. */
  readonly isOpen: (coordinate: string) => boolean;
  /** Opaque keys of objects that exist for the asker, by the field of `Query` that takes one. */
  readonly ids: Readonly<Record<string, string>>;
}

/** An operation that asks for one coordinate and as little else as can be. */
export interface Question {
  readonly text: string;
  /** Whether the way up to it is open; where there is no open way, another one is taken. */
  readonly open: boolean;
  /** Names of the fields from the root. */
  readonly path: readonly string[];
}

/** Writes the question for any field, argument or input field of a graph. */
export function ask(schema: GraphQLSchema, coordinate: string, known: Known): Question {
  const [, owner = '', name = '', argument] = /^(\w+)\.(\w+)(?:\((\w+):\))?$/.exec(coordinate) ?? [];
  const type = schema.getType(owner);
  if (isInputObjectType(type)) {
    const takers = takersOf(schema, type, object(type, known, name), known);
    const taker = takers.find(({ step }) => known.isOpen(`${step.owner}.${step.field.name}`)) ?? takers[0];
    if (!taker) throw new Error(`nothing takes ${owner}`);
    return question(schema, taker.step, known, { [taker.argument]: taker.value });
  }
  const field = isObjectType(type) ? type.getFields()[name] : undefined;
  if (!field) throw new Error(`${coordinate} is no field`);
  const given = field.args.find((each) => each.name === argument);
  return question(
    schema,
    { owner, field },
    known,
    given ? { [given.name]: literal(given.type, coordinate, known) } : {},
  );
}

/** An argument and what is given for it. */
interface Taker {
  readonly step: Step;
  readonly argument: string;
  readonly value: string;
}

/** The arguments that take an input type with a value of it; for an input inside of others, those of the others. */
function takersOf(
  schema: GraphQLSchema,
  input: GraphQLInputObjectType,
  value: string,
  known: Known,
): readonly Taker[] {
  const types = Object.values(schema.getTypeMap());
  const direct = types
    .filter(isObjectType)
    .flatMap((type) => Object.values(type.getFields()).map((field) => ({ owner: type.name, field })))
    .flatMap((step) =>
      step.field.args
        .filter(({ type }) => getNamedType(type) === input)
        .map(({ name, type }) => ({ step, argument: name, value: within(type, value) })),
    );
  const around = types
    .filter(isInputObjectType)
    .filter((type) => type !== input)
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => getNamedType(field.type) === input)
        .flatMap((field) =>
          takersOf(schema, type, object(type, known, field.name, within(field.type, value)), known),
        ),
    );
  return [...direct, ...around];
}

/** A value, as a list of one where a list is expected. */
const within = (type: GraphQLInputType, value: string): string =>
  isListType(isNonNullType(type) ? type.ofType : type) ? `[${value}]` : value;

/** Writes one question for several fields of a type that are leaves and need no arguments. */
export function askTogether(
  schema: GraphQLSchema,
  owner: string,
  names: readonly string[],
  known: Known,
): Question {
  return questionOf(schema, owner, names.join(' '), known);
}

function question(
  schema: GraphQLSchema,
  last: Step,
  known: Known,
  given: Readonly<Record<string, string>>,
): Question {
  const leaf = isCompositeType(getNamedType(last.field.type)) ? ' { __typename }' : '';
  const asked = questionOf(schema, last.owner, `${call(last, known, given)}${leaf}`, known);
  return { ...asked, path: [...asked.path, last.field.name] };
}

/** @returns with the path to the owner. */
function questionOf(schema: GraphQLSchema, owner: string, selection: string, known: Known): Question {
  const ways = waysOf(schema, known);
  const openWay = ways.open.get(owner);
  const way = openWay ?? ways.any.get(owner);
  if (!way) throw new Error(`no way leads to ${owner}`);
  const body = way.reduceRight((text, step) => `${call(step, known)} { ${text} }`, selection);
  const root = way[0]?.owner ?? owner;
  return {
    text: `${root === 'Mutation' ? 'mutation' : 'query'} { ${body} }`,
    open: openWay !== undefined,
    path: way.map(({ field }) => field.name),
  };
}

type Ways = ReadonlyMap<string, readonly Step[]>;

const found = new WeakMap<Known, { readonly open: Ways; readonly any: Ways }>();

/** The ways for one asker, worked out once. */
function waysOf(schema: GraphQLSchema, known: Known): { readonly open: Ways; readonly any: Ways } {
  let ways = found.get(known);
  if (!ways) {
    ways = { open: waysIn(schema, known), any: waysIn(schema, { ...known, isOpen: () => true }) };
    found.set(known, ways);
  }
  return ways;
}

/** The shortest way from a root to each type; objects by key come first, since what they lead to exists. */
function waysIn(schema: GraphQLSchema, { isOpen, ids }: Known): Ways {
  const roots = [schema.getQueryType(), schema.getMutationType()].flatMap((each) => each?.name ?? []);
  const ways = new Map<string, readonly Step[]>(roots.map((root) => [root, []]));
  for (const [owner, way] of ways) {
    const type = schema.getType(owner);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields()).sort(
      (a, b) => Number(b.name in ids) - Number(a.name in ids),
    )) {
      const next = getNamedType(field.type);
      if (!isCompositeType(next) || ways.has(next.name) || !isOpen(`${owner}.${field.name}`)) continue;
      ways.set(next.name, [...way, { owner, field }]);
    }
  }
  return ways;
}

function call({ owner, field }: Step, known: Known, given: Readonly<Record<string, string>> = {}): string {
  const args = field.args.flatMap((each) => {
    const coordinate = `${owner}.${field.name}(${each.name}:)`;
    const text =
      given[each.name] ?? (isRequiredArgument(each) ? literal(each.type, coordinate, known) : undefined);
    return text === undefined ? [] : [`${each.name}: ${text}`];
  });
  return args.length > 0 ? `${field.name}(${args.join(', ')})` : field.name;
}

function literal(type: GraphQLInputType, coordinate: string, known: Known): string {
  if (isNonNullType(type)) return literal(type.ofType, coordinate, known);
  if (isListType(type)) return `[${literal(type.ofType, coordinate, known)}]`;
  if (isEnumType(type)) return type.getValues()[0]?.name ?? '';
  if (isInputObjectType(type)) return object(type, known);
  const id = known.ids[/^Query\.(\w+)\(id:\)$/.exec(coordinate)?.[1] ?? ''] ?? 'x';
  const texts: Readonly<Record<string, string>> = {
    Int: '1',
    Boolean: 'true',
    Date: '"1980-01-31"',
    Money: '"1.00 EUR"',
    ID: JSON.stringify(id),
  };
  return texts[type.name] ?? '"x"';
}

/**
 * What an input type requires, and one more of its fields: the named one, else one that may be given.
 *
 * @param value of the named field.
 */
function object(type: GraphQLInputObjectType, known: Known, name?: string, value?: string): string {
  const fields = Object.values(type.getFields());
  const more = name ?? (fields.find((each) => known.isOpen(`${type.name}.${each.name}`)) ?? fields[0])?.name;
  const given = fields.filter((each) => each.name === more || isRequiredInputField(each));
  const texts = given.map((each) =>
    each.name === name && value !== undefined
      ? `${each.name}: ${value}`
      : `${each.name}: ${literal(each.type, `${type.name}.${each.name}`, known)}`,
  );
  return `{ ${texts.join(' ')} }`;
}
