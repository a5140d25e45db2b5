import { readDocuments } from './documents';
import { fileDocuments } from './file-documents';
import { createShapes, type SchemaNode } from './schema-shapes';
import { readSchemas } from './schema-set';
import { FLAT, objectShape, type ChildShape, type Shape } from './shape';
import { readPorts, type MessageBody, type QName, type SoapVersion, type WsdlOperation } from './wsdl';

/** A vendored contract, loaded. */
export interface SoapContract {
  readonly operations: ReadonlyMap<string, SoapOperation>;
}

/** The one element of a message's body. */
export interface BodyElement {
  readonly namespace: string;
  readonly name: string;
  readonly shape: Shape;
  /** rpc/encoded: the types of its children, which each of them names. */
  readonly types?: ReadonlyMap<string, QName>;
}

/** What one operation takes and gives. */
export interface SoapOperation {
  readonly version: SoapVersion;
  readonly soapAction: string;
  readonly request: BodyElement;
  /** The name of the element inside the answer's body, e.g. `consulterPersonnesResponse`. */
  readonly answer: string;
  /** The answer says in `codeRetour` how it went: the bank's habit, which others do not have. */
  readonly hasReturnCode: boolean;
  /** The whole answering envelope. */
  readonly envelope: Shape;
}

/** Which of a contract's ports is spoken to. */
export interface PortChoice {
  /** Its name in the WSDL. Default: the first of the version. */
  readonly port?: string;
  /** Default: 1.1 where there is a port for it, else 1.2. */
  readonly soapVersion?: SoapVersion;
}

export const ENVELOPES: Readonly<Record<SoapVersion, string>> = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
};

type ShapeOf = (element: SchemaNode, namespace: string) => Shape;

/**
 * Reads a WSDL and the schemas it imports, from files alone. Operations that answer nothing are left out: the caller
 * asks and is answered.
 *
 * @throws {Error} a file is missing or not a WSDL, an import leaves the disk, or an operation is neither
 *   document/literal with one element nor rpc.
 */
export async function loadContract(
  wsdlPath: string,
  { port, soapVersion }: PortChoice = {},
): Promise<SoapContract> {
  const documents = await readDocuments(wsdlPath, fileDocuments);
  const schemas = readSchemas(documents.schemas);
  const shapeOf = createShapes(schemas);
  const offered = readPorts(documents).filter(
    ({ name, version }) => (port ?? name) === name && (soapVersion ?? version) === version,
  );
  const version = offered.some((each) => each.version === '1.1') ? '1.1' : '1.2';
  const operations = new Map<string, SoapOperation>();
  for (const each of offered.filter((candidate) => candidate.version === version)) {
    for (const operation of each.operations) {
      const { name, soapAction, output } = operation;
      if (!output || operations.has(name)) continue;
      const body = (message: MessageBody, rpcName: string): BodyElement => {
        const element = bodyElement(
          operation,
          message,
          rpcName,
          shapeOf,
          (qname) => schemas[qname[0]]?.elements[qname[1]],
        );
        if (!element) throw new Error(`${wsdlPath}: ${name} is neither document/literal nor rpc`);
        return element;
      };
      const answer = body(output, `${name}Response`);
      operations.set(name, {
        version,
        soapAction,
        request: body(operation.input, name),
        answer: answer.name,
        hasReturnCode: answer.shape.children.has('codeRetour'),
        envelope: envelope(answer),
      });
    }
  }
  if (operations.size === 0) throw new Error(`${wsdlPath}: no SOAP operation`);
  return { operations };
}

/** @returns `undefined` where the message is not of its binding's style, or its element is declared nowhere. */
function bodyElement(
  { style }: WsdlOperation,
  { parts, namespace, encoded }: MessageBody,
  rpcName: string,
  shapeOf: ShapeOf,
  find: (element: QName) => SchemaNode | undefined,
): BodyElement | undefined {
  if (style === 'document') {
    const [part, ...others] = parts;
    const declared = part?.element && find(part.element);
    if (!declared || !part?.element || others.length > 0 || encoded) return undefined;
    const [own, name] = part.element;
    return { namespace: own, name, shape: shapeOf(declared, own) };
  }
  const children: Record<string, ChildShape> = {};
  for (const { name, type } of parts) {
    if (!type) return undefined;
    const shape = shapeOf({ name: 'element', $type: `t:${type[1]}`, xmlns: { t: type[0] } }, type[0]);
    children[name] = { many: false, shape, namespace: '' };
  }
  const types = new Map(parts.flatMap(({ name, type }) => (type ? [[name, type] as const] : [])));
  return { namespace, name: rpcName, shape: objectShape(children), ...(encoded ? { types } : {}) };
}

/** The answer's own namespace names the release of the service: another release is another contract. */
function envelope({ namespace, name, shape }: BodyElement): Shape {
  const namespaces = Object.values(ENVELOPES);
  const body = objectShape({
    [name]: { many: false, namespaces: [namespace], shape },
    Fault: { many: false, namespaces, shape: FLAT },
  });
  return objectShape({
    Envelope: {
      many: false,
      namespaces,
      shape: objectShape({ Body: { many: false, namespaces, shape: body } }),
    },
  });
}
