import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  OperationTypeNode,
  type DocumentNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../../plan/measure';
import type { JsonObject, Path } from '../json';
import { expand, type Place, type PlacedField } from './expand';
import { type Ordered, order } from './order';
import { createPlanVariables, type PlanVariables } from './plan-variables';

/** An operation as it is planned, and the way from the plan's names back to the client's. */
export interface NormalOperation {
  /**
   * The operation without anything that is the client's own: names, aliases, order, literals. Operations of the same text
   * share a plan; conditions, what is asked and of which types are part of it.
   */
  readonly text: string;
  /** What the client asks for, fragments written out. */
  readonly selectionSet: SelectionSetNode;
  /** The response key that the plan has for a field of it. */
  planKey(node: FieldNode): string;
  /** The plan's variables, by what the client gave. */
  variables(given: Readonly<JsonObject>): JsonObject;
  /** A place of the answer, in the client's response keys. */
  clientPath(path: Path): Path;
}

/**
 * Takes from an operation everything that does not steer planning. Two operations never get one text unless they ask the
 * same of the same fields, so that what an access policy cut from one of them is not in the other's plan either.
 *
 * @param document validated, its size limited.
 * @param taken names of fields that a plan may ask for with arguments of its own: no field of the client's goes by them.
 */
export function normalise(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  rootType: GraphQLCompositeType,
  taken: ReadonlySet<string>,
): NormalOperation {
  const { selectionSet, root, placed } = expand(
    schema,
    fragmentsOf(document),
    rootType,
    operation.selectionSet,
  );
  const variables = createPlanVariables(schema, operation.variableDefinitions ?? []);
  const inOrder = operation.operation !== OperationTypeNode.QUERY;
  const body = writeSet(order(selectionSet.selections, placed, inOrder), root, { variables, taken });
  const directives = variables.directives(operation.directives);
  forget(root);
  const declared = variables.declared();
  const head = declared.length > 0 ? `(${declared.join(', ')})` : '';
  return {
    text: `${operation.operation}${head}${directives}${body}`,
    selectionSet,
    planKey: (node) => placed.get(node)?.planned?.key ?? (node.alias ?? node.name).value,
    variables: (given) => variables.valuesOf(given),
    clientPath: (path) => clientPath(root, path),
  };
}

/** What a plan is written with. */
interface Writing {
  readonly variables: PlanVariables;
  readonly taken: ReadonlySet<string>;
}

function writeSet(selections: readonly Ordered[], place: Place, writing: Writing): string {
  const written = selections.map(({ field, on, directives, below }) => {
    const head = field ? writeField(field, place, writing) : `...${on === undefined ? '' : ` on ${on}`}`;
    const set = below.length > 0 ? writeSet(below, field ? field.below : place, writing) : '';
    return `${head}${writing.variables.directives(directives)}${set}`;
  });
  return `{${written.join(' ')}}`;
}

/** Writes a field under a key of the plan's own: the same wherever the field's nodes stand. */
function writeField(field: PlacedField, place: Place, { variables, taken }: Writing): string {
  if (!field.planned) {
    const key = freeKey(field, place, taken);
    const args = field.args.map(({ name, value, type }) => `${name}: ${variables.value(value, type)}`);
    const head = key === field.name ? key : `${key}: ${field.name}`;
    field.planned = { key, text: `${head}${args.length > 0 ? `(${args.join(', ')})` : ''}` };
    place.byPlanKey.set(key, field);
  }
  return field.planned.text;
}

/** A field's own name where nothing else goes by it; otherwise one that no field is likely to have. */
function freeKey({ name }: PlacedField, { byPlanKey }: Place, taken: ReadonlySet<string>): string {
  if (name === '__typename' || !(byPlanKey.has(name) || taken.has(name))) return name;
  let count = 0;
  while (byPlanKey.has(`${name}__${count}`)) count += 1;
  return `${name}__${count}`;
}

/** Lets go of what only writing needed: operations are kept. */
function forget(place: Place): void {
  for (const { below } of place.fields.values()) forget(below);
  place.fields.clear();
}

function clientPath(root: Place, path: Path): Path {
  let place: Place | undefined = root;
  return path.map((step) => {
    if (typeof step === 'number') return step;
    const field: PlacedField | undefined = place?.byPlanKey.get(step);
    place = field?.below;
    return field?.key ?? step;
  });
}
