import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLFormattedError,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isNonNullType,
  isObjectType,
  isInterfaceType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';

/** An operation that was read and checked. */
export interface Asked {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** Whether a field, by `Type.field`, must not leave. */
type Withheld = (coordinate: string) => boolean;

type Data = Readonly<Record<string, unknown>> | null;

/** One selection set on one type. */
interface Part {
  readonly set: SelectionSetNode;
  readonly type: GraphQLCompositeType;
}

/** What all selections of one response key ask for. */
interface Place {
  withheld: boolean;
  readonly required: boolean;
  readonly parts: Part[];
}

/** Finds the places of an answer whose fields must not leave. An abstract object counts as every type that it may be. */
export function withholder({ schema, document, operation }: Asked, withheld: Withheld) {
  const root = schema.getRootType(operation.operation);
  const start: readonly Part[] = root ? [{ set: operation.selectionSet, type: root }] : [];
  const fragments = new Map(
    document.definitions
      .filter((each): each is FragmentDefinitionNode => each.kind === Kind.FRAGMENT_DEFINITION)
      .map((each) => [each.name.value, each]),
  );
  const known = new WeakMap<readonly Part[], ReadonlyMap<string, Place>>();

  const isWithheld = (type: GraphQLCompositeType, field: string): boolean =>
    [type, ...(isAbstractType(type) ? schema.getPossibleTypes(type) : [])].some(({ name }) =>
      withheld(`${name}.${field}`),
    );

  function placesOf(parts: readonly Part[]): ReadonlyMap<string, Place> {
    let places = known.get(parts);
    if (!places) known.set(parts, (places = collect(parts)));
    return places;
  }

  function collect(parts: readonly Part[]): ReadonlyMap<string, Place> {
    const places = new Map<string, Place>();
    const visit = ({ set, type }: Part): void => {
      for (const selection of set.selections) {
        if (selection.kind !== Kind.FIELD) {
          const fragment =
            selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
          const on = fragment?.typeCondition ? typeFromAST(schema, fragment.typeCondition) : type;
          if (fragment && isCompositeType(on)) visit({ set: fragment.selectionSet, type: on });
          continue;
        }
        const name = selection.name.value;
        const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
        if (!field) continue;
        const key = selection.alias?.value ?? name;
        let place = places.get(key);
        if (!place) {
          place = { withheld: false, required: isNonNullType(field.type), parts: [] };
          places.set(key, place);
        }
        place.withheld ||= isWithheld(type, name);
        const target = getNamedType(field.type);
        if (selection.selectionSet && isCompositeType(target))
          place.parts.push({ set: selection.selectionSet, type: target });
      }
    };
    parts.forEach(visit);
    return places;
  }

  return {
    /** Whether the operation asks for any of it. */
    asks(): boolean {
      const anywhere = (parts: readonly Part[]): boolean =>
        [...placesOf(parts).values()].some((place) => place.withheld || anywhere(place.parts));
      return anywhere(start);
    },
    /** @returns the data with `null` at those places, and one error per selection, a list counting once. */
    withhold(data: Data, error: GraphQLFormattedError): { data: Data; errors: GraphQLFormattedError[] } {
      const errors = new Map<string, GraphQLFormattedError>();
      const walk = (value: unknown, parts: readonly Part[], path: readonly string[]): unknown => {
        if (Array.isArray(value)) return value.map((item: unknown) => walk(item, parts, path));
        if (typeof value !== 'object' || value === null || parts.length === 0) return value;
        const left = Object.assign(Object.create(null), value) as Record<string, unknown>;
        for (const [key, place] of placesOf(parts)) {
          const before = Object.hasOwn(left, key) ? left[key] : undefined;
          if (before === null || before === undefined) continue;
          const here = [...path, key];
          left[key] = place.withheld ? null : walk(before, place.parts, here);
          if (place.withheld) errors.set(JSON.stringify(here), { ...error, path: here });
          if (left[key] === null && place.required) return null;
        }
        return left;
      };
      return { data: walk(data, start, []) as Data, errors: [...errors.values()] };
    },
  };
}
