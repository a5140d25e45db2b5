import {
  getNamedType,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
} from 'graphql';
import type { Chance } from './chance';

/** An operation with its variables. */
export interface GeneratedOperation {
  readonly query: string;
  readonly variables: Record<string, unknown>;
}

/** Aliases that every object seems to have, and one that the gateway itself uses. */
const ODD_ALIASES = ['__proto__', 'constructor', 'toString', 'hubTypename'];

/** Writes an operation of a schema: aliases, fragments of both kinds, conditions, arguments, repeated fields. */
export function generateOperation(schema: GraphQLSchema, chance: Chance): GeneratedOperation {
  const declared: string[] = [];
  const variables: Record<string, unknown> = {};
  const fragments: string[] = [];

  const variable = (type: string, value: unknown, byDefault?: string): string => {
    const name = `v${declared.length}`;
    declared.push(`$${name}: ${type}${byDefault === undefined ? '' : ` = ${byDefault}`}`);
    if (byDefault === undefined || chance.oneIn(2)) variables[name] = value;
    return `$${name}`;
  };
  const literal = (type: GraphQLInputType): string => {
    if (isNonNullType(type)) return literal(type.ofType);
    if (isListType(type)) return `[${literal(type.ofType)}]`;
    if (isEnumType(type)) return chance.pick(type.getValues()).name;
    if (isInputObjectType(type)) {
      const [first] = Object.values(type.getFields()).filter(() => chance.oneIn(2));
      return first ? `{ ${first.name}: ${literal(first.type)} }` : '{}';
    }
    switch (type.name) {
      case 'Int':
        return String(chance.below(4));
      case 'Boolean':
        return String(chance.oneIn(2));
      default:
        return `"${chance.below(5)}"`;
    }
  };
  const argument = ({ name, type }: GraphQLArgument): string => {
    const plain = getNamedType(type).name;
    if (!chance.oneIn(3) || !['Int', 'ID', 'String'].includes(plain) || isListType(type)) {
      return `${name}: ${literal(type)}`;
    }
    const value = plain === 'Int' ? chance.below(4) : String(chance.below(5));
    return `${name}: ${variable(String(type), value, chance.oneIn(2) ? JSON.stringify(value) : undefined)}`;
  };
  const conditions = (): string => {
    if (!chance.oneIn(7)) return '';
    const test = chance.oneIn(3)
      ? String(chance.oneIn(2))
      : variable('Boolean!', chance.oneIn(2), chance.oneIn(3) ? 'true' : undefined);
    return chance.oneIn(2) ? ` @include(if: ${test})` : ` @skip(if: ${test})`;
  };
  const fieldText = (field: GraphQLField<unknown, unknown>, depth: number): string => {
    const named = getNamedType(field.type);
    const args = field.args.filter((arg) => isNonNullType(arg.type) || chance.oneIn(2)).map(argument);
    const alias = chance.oneIn(25)
      ? `${chance.pick(ODD_ALIASES)}: `
      : args.length > 0
        ? `${field.name}${chance.below(900)}: `
        : chance.oneIn(6)
          ? `${field.name}A: `
          : '';
    const below = isCompositeType(named) ? ` ${selectionSet(named, depth - 1)}` : '';
    return `${alias}${field.name}${args.length > 0 ? `(${args.join(', ')})` : ''}${conditions()}${below}`;
  };
  const selection = (type: GraphQLCompositeType, depth: number): string => {
    if (chance.oneIn(10)) return chance.oneIn(2) ? '__typename' : 'kindOf: __typename';
    const possible = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
    if (depth > 0 && (isAbstractType(type) ? chance.oneIn(2) : chance.oneIn(8))) {
      const chosen = chance.pick(possible);
      if (chance.oneIn(4)) {
        const name = `F${fragments.length}`;
        fragments.push('');
        fragments[Number(name.slice(1))] =
          `fragment ${name} on ${chosen.name} ${selectionSet(chosen, depth)}`;
        return `...${name}${conditions()}`;
      }
      const condition = chance.oneIn(6) ? '' : ` on ${chosen.name}`;
      return `...${condition}${conditions()} ${selectionSet(condition ? chosen : type, depth)}`;
    }
    if (!('getFields' in type)) return '__typename';
    const fields = Object.values(type.getFields()).filter(
      ({ type: of }) => depth > 0 || !isCompositeType(getNamedType(of)),
    );
    return fields.length > 0 ? fieldText(chance.pick(fields), depth) : '__typename';
  };
  function selectionSet(type: GraphQLCompositeType, depth: number): string {
    const parts = Array.from({ length: 1 + chance.below(4) }, () => selection(type, depth));
    // Keys tell, in what is compared, whose errors these are.
    if ('getFields' in type && 'id' in type.getFields() && !chance.oneIn(4)) parts.unshift('id');
    return `{ ${parts.join(' ')} }`;
  }

  const mutation = chance.oneIn(10) && Boolean(schema.getMutationType());
  const root = (mutation ? schema.getMutationType() : schema.getQueryType()) as GraphQLCompositeType;
  const body = selectionSet(root, 2 + chance.below(4));
  const head = declared.length > 0 ? `(${declared.join(', ')})` : '';
  return {
    query: [`${mutation ? 'mutation' : 'query'} Q${head} ${body}`, ...fragments].join('\n'),
    variables,
  };
}
