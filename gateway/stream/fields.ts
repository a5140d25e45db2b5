import { type ConstDirectiveNode, Kind, parse, valueFromASTUntyped } from 'graphql';
import { answeringField } from '../../subgraphs/shared/subscriptions';

/** A field of `Subscription` that this gateway can follow. */
export interface FollowedField {
  readonly name: string;
  /** The field of `Query` that answers each event. */
  readonly query: string;
  /** The one argument, whose value is the key of what is followed. */
  readonly key: string;
  /** Which subgraph says how far things have come. */
  readonly subgraph: string;
}

/**
 * Reads which subscriptions a supergraph has, and who drives them.
 *
 * @param supergraph SDL, as composition writes it.
 * @returns by name; without those of graphs that follow other habits, which are refused.
 */
export function followedFields(supergraph: string): ReadonlyMap<string, FollowedField> {
  const { definitions } = parse(supergraph, { noLocation: true });
  const names = new Map<string, string>();
  const fields = new Map<string, FollowedField>();
  for (const definition of definitions) {
    if (definition.kind === Kind.ENUM_TYPE_DEFINITION && definition.name.value === 'join__Graph') {
      for (const { name, directives } of definition.values ?? []) {
        names.set(name.value, valueIn(directives, 'join__graph', 'name') ?? '');
      }
    }
  }
  for (const definition of definitions) {
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION || definition.name.value !== 'Subscription') continue;
    const usual = valueIn(definition.directives, 'join__type', 'graph');
    for (const { name, arguments: [key] = [], directives } of definition.fields ?? []) {
      const query = answeringField(name.value);
      const subgraph = names.get(valueIn(directives, 'join__field', 'graph') ?? usual ?? '');
      if (query === undefined || !key || subgraph === undefined) continue;
      fields.set(name.value, { name: name.value, query, key: key.name.value, subgraph });
    }
  }
  return fields;
}

function valueIn(
  directives: readonly ConstDirectiveNode[] | undefined,
  directive: string,
  argument: string,
): string | undefined {
  const value = directives
    ?.find(({ name }) => name.value === directive)
    ?.arguments?.find(({ name }) => name.value === argument)?.value;
  return value && String(valueFromASTUntyped(value));
}
