import type { FieldModel, ObjectModel } from '../model';
import { pascal } from '../names';
import { literal } from '../text';

/** A thing with a key: its type, the field that holds the key, and the fields of `Query` that find it. */
export interface EntityNames {
  readonly object: ObjectModel;
  readonly key: FieldModel;
  /** By the graph's key. */
  readonly byId: string;
  /** By the legacy's. */
  readonly byKey: string;
}

/** The source's name in a context. */
export const CALL = 'source';

/** Writes how a thing with a key is found. */
export function entityFile(
  subgraph: string,
  kind: string,
  { object, key, byId, byKey }: EntityNames,
  fileOf: (object: ObjectModel) => string,
): string {
  const context = `${pascal(subgraph)}Context`;
  return `import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { NotFound } from '../../schema/kernel/errors';
import { NotPersonal, Unclassified } from '../shared/classify';
import { type ${context}, visible${object.name} } from './context';
import { ${object.name} } from './${fileOf(object)}.type';

/** What its keys are sealed as. */
const KIND = ${literal(kind)};

@Resolver(() => ${object.name})
export class ${object.name}Resolver {
  @NotPersonal()
  @FieldResolver(() => ID, { description: 'Opaque key.' })
  id(@Root() { ${key.name} }: ${object.name}, @Ctx() { ids }: ${context}): string {
    return ids.seal(KIND, ${key.name} ?? '');
  }

  @Unclassified()
  @Query(() => ${object.name}, { nullable: true, description: ${literal(`One ${object.name} by key.`)} })
  ${byId}(
    @NotPersonal() @Arg('id', () => ID, { description: 'Opaque key.' }) id: string,
    @Ctx() context: ${context},
  ): Promise<${object.name}> {
    return ${byId}ById({ id }, context);
  }

  @Unclassified()
  @Query(() => ${object.name}, { nullable: true, description: ${literal(`One ${object.name} by \`${key.legacy}\`.`)} })
  ${byKey}(
    @Unclassified() @Arg(${literal(key.name)}, () => String, { description: ${literal(key.description)} }) ${key.name}: string,
    @Ctx() context: ${context},
  ): Promise<${object.name}> {
    return found(${key.name}, context);
  }
}

/** @throws {NotFound} not there, or not visible to the caller. */
export function ${byId}ById({ id }: { readonly id: string }, context: ${context}): Promise<${object.name}> {
  return found(context.ids.open(KIND, id), context);
}

async function found(${key.name}: string | undefined, context: ${context}): Promise<${object.name}> {
  const record = ${key.name} === undefined ? undefined : await context.${CALL}.${byKey}(${key.name});
  const shown = record && (await visible${object.name}(context, record));
  if (!shown) throw new NotFound(${literal(object.name)});
  return shown;
}
`;
}
