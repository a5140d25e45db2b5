import {
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
import {
  type Build,
  buildValue,
  listOf,
  note,
  type Projected,
  projected,
  startBuilding,
  type Value,
} from './building';
import { type CollectedField, collectFields, type Collecting } from './fields';
import { isInherited, isObject, type JsonObject, own, put } from './json';
import { leafOf } from './leaf';

interface FieldPlan extends Value {
  readonly key: string;
  readonly from: string;
  readonly inherited: boolean;
  /** Set for `__typename`. */
  readonly typeName?: string | undefined;
}

/** Builds a client's answer from everything that was fetched. */
export type Projection = (data: JsonObject, shared: ReadonlySet<object>) => Projected;

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
    const building = startBuilding(shared);
    return projected(build(data, building) as JsonObject | null, building);
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
  let form: ObjectForm | undefined;
  const compile = (): ObjectForm => {
    const plans = collectFields(collecting, type, sets).map((field) => compileField(collecting, type, field));
    const plain = !plans.some(({ inherited }) => inherited);
    const blank = (plain ? {} : Object.create(null)) as JsonObject;
    for (const { key, typeName = null } of plans) put(blank, key, typeName);
    return { plain, blank, fields: plans.filter(({ typeName }) => typeName === undefined) };
  };
  return (value, building) => {
    if (!isObject(value)) return note(building, 'An object was promised.');
    const { plain, blank, fields } = (form ??= compile());
    building.objects += 1;
    const built = plain ? Object.assign({}, blank) : copyWithoutPrototype(blank);
    for (const field of fields) {
      const { key, from, leaf } = field;
      const given = plain ? value[from] : own(value, from);
      const usual = leaf && given !== null && given !== undefined ? leaf(given) : undefined;
      if (usual !== undefined) {
        built[key] = usual;
        continue;
      }
      const part = buildValue(field, given, key, building);
      if (part === null && field.required) return null;
      built[key] = part;
    }
    return built;
  };
}

/** What objects of one type look like in an answer. */
interface ObjectForm {
  /** Whether no key is one that every object seems to have. */
  readonly plain: boolean;
  /** Objects of one shape are copies of one object: quicker than keys added one by one. It tells the type already. */
  readonly blank: JsonObject;
  readonly fields: readonly FieldPlan[];
}

/** Its keys may be `__proto__`. */
const copyWithoutPrototype = (blank: JsonObject): JsonObject =>
  Object.create(null, Object.getOwnPropertyDescriptors(blank)) as JsonObject;

function compileField(
  collecting: Collecting,
  type: GraphQLCompositeType,
  { key, from, name, selectionSets }: CollectedField,
): FieldPlan {
  const inherited = isInherited(key) || isInherited(from);
  if (name === '__typename') {
    // A name that is not an object's tells the client nothing: as if it were missing.
    const typeName = isObjectType(type) ? type.name : undefined;
    return { key, from, inherited, required: true, typeName, build: (_, building) => note(building, UNTOLD) };
  }
  const definition = 'getFields' in type ? type.getFields()[name] : undefined;
  if (!definition) throw new Error(`There is no field "${name}" in "${type.name}".`);
  return { key, from, inherited, ...compileValue(collecting, definition.type, selectionSets) };
}

const UNTOLD = 'An object does not tell its type.';
