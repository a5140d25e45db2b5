import {
  type DocumentNode,
  type FieldNode,
  Kind,
  parse,
  print,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { Chance } from './chance';
import type { GeneratedOperation } from './documents';

/**
 * Writes a generated operation as somebody else would: other names of the operation, its variables, fragments and
 * responses, other literals, another order. What is asked of which type stays.
 */
export function restyle({ query, variables }: GeneratedOperation, chance: Chance): GeneratedOperation {
  const renamed = query
    .replace(/^(query|mutation) Q/, '$1 Other')
    .replace(/\$v(\d+)/g, '$w$1')
    .replace(/\bF(\d+)\b/g, 'G$1');
  const document: DocumentNode = visit(parse(renamed), {
    Directive: () => false,
    VariableDefinition: () => false,
    IntValue: (node) => ({ ...node, value: String((Number(node.value) + 1) % 4) }),
    StringValue: (node) => ({ ...node, value: `${node.value}1` }),
    BooleanValue: (node) => ({ ...node, value: !node.value }),
    Field: { leave: (node) => ({ ...node, alias: { kind: Kind.NAME, value: `k_${keyOf(node)}` } }) },
    SelectionSet: {
      leave: (set): SelectionSetNode =>
        query.startsWith('mutation') ? set : { ...set, selections: shuffled(set.selections, chance) },
    },
  });
  const given = Object.entries(variables).map(([name, value]) => [name.replace('v', 'w'), value]);
  return { query: print(document), variables: Object.fromEntries(given) as Record<string, unknown> };
}

const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value;

function shuffled(list: readonly SelectionNode[], chance: Chance): readonly SelectionNode[] {
  const left = [...list];
  return list.flatMap(() => left.splice(chance.below(left.length), 1));
}
