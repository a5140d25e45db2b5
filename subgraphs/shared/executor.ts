import {
  type DocumentNode,
  getOperationAST,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { createBoundedCache } from './bounded-cache';
import { errorAnswer, type ReportError } from './error-answer';
import { type CompiledOperation, compileOperation } from './execution/operation';
import type { GraphAnswer, GraphRequest } from './graph-request';
import { type Coordinates, type Selected, selectedBy } from './projection/selected';
import { isAboutLiteral, variableMistakes } from './variables';

/** Runs operations on one schema. A text that was seen before is neither parsed nor validated nor compiled again. */
export interface GraphExecutor {
  /** Never rejects: whatever goes wrong is in the answer's errors. */
  run(request: GraphRequest, contextValue: object): Promise<GraphAnswer>;
  /** @returns whether the request's operation is a mutation; `false` where the text cannot be read. */
  isMutation(request: GraphRequest): boolean;
  /** @returns the fields that a request selects, the same object for the same text; none where it cannot be read. */
  selected(request: GraphRequest): Coordinates;
}

/** A text, once read. */
type Prepared =
  { readonly document: DocumentNode; readonly errors?: never } | { readonly errors: readonly GraphQLError[] };

/** Documents kept per schema: the gateway's plans send few distinct texts. */
const KEPT = { entries: 2_000, weight: 8_000_000 };

const NOTHING: Coordinates = new Set();

/** @param report hears of every error that left as an internal one. */
export function createExecutor(schema: GraphQLSchema, report: ReportError): GraphExecutor {
  const documents = createBoundedCache<Prepared>(KEPT);

  const prepare = (query: string): Prepared => {
    const known = documents.get(query);
    if (known) return known;
    const prepared = read(schema, query);
    documents.set(query, prepared);
    return prepared;
  };
  const operationOf = (
    prepared: Prepared,
    name: string | null | undefined,
  ): OperationDefinitionNode | undefined =>
    'document' in prepared ? (getOperationAST(prepared.document, name) ?? undefined) : undefined;
  const selections = new WeakMap<OperationDefinitionNode, Selected>();
  const compiled = new WeakMap<OperationDefinitionNode, CompiledOperation>();
  const compiledOf = (document: DocumentNode, operation: OperationDefinitionNode): CompiledOperation => {
    let known = compiled.get(operation);
    if (!known) compiled.set(operation, (known = compileOperation(schema, document, operation)));
    return known;
  };
  const refused = (errors: readonly GraphQLError[]): GraphAnswer => ({
    errors: errors.map((error) => errorAnswer(error, report)),
  });

  return {
    async run(request, contextValue) {
      const prepared = prepare(request.query);
      if (!('document' in prepared)) return refused(prepared.errors);
      const operation = operationOf(prepared, request.operationName);
      if (!operation) return refused([new GraphQLError('No such operation.')]);
      const variableValues = request.variables ?? {};
      const { data, errors } = await compiledOf(prepared.document, operation).execute(
        contextValue,
        variableValues,
      );
      if (data === undefined) {
        const mistakes = variableMistakes(schema, operation, variableValues);
        return refused(mistakes.length > 0 ? mistakes : errors);
      }
      return errors.length > 0
        ? { data, errors: errors.map((error) => errorAnswer(error, report)) }
        : { data };
    },
    isMutation: ({ query, operationName }) =>
      operationOf(prepare(query), operationName)?.operation === 'mutation',
    selected({ query, operationName, variables }) {
      const prepared = prepare(query);
      const operation = operationOf(prepared, operationName);
      if (!operation || !('document' in prepared)) return NOTHING;
      let selected = selections.get(operation);
      if (!selected || selected.varies) {
        selected = selectedBy(schema, prepared.document, operation, variables ?? {});
        selections.set(operation, selected);
      }
      return selected.coordinates;
    },
  };
}

function read(schema: GraphQLSchema, query: string): Prepared {
  try {
    const document = parse(query, { noLocation: true });
    const errors = validate(schema, document, specifiedRules, { maxErrors: 5, hideSuggestions: true });
    return errors.length === 0 ? { document } : { errors: errors.map(withoutLiteral) };
  } catch (error) {
    return { errors: [error instanceof GraphQLError ? error : new GraphQLError('Not a GraphQL document.')] };
  }
}

/** A value that a scalar refuses is the client's mistake; any other error means that the gateway plans another schema. */
function withoutLiteral(error: GraphQLError): GraphQLError {
  if (!isAboutLiteral(error)) return error;
  return new GraphQLError('An argument has an invalid value.', { extensions: { code: 'BAD_USER_INPUT' } });
}
