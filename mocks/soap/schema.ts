import { childOf, qualify, type XmlElement } from './xml';

/** The part of XML Schema that the contracts of a bank's SOAP services use. */
export type Particle =
  | {
      readonly kind: 'element';
      readonly element: ElementDeclaration;
      readonly min: number;
      readonly max: number;
    }
  | { readonly kind: 'sequence'; readonly parts: readonly Particle[] }
  | { readonly kind: 'choice'; readonly parts: readonly Particle[]; readonly min: number };

/** One declared element; its type is looked up late, because types may be declared in any order. */
export interface ElementDeclaration {
  readonly namespace: string;
  readonly name: string;
  readonly nillable: boolean;
  readonly type: () => Type;
}

/** Text with its restrictions, or elements in their order. */
export type Type =
  | { readonly kind: 'simple'; readonly check: (text: string) => string | undefined }
  | { readonly kind: 'complex'; readonly content: Particle };

/** All that the schemas of one WSDL declare, by `{namespace}name`. */
export interface Schemas {
  readonly elements: ReadonlyMap<string, ElementDeclaration>;
}

const XSD = 'http://www.w3.org/2001/XMLSchema';

/** Lexical forms of the built-in types that the contracts use. */
const BUILT_IN: Readonly<Record<string, RegExp>> = {
  string: /^[^]*$/,
  date: /^\d{4}-\d{2}-\d{2}(Z|[+-]\d{2}:\d{2})?$/,
  dateTime: /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/,
  decimal: /^[+-]?(\d+(\.\d*)?|\.\d+)$/,
  long: /^[+-]?\d{1,19}$/,
  base64Binary: /^[A-Za-z0-9+/=\s]*$/,
};

/** @param types the `wsdl:types` element. */
export function readSchemas(types: XmlElement): Schemas {
  const elements = new Map<string, ElementDeclaration>();
  const named = new Map<string, Type>();
  for (const schema of types.children) {
    const namespace = schema.attributes.get('targetNamespace') ?? '';
    const read = reader(namespace, named);
    for (const declared of schema.children) {
      const key = `{${namespace}}${declared.attributes.get('name') ?? ''}`;
      if (declared.name === 'element') elements.set(key, read.element(declared));
      else if (declared.name === 'complexType') named.set(key, read.complex(declared));
      else if (declared.name === 'simpleType') named.set(key, read.simple(declared));
    }
  }
  return { elements };
}

function reader(namespace: string, named: ReadonlyMap<string, Type>) {
  const typeNamed = (name: string, at: XmlElement): Type => {
    const [uri, local] = qualify(name, at.prefixes);
    const builtIn = uri === XSD ? BUILT_IN[local] : undefined;
    const type = builtIn
      ? ({
          kind: 'simple',
          check: (text: string) => (builtIn.test(text) ? undefined : `is not an xsd:${local}`),
        } as const)
      : named.get(`{${uri}}${local}`);
    if (!type) throw new Error(`the contract uses ${name}, which this reader does not know`);
    return type;
  };

  const element = (at: XmlElement): ElementDeclaration => {
    const inline = childOf(at, 'complexType', XSD);
    const ready = inline && complex(inline);
    return {
      namespace,
      name: at.attributes.get('name') ?? '',
      nillable: at.attributes.get('nillable') === 'true',
      type: () => ready ?? typeNamed(at.attributes.get('type') ?? 'string', at),
    };
  };

  const particle = (at: XmlElement): Particle => {
    const min = Number(at.attributes.get('minOccurs') ?? 1);
    if (at.name === 'element') {
      const most = at.attributes.get('maxOccurs') ?? '1';
      return {
        kind: 'element',
        element: element(at),
        min,
        max: most === 'unbounded' ? Infinity : Number(most),
      };
    }
    if (at.name !== 'sequence' && at.name !== 'choice') throw new Error(`the contract uses xsd:${at.name}`);
    return {
      kind: at.name,
      parts: at.children.filter(({ name }) => name !== 'annotation').map(particle),
      min,
    };
  };

  const complex = (at: XmlElement): Type => {
    const content = at.children.find(({ name }) => name !== 'annotation');
    return {
      kind: 'complex',
      content: content ? particle(content) : { kind: 'sequence', parts: [] },
    };
  };

  const simple = (at: XmlElement): Type => {
    const restriction = childOf(at, 'restriction', XSD);
    if (!restriction) throw new Error('the contract uses a simple type that is not a restriction');
    const facets = restriction.children.map(({ name, attributes }) =>
      facet(name, attributes.get('value') ?? ''),
    );
    const allowed = restriction.children
      .filter(({ name }) => name === 'enumeration')
      .map(({ attributes }) => attributes.get('value'));
    return {
      kind: 'simple',
      check(text) {
        const base = typeNamed(restriction.attributes.get('base') ?? '', restriction);
        if (base.kind === 'simple' && base.check(text) !== undefined) return base.check(text);
        if (allowed.length > 0 && !allowed.includes(text)) return 'is not one of the enumerated values';
        return facets.map((each) => each(text)).find((problem) => problem !== undefined);
      },
    };
  };

  return { element, complex, simple };
}

function facet(name: string, value: string): (text: string) => string | undefined {
  const broken = `breaks the facet ${name}`;
  switch (name) {
    case 'pattern': {
      const pattern = new RegExp(`^(?:${value})$`, 'u');
      return (text) => (pattern.test(text) ? undefined : broken);
    }
    case 'length':
      return (text) => ([...text].length === Number(value) ? undefined : broken);
    case 'maxLength':
      return (text) => ([...text].length <= Number(value) ? undefined : broken);
    case 'fractionDigits':
      return (text) => ((text.split('.')[1] ?? '').length <= Number(value) ? undefined : broken);
    case 'enumeration':
    case 'annotation':
      return () => undefined;
    default:
      throw new Error(`the contract uses the facet ${name}, which this reader does not know`);
  }
}
