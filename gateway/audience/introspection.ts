import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  type FragmentDefinitionNode,
  getOperationAST,
  type GraphQLSchema,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../plan/measure';
import { rebuild } from '../policy/rebuild';

/** One operation in two: what is asked about the schema, and the rest. */
export interface Split {
  /** `__schema` and `__type` alone; absent where the operation asks neither. */
  readonly introspection?: DocumentNode;
  /** Everything else; absent where nothing is left. */
  readonly data?: DocumentNode;
  /** Response keys of the root in the order in which they come first. */
  readonly keys: readonly string[];
}

const ABOUT_SCHEMA = new Set(['__schema', '__type']);

const splits = new WeakMap<DocumentNode, Map<string, Split>>();

/**
 * Takes questions about the schema out of an operation. A document is split once; one that asks nothing about the
 * schema stays the object that it is.
 *
 * @param document validated.
 */
export function splitIntrospection(document: DocumentNode, operationName: string | null | undefined): Split {
  let known = splits.get(document);
  if (!known) splits.set(document, (known = new Map<string, Split>()));
  const name = operationName ?? '';
  let split = known.get(name);
  if (!split) known.set(name, (split = splitOnce(document, operationName)));
  return split;
}

function splitOnce(document: DocumentNode, operationName: string | null | undefined): Split {
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Error('splitIntrospection needs the name of one of the document’s operations');
  const fragments = fragmentsOf(document);
  const keys = new Set<string>();
  const about = part(operation.selectionSet, fragments, (name, key) => {
    keys.add(key);
    return ABOUT_SCHEMA.has(name);
  });
  if (!about) return { data: document, keys: [...keys] };
  const rest = part(operation.selectionSet, fragments, (name) => !ABOUT_SCHEMA.has(name));
  const only = (selectionSet: SelectionSetNode): DocumentNode =>
    rebuild({ ...operation, selectionSet }, [...fragments.values()]);
  return { introspection: only(about), ...(rest ? { data: only(rest) } : {}), keys: [...keys] };
}

/** Those root fields that `wanted` picks, fragments of the root written out; `undefined` where there are none. */
function part(
  { selections, ...rest }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  wanted: (name: string, key: string) => boolean,
): SelectionSetNode | undefined {
  const left = selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) {
      const { name, alias } = selection;
      return wanted(name.value, (alias ?? name).value) ? [selection] : [];
    }
    const from = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const selectionSet = from && part(from.selectionSet, fragments, wanted);
    if (!selectionSet) return [];
    const { typeCondition } = from;
    const { directives = [] } = selection;
    return [
      { kind: Kind.INLINE_FRAGMENT, directives, selectionSet, ...(typeCondition ? { typeCondition } : {}) },
    ];
  });
  return left.length === 0 ? undefined : { ...rest, selections: left };
}

/** Answers what is asked about a schema, by that schema. */
export function introspect(
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Readonly<Record<string, unknown>>,
): ExecutionResult {
  const result = execute({ schema, document, variableValues });
  if ('then' in result) throw new Error('introspection never waits');
  return result;
}

/** Puts the two answers together, in the order in which the client asked. */
export function joinAnswers({ keys }: Split, about: ExecutionResult, rest: ExecutionResult): ExecutionResult {
  if (!about.data || !rest.data) return rest.data ? about : rest;
  const data = Object.create(null) as Record<string, unknown>;
  for (const key of keys) {
    const from = Object.hasOwn(about.data, key) ? about.data : rest.data;
    if (Object.hasOwn(from, key)) data[key] = from[key];
  }
  const errors = [...(rest.errors ?? []), ...(about.errors ?? [])];
  return { ...rest, data, ...(errors.length > 0 ? { errors } : {}) };
}
