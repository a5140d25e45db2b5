import { readFileSync } from 'node:fs';
import { readSchemas, type ElementDeclaration } from './schema';
import { childOf, parseXml } from './xml';

/** The namespace of the header that every service of the bank asks for. */
export const CONTEXT_NAMESPACE = 'http://socle.banque.example/contexte/v1';

/** One service as its WSDL describes it, read by this stand-in's own reader. */
export interface Contract {
  readonly namespace: string;
  /** By the operation's name, which is also the name of its request element. */
  readonly operations: ReadonlyMap<string, { readonly soapAction: string }>;
  /** @throws {Error} where the contract declares no such element. */
  element(name: string, namespace?: string): ElementDeclaration;
  /** The contract's text, saying where the service really is. */
  served(url: string): string;
}

/** @param file a WSDL with its schemas inside. */
export function readContract(file: string): Contract {
  const text = readFileSync(file, 'utf8');
  const definitions = parseXml(text);
  const types = childOf(definitions, 'types');
  const binding = childOf(definitions, 'binding');
  if (!types || !binding) throw new Error(`${file} has no types or no binding`);
  const { elements } = readSchemas(types);
  const own = definitions.attributes.get('targetNamespace') ?? '';
  const operations = binding.children
    .filter(({ name, attributes }) => name === 'operation' && attributes.has('name'))
    .map((operation) => {
      const soapAction = childOf(operation, 'operation')?.attributes.get('soapAction') ?? '';
      return [operation.attributes.get('name') ?? '', { soapAction }] as const;
    });
  return {
    namespace: own,
    operations: new Map(operations),
    element(name, namespace = own) {
      const declared = elements.get(`{${namespace}}${name}`);
      if (!declared) throw new Error(`${file} declares no element ${name}`);
      return declared;
    },
    served: (url) => text.replace(/(<soap:address location=")[^"]*(")/, `$1${url}$2`),
  };
}
