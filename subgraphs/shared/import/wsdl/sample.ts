import type { Member } from './members';
import { enumerated, type WsdlField, type WsdlObject } from './objects';
import type { WsdlOperation } from './operations';
import type { Target } from './plan';

/** One answer as the stand-in gives it: XML with places for what was asked, and what the graph makes of it. */
export interface Sample {
  readonly xml: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** A value for one simple element, the same on every run. */
function scalar({ member, type }: WsdlField): { text: string; value: unknown } {
  switch (type) {
    case 'int':
      return { text: '7', value: 7 };
    case 'float':
      return { text: '1.5', value: 1.5 };
    case 'boolean':
      return { text: 'true', value: true };
    case 'date':
      return { text: '2026-01-15', value: '2026-01-15' };
    case 'dateTime':
      return { text: '2026-01-15T09:30:00Z', value: '2026-01-15T09:30:00.000Z' };
    default: {
      const text = textOf(member);
      return { text, value: text };
    }
  }
}

const NUMBERS = new Set([
  ...['decimal', 'integer', 'long', 'nonNegativeInteger', 'positiveInteger', 'unsignedInt', 'unsignedLong'],
]);

function textOf({ type, legacy }: Member): string {
  const [listed] = enumerated(type);
  if (listed !== undefined || type.kind !== 'simple') return listed ?? '';
  if (NUMBERS.has(type.base)) return '12';
  if (type.base === 'time') return '09:30:00';
  const facet = (name: string): number =>
    Number(type.facets.find((each) => each.name === name)?.$value ?? 40);
  return `${legacy.replace(/^[@#]/, '')}-1`.slice(-Math.min(facet('maxLength'), facet('length')));
}

/** What a sample answers for: the field of the thing that holds the key, and the element that asks for it. */
export interface SampleKey {
  readonly field: WsdlField;
  readonly asked: WsdlField;
}

/** Writes what an operation answers, whatever it is asked; but for a key, which the answer gives back. */
export function sampleAnswer({ output }: WsdlOperation, target: Target, key?: SampleKey): Sample {
  const prefixes = new Map<string, string>();
  const { xml: inside, attributes, value } = contentOf(target.object.fields, [target.object], key, prefixes);
  const wrapped = [...target.steps].reverse().reduce(
    (content, { member }, at) => {
      const one = element(member, content.xml, content.attributes, prefixes);
      const each = at === 0 && key?.asked.many;
      return { xml: each ? `{{each ${key.asked.legacy}}}${one}{{end}}` : one, attributes: '' };
    },
    { xml: inside, attributes },
  );
  const codes = output.members.filter(({ legacy }) => /^(codeRetour|libelleRetour)$/.test(legacy));
  const said = codes.map((member) =>
    element(member, member.legacy === 'codeRetour' ? '00' : 'OK', '', prefixes),
  );
  const top = { namespace: output.namespace, legacy: output.element };
  const whole = element(top, said.join('') + wrapped.xml, wrapped.attributes, prefixes);
  const declared = [...prefixes].map(([uri, prefix]) => ` xmlns:${prefix}="${uri}"`).join('');
  return { xml: `${whole.replace(/^<[^\s/>]+/, (tag) => tag + declared)}\n`, value };
}

function contentOf(
  fields: readonly WsdlField[],
  above: readonly WsdlObject[],
  key: SampleKey | undefined,
  prefixes: Map<string, string>,
): { xml: string; attributes: string; value: Record<string, unknown> } {
  let xml = '';
  let attributes = '';
  const value: Record<string, unknown> = {};
  for (const field of fields) {
    const { name, member, many, type } = field;
    if (typeof type === 'object') {
      if (above.includes(type)) continue; // A type that is made of itself stands inside itself no further.
      const inner = contentOf(type.fields, [...above, type], key, prefixes);
      xml += element(member, inner.xml, inner.attributes, prefixes);
      value[name] = many ? [inner.value] : inner.value;
      continue;
    }
    const { text, value: read } =
      key?.field === field ? { text: `{{${key.asked.legacy}}}`, value: KEY } : scalar(field);
    value[name] = many ? [read] : read;
    if (member.legacy === '#text') xml += text;
    else if (member.legacy.startsWith('@')) attributes += ` ${member.legacy.slice(1)}="${text}"`;
    else xml += element(member, text, '', prefixes);
  }
  return { xml, attributes, value };
}

/** What the generated test asks for by key. */
export const KEY = 'KEY-1';

function element(
  { namespace, legacy }: Pick<Member, 'namespace' | 'legacy'>,
  content: string,
  attributes: string,
  prefixes: Map<string, string>,
): string {
  let prefix = '';
  if (namespace !== '') {
    const known = prefixes.get(namespace) ?? `n${prefixes.size + 1}`;
    prefixes.set(namespace, known);
    prefix = `${known}:`;
  }
  return `<${prefix}${legacy}${attributes}>${content}</${prefix}${legacy}>`;
}
