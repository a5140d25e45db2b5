import { type FieldModel, type ObjectModel } from '../model';
import { literal } from '../text';

/** One question of the generated test, and what the stand-in's answer comes to. */
export interface TestedQuery {
  readonly query: string;
  readonly data: unknown;
}

/** A thing with a key, as the gateway fetches it. */
export interface TestedEntity {
  readonly type: string;
  readonly kind: string;
  readonly key: string;
}

/** Writes the subgraph's test. */
export function testFile(
  name: string,
  queries: readonly TestedQuery[],
  entities: readonly TestedEntity[],
): string {
  return `import { subgraph } from '../../../subgraphs/${name}';
import { importedPromises } from '../imported-system';

importedPromises(subgraph, {
  queries: [
${queries.map(({ query, data }) => `    { query: ${literal(query)}, data: ${JSON.stringify(data)} },`).join('\n')}
  ],
  entities: [${entities.map((each) => `{ type: ${literal(each.type)}, kind: ${literal(each.kind)}, key: ${literal(each.key)} }`).join(', ')}],
});
`;
}

/** @returns a selection of everything; a type that is made of itself is entered once. */
export function selectionOf(object: ObjectModel, above: readonly ObjectModel[] = []): string {
  const inside = [...above, object];
  const fields = object.fields.flatMap(({ name, type }) => {
    if (typeof type !== 'object') return [name];
    return inside.includes(type) ? [] : [`${name} ${selectionOf(type, inside)}`];
  });
  return `{ ${fields.join(' ')} }`;
}

/** @returns arguments in GraphQL's own spelling, between parentheses; nothing where there is none. */
export function argumentsOf(inputs: readonly FieldModel[]): string {
  return inputs.length === 0 ? '' : `(${inputs.map((field) => argument(field, [])).join(', ')})`;
}

function argument({ name, type, many }: FieldModel, above: readonly ObjectModel[]): string {
  const value =
    typeof type === 'object'
      ? `{ ${type.fields
          .filter((field) => typeof field.type !== 'object' || ![...above, type].includes(field.type))
          .map((field) => argument(field, [...above, type]))
          .join(', ')} }`
      : VALUES[type];
  return `${name}: ${many ? `[${value}]` : value}`;
}

const VALUES = {
  text: '"A"',
  int: '7',
  float: '1.5',
  boolean: 'true',
  date: '"2026-01-15"',
  dateTime: '"2026-01-15T09:30:00Z"',
} as const;
