import { importOf, scalarImports, spellingOf } from '../graph';
import { camel, pascal } from '../names';
import { type ObjectModel, reachable } from '../model';
import { lines, literal } from '../text';
import type { WsdlField, WsdlObject } from './objects';
import type { PlannedQuery } from './plan';

/** Writes what a question takes, and how it is sent. @returns `undefined` where it takes nothing. */
export function argsFile({ name, inputs, operation }: PlannedQuery): string | undefined {
  if (inputs.length === 0) return undefined;
  const roots = inputs.flatMap(({ type }) => (typeof type === 'object' ? [type] : []));
  const objects = reachable(roots) as readonly WsdlObject[];
  const fields = [...inputs, ...objects.flatMap((object) => object.fields)];
  const scalars = scalarImports(fields);
  return `${lines(
    importOf(
      [
        ...['ArgsType', 'Field'],
        ...(objects.length > 0 ? ['InputType'] : []),
        ...(scalars.get('type-graphql') ?? []),
      ],
      'type-graphql',
    ),
    importOf(['type SoapCall'], '../../schema/ports/soap'),
    importOf(['Unclassified'], '../shared/classify'),
    importOf(scalars.get('../shared/scalars') ?? [], '../shared/scalars'),
    importOf(fields.some(needsGiven) ? ['given'] : [], '../shared/xsd-values'),
  )}

type Body = SoapCall<unknown>['body'];

${objects.map((object) => inputClass(object, objects)).join('\n\n')}

@ArgsType()
export class ${pascal(name)}Args {
${inputs.map(inputField).join('\n\n')}
}

/** @returns the body of \`${operation.name}\`. */
export const ${name}Body = ({ ${inputs.map((field) => field.name).join(', ')} }: ${pascal(name)}Args): Body => ({
${inputs.map(sent).join('\n')}
});
`;
}

const inputName = ({ name }: ObjectModel): string => `${name}Input`;

const inputClass = (object: WsdlObject, objects: readonly WsdlObject[]): string => {
  const order = objects.slice(0, objects.indexOf(object));
  const fields = object.fields.filter(({ type }) => typeof type !== 'object' || order.includes(type));
  return `@InputType({ description: ${literal(object.description)} })
class ${inputName(object)} {
${fields.map(inputField).join('\n\n')}
}

const ${camel(object.name)}Body = ({ ${fields.map(({ name }) => name).join(', ')} }: ${inputName(object)}): Body => ({
${fields.map(sent).join('\n')}
});`;
};

function inputField({ name, type, many, required, description }: WsdlField): string {
  const graph = typeof type === 'object' ? inputName(type) : spellingOf(type).graph;
  const ts = typeof type === 'object' ? inputName(type) : spellingOf(type).ts;
  const nullable = required ? '' : 'nullable: true, ';
  return `  @Unclassified()
  @Field(() => ${many ? `[${graph}]` : graph}, { ${nullable}description: ${literal(description)} })
  ${name}${required ? '!' : '?'}: ${many ? `readonly ${ts}[]` : ts}${required ? '' : ' | null'};`;
}

/** Whether a value may be absent and is not sent as it is. */
const needsGiven = ({ required, type }: WsdlField): boolean =>
  !required && (typeof type === 'object' || writer(type) !== undefined);

/** One element of a body: what is absent is left out. */
function sent({ name, legacy, type, many, required }: WsdlField): string {
  const key = /^[A-Za-z_]\w*$/.test(legacy) ? legacy : literal(legacy);
  const convert = typeof type === 'object' ? `${camel(type.name)}Body` : writer(type);
  const plain = convert === undefined;
  if (required && plain) return key === name ? `  ${name},` : `  ${key}: ${name},`;
  if (plain) return `  ${key}: ${name} ?? undefined,`;
  if (required) return `  ${key}: ${convert}(${name}),`;
  const read = many ? `(list) => list.map(${each(convert)})` : convert;
  return `  ${key}: given(${name}, ${read}) ?? undefined,`;
}

const each = (convert: string): string => (convert === 'String' ? '(item) => String(item)' : convert);

/** How a value is written as text; `undefined` where it is text. */
function writer(type: Exclude<WsdlField['type'], WsdlObject>): string | undefined {
  if (type === 'text' || type === 'date') return undefined;
  return type === 'dateTime' ? '((instant: Date) => instant.toISOString())' : 'String';
}
