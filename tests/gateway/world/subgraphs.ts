import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import { composeServices } from '@apollo/composition';
import DataLoader from 'dataloader';
import { parse } from 'graphql';
import { z } from 'zod';
import { BadUserInput, NotFound } from '../../../schema/kernel/errors';
import type { OperationContext } from '../../../schema/kernel/operation';
import { SourceUnavailable } from '../../../schema/kernel/source-errors';
import { PERSONAL_DATA_SPEC } from '../../../schema/policy/categories';
import type { SubgraphModule } from '../../../subgraphs/shared/module';

/** What the two subgraphs of the small world count and can be told to do. */
export interface World {
  /** Keys of each batch of persons that was loaded. */
  readonly batches: string[][];
  /** Names of fields of persons that were resolved. */
  readonly resolved: string[];
  /** How often each subgraph made a context: once per visit. */
  readonly visits: Record<string, number>;
  /** Whether the system behind persons is down. */
  personsDown: boolean;
  /** Waits of the field `slow`, to be ended by a test. */
  readonly slow: { release: () => void; signal: AbortSignal }[];
  /** How often each file was changed, by key; files without a mark were not. */
  readonly changed: Map<string, number>;
  /** Keys of files that are not there any more. */
  readonly gone: Set<string>;
}

export const createWorld = (): World => ({
  batches: [],
  resolved: [],
  visits: { files: 0, persons: 0 },
  personsDown: false,
  slow: [],
  changed: new Map(),
  gone: new Set(),
});

/** Forgets what was counted. */
export function resetWorld(world: World): void {
  world.batches.length = 0;
  world.resolved.length = 0;
  world.slow.length = 0;
  world.changed.clear();
  world.gone.clear();
  Object.assign(world.visits, { files: 0, persons: 0 });
  world.personsDown = false;
}

const LINKS = `
  extend schema
    @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@composeDirective"])
    @link(url: "${PERSONAL_DATA_SPEC}", import: ["@personalData"])
    @composeDirective(name: "@personalData")
  directive @personalData(category: String!, subject: String) on FIELD_DEFINITION | ARGUMENT_DEFINITION | INPUT_FIELD_DEFINITION
`;
const OPEN = '@personalData(category: "system.operations")';

const FILES = `${LINKS}
  type Query {
    file(id: ID! ${OPEN}): File ${OPEN}
    files(first: Int = 3 ${OPEN}): [File!] ${OPEN}
    search(filter: Filter ${OPEN}): [File!] ${OPEN}
    slow: String ${OPEN}
    boom: String ${OPEN}
    refused(reason: String ${OPEN}): String ${OPEN}
  }
  type Mutation {
    rename(id: ID! ${OPEN}, title: String! ${OPEN}): File ${OPEN}
  }
  type Subscription {
    fileChanged(id: ID! ${OPEN}): File ${OPEN}
  }
  enum Shade { LIGHT DARK }
  input Filter { shade: Shade ${OPEN} limits: [Int!] ${OPEN} }
  type File @key(fields: "id") {
    id: ID! ${OPEN}
    title: String @personalData(category: "bank.claim")
    owner: Person ${OPEN}
    reader: Person ${OPEN}
    related(first: Int = 3 ${OPEN}): [File!] ${OPEN}
    must: String! ${OPEN}
  }
  type Person @key(fields: "id") { id: ID! ${OPEN} }
`;

const PERSONS = `${LINKS}
  type Query { persons: [Person!] ${OPEN} }
  type Person @key(fields: "id") {
    id: ID! ${OPEN}
    name: String @personalData(category: "user.name", subject: "customer")
    email: String @personalData(category: "user.contact.email", subject: "customer")
    phone: String @personalData(category: "user.contact.phone_number", subject: "customer")
  }
`;

/** What a driver might say: none of it may ever leave. */
export const SECRET = 'FR7630006000011234567890189 10.20.30.40:50000 SQL0204N';

interface FilesContext {
  readonly operation: OperationContext;
  readonly world: World;
}

interface PersonsContext extends FilesContext {
  readonly persons: DataLoader<string, object>;
}

const file = (id: string) => ({
  __typename: 'File',
  id,
  title: `Title ${id}`,
  owner: { __typename: 'Person', id: `p${Number(id) % 2}` },
  reader: { __typename: 'Person', id: `p${(Number(id) + 1) % 2}` },
  must: null,
});

const filesOf = (first: number) => Array.from({ length: first }, (_, index) => file(String(index + 1)));

/** The library's type of resolvers knows no entities. */
const schemaOf = (text: string, resolvers: object) =>
  buildSubgraphSchema({ typeDefs: parse(text), resolvers: resolvers as never });

const filesSchema = () =>
  schemaOf(FILES, {
    Query: {
      file: (_: unknown, { id }: { id: string }, { world }: FilesContext) => {
        if (Number(id) > 100 || world.gone.has(id)) throw new NotFound('File');
        return { ...file(id), title: `Title ${id}${'!'.repeat(world.changed.get(id) ?? 0)}` };
      },
      files: (_: unknown, { first }: { first: number }) => filesOf(first),
      search: () => filesOf(1),
      slow: (_: unknown, __: unknown, { operation, world }: FilesContext) =>
        new Promise((resolve) =>
          world.slow.push({ release: () => resolve('done'), signal: operation.signal }),
        ),
      boom: () => {
        throw Object.assign(new Error(SECRET), { response: { body: SECRET } });
      },
      refused: () => {
        throw new BadUserInput('reason', 'not today');
      },
    },
    Mutation: {
      rename: (_: unknown, { id, title }: { id: string; title: string }, { world }: FilesContext) => {
        world.changed.set(id, (world.changed.get(id) ?? 0) + 1);
        return { ...file(id), title };
      },
    },
    File: {
      __resolveReference: ({ id }: { id: string }) => file(id),
      related: (_: unknown, { first }: { first: number }) => filesOf(first),
    },
  });

const personsSchema = () => {
  const field = (name: string, value: (id: string) => string) => ({
    [name]: ({ id }: { id: string }, _: unknown, { world }: PersonsContext) => {
      world.resolved.push(name);
      return value(id);
    },
  });
  return schemaOf(PERSONS, {
    Query: {
      persons: (_: unknown, __: unknown, { persons }: PersonsContext) => persons.loadMany(['p0', 'p1']),
    },
    Person: {
      __resolveReference: ({ id }: { id: string }, { persons }: PersonsContext) => persons.load(id),
      ...field('name', (id) => `Name of ${id}`),
      ...field('email', (id) => `${id}@mail.example`),
      ...field('phone', () => '+33612345678'),
    },
  });
};

/** The modules of a world: `files`, and `persons`, whose fields the access rules tell apart. */
export function modulesOf(world: World): SubgraphModule[] {
  const settings = z.object({ SMALL_WORLD_LIMIT: z.coerce.number().int().default(1) });
  return [
    {
      name: 'files',
      port: 0,
      settings,
      schema: filesSchema,
      create: async () => ({
        name: 'files',
        schema: filesSchema(),
        changes: {
          marks: async (_, keys) =>
            new Map(
              keys
                .filter((key) => Number(key) <= 100 && !world.gone.has(key))
                .map((key) => [key, 1 + (world.changed.get(key) ?? 0)]),
            ),
        },
        context: (operation): FilesContext => {
          world.visits.files = (world.visits.files ?? 0) + 1;
          return { operation, world };
        },
        ready: async () => undefined,
        close: async () => undefined,
      }),
    },
    {
      name: 'persons',
      port: 0,
      settings,
      schema: personsSchema,
      create: async () => ({
        name: 'persons',
        schema: personsSchema(),
        context: (operation): PersonsContext => {
          world.visits.persons = (world.visits.persons ?? 0) + 1;
          const load = async (ids: readonly string[]): Promise<object[]> => {
            world.batches.push([...ids]);
            if (world.personsDown) throw new SourceUnavailable('person-file');
            return ids.map((id) => ({ __typename: 'Person', id }));
          };
          return {
            operation,
            world,
            persons: new DataLoader((ids) =>
              operation.sources.measure('person-file', ids.length, () => load(ids)),
            ),
          };
        },
        ready: async () => {
          if (world.personsDown) throw new SourceUnavailable('person-file');
        },
        close: async () => undefined,
      }),
    },
  ];
}

/** The supergraph of modules, with placeholders for URLs. */
export function supergraphOf(modules: readonly SubgraphModule[]): string {
  const { supergraphSdl, errors } = composeServices(
    modules.map(({ name, schema }) => ({
      name,
      url: `http://127.0.0.1:9/${name}`,
      typeDefs: parse(printSubgraphSchema(schema())),
    })),
  );
  if (supergraphSdl === undefined) throw new Error(errors?.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}
