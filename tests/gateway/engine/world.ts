import { composeServices } from '@apollo/composition';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  execute,
  type GraphQLFieldResolver,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  type SelectionNode,
  visit,
} from 'graphql';
import type { SubgraphFetch } from '../../../gateway/execute/fetch';
import type { GraphAnswer } from '../../../subgraphs/shared/graph-request';
import { numberOf } from './chance';
import { TEXTS } from './texts';

/** How often things go wrong, one in so many; 0 for never. */
export interface Weather {
  readonly seed: number;
  readonly nulls: number;
  readonly errors: number;
}

type Source = Record<string, unknown>;

/** Values of all fields depend on the seed, the object's key, the field and its arguments alone. */
const resolveField: GraphQLFieldResolver<Source | undefined, Weather> = (source, args, weather, info) => {
  const { fieldName, parentType, returnType, schema } = info;
  if (source && Object.hasOwn(source, fieldName)) return source[fieldName];
  const place = `${parentType.name}:${identityOf(source)}.${fieldName}`;
  const wrong = numberOf(`${weather.seed} wrong ${place}`);
  if (weather.errors > 0 && wrong % weather.errors === 0) throw new Error(`boom ${place}`);
  const required = textOf(source ?? null);
  return valueOf(schema, returnType, `${place}${JSON.stringify(args)}${required}`, weather);
};

/** The text of a value, whatever the order of its objects' keys. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );

/** Objects are told apart by their key; those that have none by the place where they were found. */
const identityOf = (source: Source | undefined): string => {
  if (!source) return '';
  const { id, email, upc, place } = source;
  return (id ?? email ?? upc ?? place ?? '') as string;
};

function valueOf(schema: GraphQLSchema, type: GraphQLOutputType, place: string, weather: Weather): unknown {
  const drawn = numberOf(`${weather.seed} ${place}`);
  if (isNonNullType(type)) {
    const rarely = { ...weather, nulls: weather.nulls * 8 };
    return valueOf(schema, type.ofType, place, rarely);
  }
  if (weather.nulls > 0 && drawn % weather.nulls === 0) return null;
  if (isListType(type)) {
    return Array.from({ length: drawn % 4 }, (_, index) =>
      valueOf(schema, type.ofType, `${place}#${index}`, weather),
    );
  }
  if (isAbstractType(type)) {
    const types = schema.getPossibleTypes(type);
    const chosen = types[(drawn >>> 4) % types.length];
    return chosen && objectOf(schema, chosen.name, drawn, place);
  }
  if (isObjectType(type)) return objectOf(schema, type.name, drawn, place);
  if (isEnumType(type)) return type.getValues()[drawn % type.getValues().length]?.value;
  switch (type.name) {
    case 'Int':
      return drawn % 3 === 0 ? 0 : drawn % 100;
    case 'Float':
      return (drawn % 1000) / 8;
    case 'Boolean':
      return drawn % 2 === 0;
    case 'JSON':
      return drawn % 2 === 0 ? { x: [drawn % 7, null] } : [drawn % 7, 'text'];
    default:
      return drawn % 5 === 0 ? '' : `${type.name}-${drawn % 50}`;
  }
}

/** Few objects of each type: the same ones are met again and again. Books have even ids, films odd ones. */
function objectOf(schema: GraphQLSchema, name: string, drawn: number, place: string): Source {
  const type = schema.getType(name);
  const hasId = isObjectType(type) && 'id' in type.getFields();
  const id = (drawn >>> 8) % 5;
  const odd = name === 'Movie' ? 1 : 0;
  if (!hasId) return { __typename: name, place: String(numberOf(place) % 1000) };
  return { __typename: name, id: name === 'Book' || name === 'Movie' ? String(id * 2 + odd) : String(id) };
}

function resolveReference(subgraph: string) {
  return async (reference: Source, weather: Weather): Promise<Source | null> => {
    const place = `${String(reference.__typename)}:${identityOf(reference)}`;
    const drawn = numberOf(`${weather.seed} ${subgraph} ${place}`);
    if (weather.errors > 0 && drawn % (weather.errors * 2) === 1) throw new Error(`lost ${place}`);
    if (weather.nulls > 0 && drawn % (weather.nulls * 2) === 1) return null;
    const typename =
      reference.__typename === 'Media' && subgraph === 'products' ? filmOrBook(reference) : undefined;
    return { ...reference, ...(typename ? { __typename: typename } : {}) };
  };
}

const filmOrBook = ({ id }: Source): string => (Number(id) % 2 === 0 ? 'Book' : 'Movie');

function buildSchema(name: string, text: string): GraphQLSchema {
  const typeDefs = parse(text);
  const plain = buildSubgraphSchema({ typeDefs });
  const entities = Object.values(plain.getTypeMap()).filter(
    (type) => (isObjectType(type) || isInterfaceType(type)) && headOf(text, type.name).includes('@key'),
  );
  const resolvers = Object.fromEntries(
    entities.map((type) => [type.name, { __resolveReference: resolveReference(name) }]),
  );
  return buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }]);
}

const headOf = (text: string, type: string): string =>
  new RegExp(`(type|interface) ${type}\\b[^{]*(\\{ code \\}[^{]*)?`).exec(text)?.[0] ?? '';

/** Of several fields that fail for the same object, the first counts: it is the same one whatever the order in a plan. */
const inOrder = (document: DocumentNode): DocumentNode =>
  visit(document, {
    SelectionSet: {
      leave: (set, _, parent) =>
        isMutation(parent)
          ? undefined
          : { ...set, selections: [...set.selections].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1)) },
    },
  });

/** Changes are made one after the other, as they were asked for. */
const isMutation = (parent: unknown): boolean =>
  (parent as Partial<OperationDefinitionNode> | undefined)?.operation === OperationTypeNode.MUTATION;

const nameOf = (node: SelectionNode): string =>
  node.kind === Kind.FIELD
    ? `0 ${node.name.value} ${node.alias?.value ?? ''}`
    : `1 ${'typeCondition' in node ? (node.typeCondition?.name.value ?? '') : ''}`;

/** The supergraph, and subgraphs that answer by function call. */
export interface FederatedWorld {
  readonly supergraph: string;
  /** @param onAnswer hears of every answer. */
  fetch(weather: Weather, onAnswer?: (subgraph: string, answer: GraphAnswer) => void): SubgraphFetch;
}

export function createFederatedWorld(texts: Readonly<Record<string, string>> = TEXTS): FederatedWorld {
  const services = Object.entries(texts).map(([name, text]) => ({
    name,
    typeDefs: parse(text),
    url: 'http://127.0.0.1:1',
  }));
  const { supergraphSdl, errors } = composeServices(services);
  if (!supergraphSdl) throw new Error(errors?.map(({ message }) => message).join('\n'));
  const schemas = new Map(Object.entries(texts).map(([name, text]) => [name, buildSchema(name, text)]));
  const documents = new Map<string, ReturnType<typeof parse>>();
  return {
    supergraph: supergraphSdl,
    fetch:
      (weather, onAnswer = () => undefined) =>
      async (subgraph, { query, variables, operationName }) => {
        let document = documents.get(query);
        if (!document) documents.set(query, (document = inOrder(parse(query, { noLocation: true }))));
        const result = await execute({
          schema: schemas.get(subgraph)!,
          document,
          contextValue: weather,
          variableValues: { ...variables },
          operationName: operationName ?? null,
          fieldResolver: resolveField as never,
        });
        const answer = JSON.parse(JSON.stringify(result)) as GraphAnswer;
        onAnswer(subgraph, answer);
        return answer;
      },
  };
}
