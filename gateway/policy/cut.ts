import { createHash } from 'node:crypto';
import { type DocumentNode, getOperationAST, type GraphQLSchema, OperationTypeNode, print } from 'graphql';
import { isPartner } from '../../schema/kernel/caller';
import { HubError } from '../../schema/kernel/errors';
import type { AccessTable } from '../../schema/policy/compile';
import { createMemo } from '../../schema/policy/memo';
import { argumentDenial, type Grounds, withDefaults } from './denial';
import { restoreCuts } from './restore';
import { collect, denialsIn, type Denial, type Shape, type Variables } from './shape';
import { trim } from './trim';
import type { CutRequest, CutResult } from './types';
import { variableFields } from './variable-fields';
import { writeBack } from './write-back';

interface Cut {
  readonly document: DocumentNode;
  readonly key: string;
  readonly shape: Shape;
  readonly typeKey: string;
}

/** How many cuts one document keeps: callers are many, kinds of callers are few. */
const CUTS_MAX = 100;

type Cuts = Map<string, Cut>;
/** Of one document, by the key of the caller's grants: of its operations, by name. */
type CutsOfDocument = (grantsKey: string) => Map<string | null, Cuts>;
type CutsOfTable = WeakMap<DocumentNode, CutsOfDocument>;
const kept = new WeakMap<GraphQLSchema, WeakMap<AccessTable, CutsOfTable>>();

/** @returns the cuts of one document for one kind of caller and one operation of it. */
function cutsFor({ schema, table, document, caller, operationName }: CutRequest): Cuts {
  const tables = at(kept, schema, () => new WeakMap<AccessTable, CutsOfTable>());
  const documents = at(tables, table, (): CutsOfTable => new WeakMap());
  const memo = at(documents, document, () => createMemo(CUTS_MAX, () => new Map<string | null, Cuts>()));
  return at(memo(table.grantsKey(caller)), operationName ?? null, () => new Map<string, Cut>());
}

interface MapOf<K, V> {
  get(key: K): V | undefined;
  set(key: K, value: V): unknown;
}

function at<K, V>(map: MapOf<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

/**
 * Cuts from an operation, before it is planned, everything that its caller may never see: no legacy system is asked for
 * it. Pure, and quick for a document and a kind of caller that it has met before.
 *
 * Rejected as a whole are a query of which nothing is left, a mutation of which anything is denied or that would write a
 * masked value back, and whatever a partner asks beyond their rights.
 */
export function cutOperation(request: CutRequest): CutResult {
  const { document, operationName, schema, table, caller } = request;
  const operation = getOperationAST(document, operationName);
  const root = operation && schema.getRootType(operation.operation);
  if (!operation || !root)
    throw new Error('cutOperation needs a validated document and the name of one of its operations');
  const variables = withDefaults(operation, request.variables);
  const grounds: Grounds = { schema, table, caller };

  const cuts = cutsFor(request);
  const refused = refusedByVariables(grounds, document, variables);
  let cut = cuts.get(refused);
  if (!cut) {
    const trimmed = trim(grounds, document, operation, variables);
    cut = { ...trimmed, key: keyOf(trimmed.document, operationName) };
    cuts.set(refused, cut);
  }
  const { shape, typeKey } = cut;
  const denials = denialsIn(shape, variables);
  if (denials.length > 0) {
    const nothingLeft = !somethingLeft(shape, root.name, variables);
    if (nothingLeft || isPartner(caller) || operation.operation === OperationTypeNode.MUTATION)
      return { kind: 'rejected', denials, error: rejection(denials) };
  }
  const written = writeBack(grounds, document, operation, variables);
  if (written) return { kind: 'rejected', denials, error: written };
  return {
    kind: 'cut',
    denials,
    document: cut.document,
    key: cut.key,
    restore: (result) => restoreCuts(result, root, shape, typeKey, variables),
  };
}

type VariableFields = ReturnType<typeof variableFields>;
const withVariables = new WeakMap<GraphQLSchema, WeakMap<DocumentNode, VariableFields>>();

/** Names the fields whose arguments these variables make inaccessible; `''` for none, which is nearly always. */
function refusedByVariables(grounds: Grounds, document: DocumentNode, variables: Variables): string {
  const documents = at(withVariables, grounds.schema, () => new WeakMap<DocumentNode, VariableFields>());
  const fields = at(documents, document, () => variableFields(grounds, document));
  return fields
    .flatMap(({ node, type }, index) => {
      const field = 'getFields' in type ? type.getFields()[node.name.value] : undefined;
      return field && argumentDenial(grounds, type, field, node, variables) ? [index] : [];
    })
    .join();
}

function somethingLeft(shape: Shape, rootName: string, variables: Variables): boolean {
  const fields = [...collect([shape], rootName, variables).values()];
  return fields.some(({ name, denial }) => !denial && name !== '__typename');
}

function rejection(denials: readonly Denial[]): HubError {
  const scopes = [...new Set(denials.flatMap(({ scope }) => scope ?? []))].sort();
  const message =
    scopes.length > 0
      ? 'The access token does not hold the scopes that this operation needs.'
      : 'This operation asks for data that is not accessible to you.';
  return new HubError('OPERATION_ACCESS_DENIED', message, { scopes });
}

/** The text of the cut document decides, never the client's own: two callers of one text may get two documents. */
const keyOf = (document: DocumentNode, operationName: string | null | undefined): string =>
  createHash('sha256')
    .update(JSON.stringify([operationName ?? null, print(document)]))
    .digest('base64url');
