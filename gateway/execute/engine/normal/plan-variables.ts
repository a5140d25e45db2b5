import {
  type ConstDirectiveNode,
  type DirectiveNode,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  Kind,
  print,
  typeFromAST,
  type ValueNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { isInherited, type JsonObject, own } from '../json';
import { type Lifted, liftLiteral, plannedDefault } from './literals';

/** The variables of a plan: the client's, and what the client wrote as literals. */
export interface PlanVariables {
  /** Writes an argument's value, everything that a variable can say as a variable. */
  value(node: ValueNode, type: GraphQLInputType): string;
  /** Writes directives as they are: a condition decides what is planned. */
  directives(nodes: readonly (DirectiveNode | ConstDirectiveNode)[] | undefined): string;
  /** Those that were written, with their types. */
  declared(): readonly string[];
  /** What to send for them, by what the client gave. */
  valuesOf(given: Readonly<JsonObject>): JsonObject;
}

/** Where the value of a variable comes from: the client under a name of theirs, or the document. */
interface Origin {
  readonly name: string;
  readonly client?: string;
  readonly lifted?: Lifted | undefined;
}

export function createPlanVariables(
  schema: GraphQLSchema,
  definitions: readonly VariableDefinitionNode[],
): PlanVariables {
  const declared: string[] = [];
  const origins: Origin[] = [];
  const names = new Map<string, string>();

  const add = (type: string, from: Omit<Origin, 'name'>): string => {
    const name = `v${origins.length}`;
    origins.push({ name, ...from });
    declared.push(`$${name}: ${type}`);
    return name;
  };
  const ofClient = (client: string): string => {
    let name = names.get(client);
    if (name !== undefined) return name;
    const definition = definitions.find(({ variable }) => variable.name.value === client);
    if (!definition) throw new Error('A validated operation declares its variables.');
    const type = typeFromAST(schema, definition.type);
    const { text, lifted } = plannedDefault(definition, isInputType(type) ? type : undefined);
    names.set(client, (name = add(`${print(definition.type)}${text}`, { client, lifted })));
    return name;
  };
  const asItStands = (node: ValueNode): string =>
    print(
      visit(node, {
        Variable: ({ name }) => ({
          kind: Kind.VARIABLE,
          name: { kind: Kind.NAME, value: ofClient(name.value) },
        }),
      }),
    );
  const value: PlanVariables['value'] = (node, type) => {
    if (node.kind === Kind.VARIABLE) return `$${ofClient(node.name.value)}`;
    const lifted = liftLiteral(node, type);
    if (lifted) return `$${add(String(type), { lifted })}`;
    const inner = itemsType(node, type);
    if (node.kind === Kind.LIST && isListType(inner))
      return `[${node.values.map((item) => value(item, inner.ofType)).join(', ')}]`;
    if (node.kind === Kind.OBJECT && isInputObjectType(inner)) {
      const fields = [...node.fields].sort((a, b) => (a.name.value < b.name.value ? -1 : 1));
      const written = fields.map((field) => {
        const of = inner.getFields()[field.name.value]?.type;
        return `${field.name.value}: ${of ? value(field.value, of) : asItStands(field.value)}`;
      });
      return `{${written.join(', ')}}`;
    }
    return asItStands(node);
  };
  return {
    value,
    directives: (nodes = []) =>
      nodes
        .map(({ name, arguments: args = [] }) => {
          const written = args.map((each) => `${each.name.value}: ${asItStands(each.value)}`);
          return ` @${name.value}${written.length > 0 ? `(${written.join(', ')})` : ''}`;
        })
        .join(''),
    declared: () => declared,
    valuesOf(given) {
      const values: JsonObject = {};
      for (const { name, client, lifted } of origins) {
        if (client === undefined) values[name] = lifted?.value;
        else {
          const known = isInherited(client) ? own(given, client) : given[client];
          const sent = known === undefined ? lifted?.value : known;
          if (sent !== undefined) values[name] = sent;
        }
      }
      return values;
    },
  };
}

/** The type by which a literal is read on: a list of one may be written without brackets. */
function itemsType(node: ValueNode, type: GraphQLInputType): GraphQLInputType {
  if (isNonNullType(type)) return itemsType(node, type.ofType);
  return isListType(type) && node.kind !== Kind.LIST ? itemsType(node, type.ofType) : type;
}
