import { importOf } from '../graph';
import { pascal } from '../names';
import { lines, literal } from '../text';
import type { ObjectModel } from '../model';
import { CALL } from '../templates/entity';
import type { PlannedQuery } from './plan';
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
