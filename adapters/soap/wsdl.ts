import { WSDL, type ContractDocuments } from './documents';
import { childrenOf, split, type XmlNode } from './xml-tree';

const SOAP_BINDINGS: Readonly<Record<string, SoapVersion>> = {
  'http://schemas.xmlsoap.org/wsdl/soap/': '1.1',
  'http://schemas.xmlsoap.org/wsdl/soap12/': '1.2',
};
const HTTP_TRANSPORTS = [
  'http://schemas.xmlsoap.org/soap/http',
  'http://www.w3.org/2003/05/soap/bindings/HTTP/',
];

export type SoapVersion = '1.1' | '1.2';

/** A name and its namespace. */
export type QName = readonly [namespace: string, name: string];

/** One part of a message: a global element, or (rpc) a value of a type under the part's own name. */
export interface MessagePart {
  readonly name: string;
  readonly element?: QName;
  readonly type?: QName;
}

/** What travels in the body, one way. */
export interface MessageBody {
  readonly parts: readonly MessagePart[];
  /** rpc: the namespace of the element around the parts. */
  readonly namespace: string;
  readonly encoded: boolean;
}

/** One operation as a port offers it. */
export interface WsdlOperation {
  readonly name: string;
  readonly style: 'document' | 'rpc';
  readonly soapAction: string;
  readonly input: MessageBody;
  /** Absent for a message without answer. */
  readonly output?: MessageBody;
}

/** One port that speaks SOAP over HTTP. */
export interface WsdlPort {
  readonly name: string;
  readonly version: SoapVersion;
  readonly operations: readonly WsdlOperation[];
}

type Found = { readonly node: XmlNode; readonly namespace: string };

/**
 * Reads the SOAP ports of a contract.
 *
 * @throws {Error} a port, binding or message refers to what is not there.
 */
export function readPorts({ definitions }: ContractDocuments): WsdlPort[] {
  const all = (kind: string): Found[] =>
    definitions.flatMap((root) =>
      childrenOf(root, WSDL, kind).map((node) => ({ node, namespace: root.$targetNamespace ?? '' })),
    );
  const find = (kind: string, reference: string | undefined, at: XmlNode): Found => {
    const [namespace, name] = qname(reference ?? '', at);
    const named = all(kind).filter(({ node }) => node.$name === name);
    const found = named.find((each) => each.namespace === namespace) ?? named[0];
    if (!found) throw new Error(`no wsdl:${kind} ${name}`);
    return found;
  };

  const ports: WsdlPort[] = [];
  for (const { node: service } of all('service')) {
    for (const port of childrenOf(service, WSDL, 'port')) {
      const { node: binding, namespace } = find('binding', port.$binding, port);
      const soap = binding.children.find(
        (child) => SOAP_BINDINGS[child.namespace] && child.name === 'binding',
      );
      const version = soap && SOAP_BINDINGS[soap.namespace];
      if (!version || !HTTP_TRANSPORTS.includes(soap.$transport ?? '')) continue;
      const portType = find('portType', binding.$type, binding).node;
      const operations = childrenOf(binding, WSDL, 'operation').map((operation) =>
        readOperation(operation, soap, portType, namespace, find),
      );
      ports.push({ name: port.$name ?? '', version, operations });
    }
  }
  return ports;
}

function readOperation(
  bound: XmlNode,
  binding: XmlNode,
  portType: XmlNode,
  namespace: string,
  find: (kind: string, reference: string | undefined, at: XmlNode) => Found,
): WsdlOperation {
  const name = bound.$name ?? '';
  const abstract = childrenOf(portType, WSDL, 'operation').find((each) => each.$name === name);
  if (!abstract) throw new Error(`the binding offers ${name}, which its portType does not`);
  const soap = bound.children.find(
    (child) => child.namespace === binding.namespace && child.name === 'operation',
  );
  const message = (way: 'input' | 'output'): MessageBody | undefined => {
    const [declared] = childrenOf(abstract, WSDL, way);
    if (!declared) return undefined;
    const [concrete] = childrenOf(bound, WSDL, way);
    // A multipart binding describes its root part by the same soap:body, one level down.
    const body = concrete && firstOf(concrete, binding.namespace, 'body');
    const parts = childrenOf(find('message', declared.$message, declared).node, WSDL, 'part').map(readPart);
    const named = body?.$parts?.trim().split(/\s+/);
    const headers = concrete?.children.filter((child) => child.name === 'header').map((child) => child.$part);
    return {
      parts: named ? parts.filter((part) => named.includes(part.name)) : withoutHeaders(parts, headers ?? []),
      namespace: body?.$namespace ?? namespace,
      encoded: body?.$use === 'encoded',
    };
  };
  const output = message('output');
  return {
    name,
    style: (soap?.$style ?? binding.$style) === 'rpc' ? 'rpc' : 'document',
    soapAction: soap?.$soapAction ?? '',
    input: message('input') ?? { parts: [], namespace, encoded: false },
    ...(output ? { output } : {}),
  };
}

/** Where one message holds both, its header's parts are not its body's. */
const withoutHeaders = (
  parts: readonly MessagePart[],
  headers: readonly (string | undefined)[],
): MessagePart[] => (parts.length > 1 ? parts.filter((part) => !headers.includes(part.name)) : [...parts]);

const readPart = (part: XmlNode): MessagePart => ({
  name: part.$name ?? '',
  ...(part.$element === undefined ? {} : { element: qname(part.$element, part) }),
  ...(part.$type === undefined ? {} : { type: qname(part.$type, part) }),
});

function firstOf(node: XmlNode, namespace: string, name: string): XmlNode | undefined {
  for (const child of node.children) {
    if (child.name === name && child.namespace === namespace) return child;
    const inside = firstOf(child, namespace, name);
    if (inside) return inside;
  }
  return undefined;
}

/** Reads a qualified name where it stands. */
export function qname(text: string, at: XmlNode): QName {
  const [prefix, name] = split(text.trim());
  return [at.xmlns[prefix] ?? '', name];
}
