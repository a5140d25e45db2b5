import {
  coerceInputValue,
  GraphQLError,
  type GraphQLSchema,
  isInputType,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  typeFromAST,
} from 'graphql';

/** How many mistakes are told at once. */
const MOST = 10;

/**
 * Compares the variables of a request with what its operation declares. The library's own sentences repeat the
 * submitted values and list similar enum and field names; these name the place only.
 *
 * @returns one error with code `BAD_USER_INPUT` per mistake, ten at most; empty where all is well.
 */
export function variableMistakes(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  values: Readonly<Record<string, unknown>>,
): GraphQLError[] {
  const mistakes: GraphQLError[] = [];
  const report = (message: string): void => {
    mistakes.push(new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } }));
  };
  for (const { variable, type: typeNode, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const type = typeFromAST(schema, typeNode);
    if (!isInputType(type)) continue; // Validation has refused the document already.
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined) {
      if (isNonNullType(type) && defaultValue === undefined) report(`Missing value for $${name}.`);
    } else if (value === null) {
      if (isNonNullType(type)) report(`Invalid value for $${name}: it must not be null.`);
    } else {
      coerceInputValue(value, type, (path) => {
        if (mistakes.length < MOST) report(`Invalid value for $${name}${placeOf(name, path)}.`);
      });
    }
    if (mistakes.length >= MOST) break;
  }
  return mistakes;
}

function placeOf(name: string, path: readonly (string | number)[]): string {
  if (path.length === 0) return '';
  return ` at ${name}${path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`)).join('')}`;
}

/** Kinds of nodes that hold a value written in the document. */
const LITERALS: ReadonlySet<string> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
]);

/** @returns whether a validation error is about a value written in the document: its message repeats that value. */
export const isAboutLiteral = (error: GraphQLError): boolean => {
  const kind = error.nodes?.[0]?.kind;
  return kind !== undefined && LITERALS.has(kind);
};
