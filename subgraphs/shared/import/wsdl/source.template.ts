import { importOf } from '../graph';
import { camel, pascal } from '../names';
import { comment, lines, literal } from '../text';
import type { PlannedEntity, PlannedQuery, Target, WsdlPlan } from './plan';

/** Writes which operations answer, each key once per operation of the graph. */
export function sourceFile(plan: WsdlPlan, fileOf: (object: Target['object']) => string): string {
  const { name, entities, queries, service } = plan;
  const targets = [...entities, ...queries].map(({ target }) => target.object);
  const batched = entities.some(({ asked }) => asked.many);
  const records = [...new Set(targets)];
  const source = `${pascal(name)}Source`;
  const withArgs = queries.filter(({ inputs }) => inputs.length > 0);
  return `${lines(
    entities.length > 0 && "import DataLoader from 'dataloader';",
    batched && importOf(['type SourceName'], '../../schema/kernel/source-errors'),
    importOf(['type Ask'], '../shared/soap-ask'),
    batched && importOf(['MAX_VALUES', 'readRow'], '../shared/soap-rows'),
    [...entities, ...queries].some(needsGiven) && importOf(['given'], '../shared/xsd-values'),
    ...withArgs.map((query) =>
      importOf([`type ${pascal(query.name)}Args`, `${query.name}Body`], `./${fileName(query)}.args`),
    ),
    ...records.map((object) =>
      importOf([`type ${object.name}Record`, `${camel(object.name)}Record`], `./${fileOf(object)}.record`),
    ),
  )}

/** ${comment(service.description)} Asked for one operation of the graph. */
export interface ${source} {
${[...entities.map(entityPromise), ...queries.map(queryPromise)].join('\n')}
}

${batched ? '/** @param source its public name, for errors. */\n' : ''}export function create${source}(${batched ? 'source: SourceName, ' : ''}ask: Ask): ${source} {
${entities.map(entityLoader).join('\n\n')}

  return {
${[...entities.map(entityAnswer), ...queries.map(queryAnswer)].join('\n')}
  };
}
`;
}

/** @returns the files of one question, without their ending. */
export const fileName = ({ name }: PlannedQuery): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const entityPromise = ({ operation, byKey, asked, key, target }: PlannedEntity): string => `  /**
   * \`${operation.name}\`${asked.many ? ', batched' : ''}; each key once per operation.
   *
   * @param ${key.name} \`${comment(asked.legacy)}\`.
   * @returns \`undefined\` where the service answers none.
   */
  ${byKey}(${key.name}: string): Promise<${target.object.name}Record | undefined>;`;

const queryPromise = ({ operation, name, inputs, target }: PlannedQuery): string => {
  const record = `${target.object.name}Record`;
  const args = inputs.length > 0 ? `args: ${pascal(name)}Args` : '';
  return `  /** \`${operation.name}\`. */
  ${name}(${args}): Promise<${target.many ? `readonly ${record}[]` : `${record} | undefined`}>;`;
};

/** @returns the expression for the elements of a target, or for the one. */
function found({ steps, many }: Target): string {
  const path = steps.map(({ legacy }) => legacy);
  const last = path.at(-1);
  if (last === undefined) return 'answer';
  const above = path.slice(0, -1).reduce((from, step) => `${from}?.child(${literal(step)})`, 'answer');
  const at = above.replace(/^answer\?/, 'answer');
  const dot = above === 'answer' ? '.' : '?.';
  return many ? `${at}${dot}children(${literal(last)})` : `${at}${dot}child(${literal(last)})`;
}

const orNone = (target: Target): string =>
  target.steps.length > 1 ? `(${found(target)} ?? [])` : found(target);

const element = (legacy: string): string => (/^[A-Za-z_]\w*$/.test(legacy) ? legacy : literal(legacy));

function entityLoader({ operation, byKey, asked, key, target }: PlannedEntity): string {
  const record = `${target.object.name}Record`;
  const read = `${camel(target.object.name)}Record`;
  const loader = `new DataLoader<string, ${record} | undefined>`;
  if (asked.many) {
    return `  const ${byKey} = ${loader}(
    async (keys) => {
      const rows = await ask({
        operation: ${literal(operation.name)},
        body: { ${element(asked.legacy)}: keys },
        keys: keys.length,
        read: (answer) =>
          new Map(
            ${orNone(target)}.map((each) => [each.text(${literal(key.legacy)}).trim(), readRow(source, each, ${read})]),
          ),
      });
      return keys.map((key) => rows.get(key));
    },
    { maxBatchSize: MAX_VALUES },
  );`;
  }
  return `  const ${byKey} = ${loader}((keys) =>
    Promise.all(
      keys.map((key) =>
        ask<${record} | undefined>({
          operation: ${literal(operation.name)},
          body: { ${element(asked.legacy)}: key },
          keys: 1,
          read: (answer) => ${one(target, read)},
        }).catch((error: Error) => error), // One key's failure is no other's.
      ),
    ),
  );`;
}

const entityAnswer = ({ byKey, key }: PlannedEntity): string =>
  `    ${byKey}: (${key.name}) => ${byKey}.load(${key.name}),`;

/** Whether the thing may be missing from the answer. */
const needsGiven = ({ target }: { readonly target: Target }): boolean =>
  target.steps.length > 0 && !target.many;

/** Reads the one thing, or says that there is none. */
function one(target: Target, read: string): string {
  return target.steps.length === 0 ? `${read}(answer)` : `given(${found(target)}, ${read}) ?? undefined`;
}

function queryAnswer({ operation, name, inputs, target }: PlannedQuery): string {
  const read = `${camel(target.object.name)}Record`;
  const args = inputs.length > 0;
  const reading = target.many ? `${orNone(target)}.map(${read})` : one(target, read);
  return `    ${name}: (${args ? 'args' : ''}) =>
      ask({
        operation: ${literal(operation.name)},
        body: ${args ? `${name}Body(args)` : '{}'},
        keys: 1,
        read: (answer) => ${reading},
      }),`;
}
