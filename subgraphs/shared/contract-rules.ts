import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLSchema,
  isInputObjectType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { classifySchema } from '../../schema/contract/classification';
import { categories, UNCLASSIFIED } from '../../schema/policy/categories';
import { fieldSets } from './access/field-set';
import { subscriptionProblems } from './subscriptions';

type Element = GraphQLArgument | GraphQLField<unknown, unknown> | GraphQLInputField;

/** Types and fields that federation adds; they hold no data. */
const MACHINERY = /^(_Service|_Entity|_Any|FieldSet|(join|link|core|federation)__.*|__.*)$/;
const MACHINERY_FIELDS = new Set(['Query._entities', 'Query._service']);

/**
 * What is wrong with a subgraph's schema as a contract, a line each, naming the coordinate: no classification, an unknown
 * category, no description, a personal key, or a personal field that could not be withheld because it is non-null.
 */
export function problemsOf(subgraph: string, schema: GraphQLSchema): string[] {
  const problems = subscriptionProblems(subgraph, schema);
  const classification = classifySchema(schema);
  const categoryAt = (coordinate: string): string | undefined => classification.get(coordinate)?.category;
  const isPersonal = (coordinate: string): boolean => categoryAt(coordinate)?.startsWith('user.') === true;
  const say = (coordinate: string, problem: string): unknown =>
    problems.push(`${subgraph}: ${coordinate}: ${problem}`);
  const check = (coordinate: string, element: Element): void => {
    const category = categoryAt(coordinate);
    if (!element.description) say(coordinate, 'has no description');
    if (category === undefined) say(coordinate, 'is not classified: add @Personal or @NotPersonal');
    else if (!Object.hasOwn(categories, category)) say(coordinate, `has the unknown category "${category}"`);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (MACHINERY.test(type.name)) continue;
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) check(`${type.name}.${field.name}`, field);
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const isRoot = roots.some((each) => each === type);
    if (!isRoot && !type.description) say(type.name, 'has no description');
    const directives = [type.astNode, ...type.extensionASTNodes].flatMap((node) => node?.directives ?? []);
    for (const { coordinate } of fieldSets(type, directives, ['key', 'federation__key'])) {
      if (isPersonal(coordinate)) say(coordinate, 'is personal and a @key');
    }
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      if (MACHINERY_FIELDS.has(coordinate)) continue;
      check(coordinate, field);
      if (isPersonal(coordinate) && isNonNullType(field.type))
        say(coordinate, 'is personal and non-null, so it cannot be withheld');
      for (const argument of field.args) check(`${coordinate}(${argument.name}:)`, argument);
    }
  }
  return problems;
}

/** @returns what an import left to classify: coordinates of fields, arguments and input fields. */
export const unclassifiedOf = (schema: GraphQLSchema): readonly string[] =>
  [...classifySchema(schema)].flatMap(([coordinate, { category }]) =>
    category === UNCLASSIFIED ? [coordinate] : [],
  );
