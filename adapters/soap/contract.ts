import { createClientAsync, type WSDL } from 'soap';
import { FLAT, objectShape, type Shape } from './shape';
import { createShapes, type Definitions, type SchemaNode } from './schema-shapes';

/** A vendored contract, loaded. */
export interface SoapContract {
  /** What `soap` writes requests by. Shared by all calls: nothing may change it. */
  readonly wsdl: WSDL;
  readonly operations: ReadonlyMap<string, SoapOperation>;
}

/** What one operation takes and gives. */
export interface SoapOperation {
  /** The element inside the request's body. */
  readonly request: Shape;
  /** The name of the element inside the answer's body, e.g. `consulterPersonnesResponse`. */
  readonly answer: string;
  /** The whole answering envelope. */
  readonly envelope: Shape;
}

type Message = SchemaNode & { readonly targetNamespace?: string };
type Method = { readonly input?: Message | null; readonly output?: Message | null };
type Service = {
  readonly ports: Readonly<Record<string, { readonly binding: { methods: Record<string, Method> } }>>;
};

const ENVELOPES = ['http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'];

/**
 * Reads a WSDL and the schemas it imports, from files alone.
 *
 * @throws {Error} a file is missing or not a WSDL, an import leaves the disk, or an operation is not document/literal.
 */
export async function loadContract(wsdlPath: string): Promise<SoapContract> {
  const { wsdl } = await createClientAsync(wsdlPath, {
    disableCache: true,
    httpClient: { request: refuseNetwork },
    wsdl_options: {
      overrideImportLocation: (path: string) => (/^https?:/i.test(path) ? refuseNetwork() : path),
    },
  });
  const shapeOf = createShapes(wsdl.definitions as unknown as Definitions);
  const operations = new Map<string, SoapOperation>();
  for (const { ports } of Object.values(wsdl.definitions.services as unknown as Record<string, Service>)) {
    for (const { binding } of Object.values(ports)) {
      for (const [name, { input, output }] of Object.entries(binding.methods)) {
        if (!input?.targetNamespace || !output?.targetNamespace || !output.$name) {
          throw new Error(`${wsdlPath}: ${name} is not document/literal`);
        }
        const answer = shapeOf(output, output.targetNamespace);
        operations.set(name, {
          request: shapeOf(input, input.targetNamespace),
          answer: output.$name,
          envelope: envelope(output.$name, output.targetNamespace, answer),
        });
      }
    }
  }
  if (operations.size === 0) throw new Error(`${wsdlPath}: no SOAP operation`);
  return { wsdl, operations };
}

/** The answer's own namespace names the release of the service: another release is another contract. */
const envelope = (name: string, namespace: string, shape: Shape): Shape =>
  objectShape({
    Envelope: {
      many: false,
      namespaces: ENVELOPES,
      shape: objectShape({
        Body: {
          many: false,
          namespaces: ENVELOPES,
          shape: objectShape({
            [name]: { many: false, namespaces: [namespace], shape },
            Fault: { many: false, namespaces: ENVELOPES, shape: FLAT },
          }),
        },
      }),
    },
  });

function refuseNetwork(): never {
  throw new Error('a vendored contract does not import over the network');
}
