import { camel, createNames, pascal } from '../names';
import type { FieldModel, ObjectModel, ScalarKind } from '../model';
import { sentence } from '../text';
import { type Member, membersOf } from './members';
import type { Declared, Schemas, TypeRef } from './schema';
import { documentationOf, type XmlNode } from './xml';

/** An object of the graph, and what the contract says about each of its fields. */
export interface WsdlObject extends ObjectModel {
  readonly fields: WsdlField[];
}

/** A field, and how it stands in the contract. */
export interface WsdlField extends FieldModel {
  readonly member: Member;
  readonly type: ScalarKind | WsdlObject;
}

const INT = new Set(['int', 'short', 'byte', 'unsignedShort', 'unsignedByte']);
const FLOAT = new Set(['float', 'double']);

/** @returns how the graph shows a simple type. */
function scalarKind({ base }: TypeRef & { kind: 'simple' }): ScalarKind {
  if (INT.has(base)) return 'int';
  if (FLOAT.has(base)) return 'float';
  if (base === 'boolean') return 'boolean';
  return base === 'date' || base === 'dateTime' ? base : 'text';
}

/** @returns the values that a simple type allows, where it lists them. */
export const enumerated = (type: TypeRef): readonly string[] =>
  type.kind === 'simple'
    ? type.facets.filter(({ name }) => name === 'enumeration').flatMap(({ $value }) => $value ?? [])
    : [];

/** What the hub itself reads of every answer. */
const RETURN_CODES = new Set(['codeRetour', 'libelleRetour', 'codeErreur']);

/**
 * Makes objects of complex types, each once, so that types that are made of themselves end.
 *
 * @param freeName gives a type's name out.
 */
export function createObjects(schemas: Schemas, freeName: (wanted: string) => string) {
  const known = new Map<XmlNode, WsdlObject>();
  /** Types whose fields are being read: made of themselves, they are not empty. */
  const reading = new Set<WsdlObject>();

  /** @param called its name where the contract gives it none, and what it is to whoever asks. */
  const objectOf = (type: Declared, called: string): WsdlObject => {
    const before = known.get(type.node);
    if (before) return before;
    const wanted = pascal(called).replace(/(?<=.)Type$/, '');
    const object: WsdlObject = {
      name: freeName(wanted === '' ? 'Answer' : wanted),
      legacy: called,
      description: sentence(documentationOf(type.node), `\`${called}\`, as the service tells it.`),
      fields: [],
    };
    known.set(type.node, object);
    reading.add(object);
    object.fields.push(...fieldsOf(membersOf(type, schemas)));
    reading.delete(object);
    return object;
  };

  const fieldsOf = (members: readonly Member[]): WsdlField[] => {
    const name = createNames(['facts', 'id', '__typename'], 'its');
    return members
      .filter(({ legacy }) => !RETURN_CODES.has(legacy))
      .flatMap((member): WsdlField[] => {
        const type = fieldType(member);
        if (typeof type === 'object' && type.fields.length === 0 && !reading.has(type)) return [];
        const wanted = member.legacy === '#text' ? 'value' : camel(member.legacy);
        return [
          {
            legacy: member.legacy,
            name: name(wanted),
            description: descriptionOf(member),
            many: member.many,
            required: member.required,
            type,
            member,
          },
        ];
      });
  };

  const fieldType = ({ type, legacy }: Member): ScalarKind | WsdlObject =>
    type.kind === 'simple' ? scalarKind(type) : objectOf(type.type, type.name ?? legacy);

  return { fieldsOf };
}

function descriptionOf({ documentation, legacy, type }: Member): string {
  const values = enumerated(type);
  const said = sentence(documentation, `\`${legacy.replace(/^[@#]/, '')}\` of the contract.`);
  const listed = values.length === 0 || values.length > 12 ? '' : ` One of ${values.join(', ')}.`;
  return `${said}${listed}`;
}
