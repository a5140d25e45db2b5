import { importOf } from '../graph';
import { pascal } from '../names';
import { lines, literal } from '../text';
import type { ObjectModel } from '../model';
import type { PlannedEntity, PlannedQuery } from './plan';
import { fileName } from './source.template';

/** Writes the question's field of `Query`. */
export function queryFile(
  subgraph: string,
  { name, description, inputs, target }: PlannedQuery,
  isEntity: boolean,
  fileOf: (object: ObjectModel) => string,
): string {
  const { object, many } = target;
  const context = `${pascal(subgraph)}Context`;
  const args = inputs.length > 0;
  const asked = `context.${CALL}.${name}(${args ? 'args' : ''})`;
  const record = `(record) => visible${object.name}(context, record)`;
  const body = !isEntity
    ? `return ${many ? asked : `(await ${asked}) ?? null`};`
    : many
      ? `return visibleOf(await ${asked}, ${record});`
      : `const record = await ${asked};\n    return (record && (await visible${object.name}(context, record))) ?? null;`;
  return `${lines(
    importOf([...(args ? ['Args'] : []), 'Ctx', 'Query', 'Resolver'], 'type-graphql'),
    importOf(['Unclassified'], '../shared/classify'),
    isEntity && many && importOf(['visibleOf'], '../shared/row-gate'),
    importOf([`type ${context}`, ...(isEntity ? [`visible${object.name}`] : [])], './context'),
    args && importOf([`${pascal(name)}Args`], `./${fileName({ name } as PlannedQuery)}.args`),
    importOf([object.name], `./${fileOf(object)}.type`),
  )}

@Resolver()
export class ${pascal(name)}Resolver {
  @Unclassified()
  @Query(() => ${many ? `[${object.name}]` : object.name}, { nullable: true, description: ${literal(description)} })
  async ${name}(
    ${args ? `@Args(() => ${pascal(name)}Args) args: ${pascal(name)}Args,` : ''}
    @Ctx() context: ${context},
  ): Promise<${many ? `readonly ${object.name}[]` : `${object.name} | null`}> {
    ${body}
  }
}
`;
}

/** The source's name in a context. */
export const CALL = 'source';

/** Writes how a thing with a key is found. */
export function entityFile(
  subgraph: string,
  kind: string,
  { target, key, byId, byKey }: Pick<PlannedEntity, 'target' | 'key' | 'byId' | 'byKey'>,
  fileOf: (object: ObjectModel) => string,
): string {
  const { object } = target;
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
