import { importOf } from '../graph';
import { pascal } from '../names';
import type { ObjectModel } from '../model';
import { lines } from '../text';

/** Writes what the resolvers work with, and how things with a key pass the row rules. */
export function contextFile(
  name: string,
  entities: readonly ObjectModel[],
  fileOf: (object: ObjectModel) => string,
): string {
  const own = pascal(name);
  const keyed = entities.length > 0;
  return `${lines(
    keyed && importOf(['type IdSealer'], '../../schema/kernel/ids'),
    importOf(['type OperationContext'], '../../schema/kernel/operation'),
    keyed && importOf(['type RowGate'], '../shared/row-gate'),
    ...entities.flatMap((object) => [
      importOf([`type ${object.name}Record`], `./${fileOf(object)}.record`),
      importOf([`type ${object.name}`], `./${fileOf(object)}.type`),
    ]),
    importOf([`type ${own}Source`], `./${name}.source`),
  )}

/** What this subgraph's resolvers work with, for one operation of one caller. */
export interface ${own}Context {
  readonly operation: OperationContext;
  readonly source: ${own}Source;
${keyed ? GATE : ''}}
${entities.map((object) => visible(own, object)).join('')}`;
}

const GATE = `  readonly ids: IdSealer;
  /** Lets through what the caller may know of. */
  readonly admit: RowGate;
`;

const visible = (own: string, { name }: ObjectModel): string => `
/**
 * What the row rules are told about it is whose it is: its customer, its branch. Nothing is said until someone knows
 * which fields tell, so that only roles that may know of every object know of these.
 *
 * @returns the graph's object, or \`undefined\` where the caller may not know of it.
 */
export async function visible${name}(
  { admit }: ${own}Context,
  record: ${name}Record,
): Promise<${name} | undefined> {
  const facts = await admit('${name}', {});
  return facts && { ...record, facts };
}
`;
