import { importOf, spellingOf } from '../graph';
import type { FieldModel, ObjectModel } from '../model';
import { camel } from '../names';
import { comment, lines, literal } from '../text';

/** How the text of an element becomes a value, where it does not stay text. */
const READERS = {
  text: undefined,
  int: { name: 'xsdInt', from: '../shared/xsd-values' },
  float: { name: 'xsdFloat', from: '../shared/xsd-values' },
  boolean: { name: 'xsdBoolean', from: '../shared/xsd-values' },
  date: { name: 'day', from: '../shared/legacy-values' },
  dateTime: { name: 'parisInstant', from: '../shared/legacy-values' },
} as const;

/** Writes how the elements of one file's types are read. */
export function recordFile(objects: readonly ObjectModel[], fileOf: (object: ObjectModel) => string): string {
  const bodies = objects.map(recordOf);
  const code = bodies.join('\n\n');
  const fields = objects.flatMap((object) => object.fields);
  const readers = fields.flatMap(({ type }) => (typeof type === 'object' ? [] : (READERS[type] ?? [])));
  const others = fields.flatMap(({ type }) =>
    typeof type === 'object' && !objects.includes(type) ? [type] : [],
  );
  const from = (module: string): string[] =>
    readers.filter((reader) => reader.from === module).map(({ name }) => name);
  return `${lines(
    importOf(from('../shared/legacy-values'), '../shared/legacy-values'),
    importOf(['type SoapElement'], '../shared/soap-element'),
    importOf(
      [...from('../shared/xsd-values'), ...(/\bgiven\(/.test(code) ? ['given'] : [])],
      '../shared/xsd-values',
    ),
    ...[...new Set(others)].map((type) =>
      importOf([`type ${type.name}Record`, `${camel(type.name)}Record`], `./${fileOf(type)}.record`),
    ),
  )}

${code}
`;
}

function recordOf({ name, legacy, fields }: ObjectModel): string {
  const read = fields.map((field) => `    ${field.name}: ${reading(field)},`).join('\n');
  const tools = ['text', 'optional', 'texts', 'child', 'children', 'place'].filter((tool) =>
    new RegExp(`\\b${tool}\\(`).test(read),
  );
  return `/** ${comment(`One \`${legacy}\`, in our spelling.`)} */
export interface ${name}Record {
${fields.map(memberOf).join('\n')}
}

/** @throws {LegacyDataError} an element that the contract promises is missing, or a value is not of its type. */
export function ${camel(name)}Record(${camel(name)}: SoapElement): ${name}Record {
  const { ${tools.join(', ')} } = ${camel(name)};
  return {
${read}
  };
}`;
}

function memberOf({ name, legacy, many, required, type }: FieldModel): string {
  const ts = typeof type === 'object' ? `${type.name}Record` : spellingOf(type).ts;
  const sure = many || (required && typeof type !== 'object' && type !== 'date');
  return `  /** ${comment(`\`${legacy}\`.`)} */
  readonly ${name}: ${many ? `readonly ${ts}[]` : ts}${sure ? '' : ' | null'};`;
}

function reading({ legacy, many, required, type }: FieldModel): string {
  const element = literal(legacy);
  if (typeof type === 'object') {
    const read = `${camel(type.name)}Record`;
    return many ? `children(${element}).map(${read})` : `given(child(${element}), ${read})`;
  }
  const reader = READERS[type]?.name;
  if (!reader) {
    if (many) return `texts(${element})`;
    return required ? `text(${element}).trim()` : `optional(${element})`;
  }
  const one = `(text) => ${reader}(text, place(${element}))`;
  if (many) return `texts(${element}).map(${one})`;
  return required ? `${reader}(text(${element}), place(${element}))` : `given(optional(${element}), ${one})`;
}
