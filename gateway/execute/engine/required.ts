import { type DocumentNode, parse, valueFromASTUntyped, visit } from 'graphql';

/**
 * Names the fields that a plan may ask for with arguments of its own: those that a field set of the supergraph gives
 * arguments to, `price` in `@join__field(requires: "price(currency: EUR)")`. Under their names, a client's own question
 * for them would be taken for the plan's.
 */
export function requiredWithArguments(supergraph: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  visit(supergraph, {
    Directive({ name, arguments: args = [] }) {
      if (name.value !== 'join__field') return;
      for (const { name: argument, value } of args) {
        if (argument.value !== 'requires' && argument.value !== 'provides') continue;
        const fields: unknown = valueFromASTUntyped(value);
        if (typeof fields === 'string') for (const each of withArguments(fields)) names.add(each);
      }
    },
  });
  return names;
}

function withArguments(fields: string): readonly string[] {
  const names: string[] = [];
  visit(parse(`{${fields}}`, { noLocation: true }), {
    Field({ name, arguments: args = [] }) {
      if (args.length > 0) names.push(name.value);
    },
  });
  return names;
}
