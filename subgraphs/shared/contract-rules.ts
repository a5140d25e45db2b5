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
import { categories, type Category } from '../../schema/policy/categories';

type Element = GraphQLArgument | GraphQLField<unknown, unknown> | GraphQLInputField;

/** Types and fields that federation adds; they hold no data. */
const MACHINERY = new Set(['_Service', '_Entity', '_Any', 'Query._entities', 'Query._service']);

/**
 * What is wrong with a subgraph's schema as a contract, a line each, naming the coordinate: no classification, an unknown
 * category, no description, a personal key, or a personal field that could not be withheld because it is non-null.
 */
export function problemsOf(subgraph: string, schema: GraphQLSchema): string[] {
  const problems: string[] = [];
  const say = (coordinate: string, problem: string): unknown =>
    problems.push(`${subgraph}: ${coordinate}: ${problem}`);
  const check = (coordinate: string, element: Element): Category | undefined => {
    if (!element.description) say(coordinate, 'has no description');
    const category = categoryOf(element);
    if (category === undefined) say(coordinate, 'is not classified: add @Personal or @NotPersonal');
    else if (!(category in categories)) say(coordinate, `has the unknown category "${category}"`);
    return category as Category | undefined;
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__') || MACHINERY.has(type.name)) continue;
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) check(`${type.name}.${field.name}`, field);
    }
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    const keys = keyFields(type.astNode?.directives);
    const isRoot = type === schema.getQueryType() || type === schema.getMutationType();
    if (!isRoot && !type.description) say(type.name, 'has no description');
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      if (MACHINERY.has(coordinate)) continue;
      const personal = check(coordinate, field)?.startsWith('user.') === true;
      if (personal && keys.has(field.name)) say(coordinate, 'is personal and a @key');
      if (personal && isNonNullType(field.type))
        say(coordinate, 'is personal and non-null, so it cannot be withheld');
      for (const argument of field.args) check(`${coordinate}(${argument.name}:)`, argument);
    }
  }
  return problems;
}

function categoryOf(element: Element): string | undefined {
  const directive = element.astNode?.directives?.find((each) => each.name.value === 'personalData');
  const value = directive?.arguments?.find((each) => each.name.value === 'category')?.value;
  return value?.kind === 'StringValue' ? value.value : undefined;
}

function keyFields(
  directives: readonly { name: { value: string }; arguments?: readonly unknown[] }[] = [],
): Set<string> {
  const names = new Set<string>();
  for (const directive of directives) {
    if (directive.name.value !== 'key') continue;
    for (const word of JSON.stringify(directive.arguments).matchAll(/"fields".*?"value":"([^"]*)"/g)) {
      for (const name of (word[1] ?? '').split(/\s+/)) names.add(name);
    }
  }
  return names;
}
