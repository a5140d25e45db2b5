import {
  GraphQLError,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type SelectionSetNode,
} from 'graphql';
import { type CollectedField, collectFields, type Collecting } from './fields';
import { isInherited, isObject, type JsonObject, own, put } from './json';
import { type Leaf, leafOf } from './leaf';

/** What happens while one answer is built. */
interface Building {
  readonly path: (string | number)[];
  readonly errors: GraphQLError[];
  /** What stands at several places of what was fetched, as one and the same. */
  readonly shared: ReadonlySet<object>;
  /** What was built of it, for each way to build it. */
  readonly kept: Map<Build, Map<unknown, unknown>>;
}

/** Builds the answer for a value that is not null. @returns null where it must be, the reason being noted. */
type Build = (value: unknown, building: Building) => unknown;

interface Value {
  readonly required: boolean;
  /** Set for a leaf. */
  readonly leaf?: Leaf;
  /** Set for everything else. */
  readonly build?: Build;
}

interface FieldPlan extends Value {
  readonly key: string;
  readonly inherited: boolean;
  /** Set for `__typename`. */
  readonly typeName?: string | undefined;
}

/** Builds a client's answer from everything that was fetched. */
export type Projection = (
  data: JsonObject,
  shared: ReadonlySet<object>,
) => { data: JsonObject | null; errors: GraphQLError[] };

/**
 * Compiles an operation into a function that builds its answer: in the order of its keys, `null` where a value is
 * missing or not of its type, and, where the graph promises a value, `null` for what holds it.
 */
export function compileProjection(
  collecting: Collecting,
  root: GraphQLCompositeType,
  selectionSet: SelectionSetNode,
): Projection {
  const build = compileObject(collecting, root, [selectionSet]);
  return (data, shared) => {
    const building: Building = { path: [], errors: [], shared, kept: new Map() };
    return { data: build(data, building) as JsonObject | null, errors: building.errors };
  };
}

function compileValue(
  collecting: Collecting,
  type: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
): Value {
  if (isNonNullType(type)) return { ...compileValue(collecting, type.ofType, sets), required: true };
  if (isListType(type))
    return { required: false, build: listOf(compileValue(collecting, type.ofType, sets)) };
  if (isLeafType(type)) return { required: false, leaf: leafOf(type) };
  const build = isAbstractType(type)
    ? compileAbstract(collecting, type, sets)
    : compileObject(collecting, type, sets);
  return { required: false, build };
}

const listOf =
  (item: Value): Build =>
  (value, building) => {
    if (!Array.isArray(value)) return note(building, 'A list was promised.');
    let sound = true;
    const list = new Array<unknown>(value.length);
    for (let index = 0; index < value.length; index += 1) {
      const built = buildValue(item, value[index], index, building);
      if (built === null && item.required) sound = false;
      list[index] = built;
    }
    return sound ? list : null;
  };

/** Builds one field or item. @returns null where it is, or must be, nothing. */
function buildValue(
  { leaf, build, required }: Value,
  value: unknown,
  step: string | number,
  building: Building,
): unknown {
  if (value === null || value === undefined) {
    if (required) note(building, 'A value is missing that is never null.', step);
    return null;
  }
  if (leaf) {
    const checked = leaf(value);
    return checked === undefined ? note(building, 'A value is not of its type.', step) : checked;
  }
  if (!build) return null;
  if (building.shared.size > 0 && building.shared.has(value)) return buildOnce(build, value, step, building);
  building.path.push(step);
  const built = build(value, building);
  building.path.pop();
  return built;
}

/** Builds what stands at several places once for each way to build it; where something is wrong, at each place. */
function buildOnce(build: Build, value: unknown, step: string | number, building: Building): unknown {
  let kept = building.kept.get(build);
  if (!kept) building.kept.set(build, (kept = new Map()));
  const known = kept.get(value);
  if (known !== undefined) return known;
  const wrong = building.errors.length;
  building.path.push(step);
  const built = build(value, building);
  building.path.pop();
  if (building.errors.length === wrong) kept.set(value, built);
  return built;
}

function note({ path, errors }: Building, message: string, step?: string | number): null {
  const here = step === undefined ? [...path] : [...path, step];
  errors.push(new GraphQLError(message, { path: here, extensions: { code: 'INVALID_GRAPHQL' } }));
  return null;
}

function compileAbstract(
  collecting: Collecting,
  position: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
): Build {
  const { schema } = collecting;
  const byName = new Map<unknown, Build | undefined>();
  const compile = (name: unknown): Build | undefined => {
    if (name === undefined || name === position.name) return compileObject(collecting, position, sets);
    const type = typeof name === 'string' ? schema.getType(name) : undefined;
    const possible =
      isAbstractType(position) &&
      isCompositeType(type) &&
      'getFields' in type &&
      schema.isSubType(position, type);
    return possible ? compileObject(collecting, type, sets) : undefined;
  };
  return (value, building) => {
    if (!isObject(value)) return note(building, 'An object was promised.');
    const { __typename: name } = value;
    let build = byName.get(name);
    if (!build) {
      build = compile(name);
      if (build) byName.set(name, build);
    }
    return build ? build(value, building) : note(building, 'An object does not tell its type.');
  };
}

function compileObject(
  collecting: Collecting,
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
): Build {
  let fields: readonly FieldPlan[] | undefined;
  let blank: JsonObject = {};
  const compile = (): readonly FieldPlan[] => {
    const plans = collectFields(collecting, type, sets).map((field) => compileField(collecting, type, field));
    // Objects of one shape are copies of one object: quicker than keys added one by one.
    if (plans.some(({ inherited }) => inherited)) blank = Object.create(null) as JsonObject;
    for (const { key } of plans) put(blank, key, null);
    return plans;
  };
  return (value, building) => {
    if (!isObject(value)) return note(building, 'An object was promised.');
    fields ??= compile();
    const built = copyBlank(blank);
    for (const field of fields) {
      const { key, typeName, inherited } = field;
      if (typeName !== undefined) {
        built[key] = typeName;
        continue;
      }
      const part = buildValue(field, inherited ? own(value, key) : value[key], key, building);
      if (part === null && field.required) return null;
      built[key] = part;
    }
    return built;
  };
}

/** A copy without prototype where the original has none: its keys may be `__proto__`. */
const copyBlank = (blank: JsonObject): JsonObject =>
  Object.getPrototypeOf(blank) === null
    ? (Object.create(null, Object.getOwnPropertyDescriptors(blank)) as JsonObject)
    : { ...blank };

function compileField(
  collecting: Collecting,
  type: GraphQLCompositeType,
  { key, name, selectionSets }: CollectedField,
): FieldPlan {
  const inherited = isInherited(key);
  if (name === '__typename') {
    // A name that is not an object's tells the client nothing: as if it were missing.
    const typeName = isObjectType(type) ? type.name : undefined;
    return { key, inherited, required: true, typeName, build: (_, building) => note(building, UNTOLD) };
  }
  const definition = 'getFields' in type ? type.getFields()[name] : undefined;
  if (!definition) throw new Error(`There is no field "${name}" in "${type.name}".`);
  return { key, inherited, ...compileValue(collecting, definition.type, selectionSets) };
}

const UNTOLD = 'An object does not tell its type.';
