import { pascal } from '../names';
import { literal } from '../text';
import { CALL } from '../templates/entity';
import type { PlannedTable } from './plan';
import type { ObjectModel } from '../model';

/** Writes the list of one table: pages by key. */
export function listFile(
  name: string,
  { object, key, list }: PlannedTable,
  fileOf: (object: ObjectModel) => string,
): string {
  const own = pascal(name);
  return `import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { Unclassified } from '../shared/classify';
import { type Connection, connection, connectionType, PageArgs, pageRequest } from '../shared/connection';
import { visibleOf } from '../shared/row-gate';
import { type ${own}Context, visible${object.name} } from './context';
import { ${object.name} } from './${fileOf(object)}.type';

/** A page of them. */
const ${object.name}Connection = connectionType(() => ${object.name}, '${object.name}');

const LIST = ${literal(list)};
/** A row's place: its key. */
const PLACE = [/^[^]{1,250}$/] as const;

@Resolver()
export class ${object.name}ListResolver {
  @Unclassified()
  @Query(() => ${object.name}Connection, { nullable: true, description: ${literal(`Rows of ${object.legacy}, in the order of their keys.`)} })
  async ${list}(
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: ${own}Context,
  ): Promise<Connection<${object.name}>> {
    const request = pageRequest(args, LIST, PLACE, context.ids);
    const after = request.after?.[0];
    const rows = await context.${CALL}.${list}({
      limit: request.first + 1,
      ...(after !== undefined && { after: String(after) }),
    });
    const read = rows.slice(0, request.first);
    const shown = await visibleOf(read, async (record) => visible${object.name}(context, record));
    const page = connection(shown, request, (row) => [row.${key.name} ?? ''], (row) => row);
    // A row that is not shown ends a page as well: the caller goes on after the last row read.
    const last = read.at(-1);
    return {
      ...page,
      pageInfo: {
        ...page.pageInfo,
        hasNextPage: rows.length > request.first,
        endCursor: last ? request.cursorOf([last.${key.name}]) : null,
      },
    };
  }
}
`;
}
