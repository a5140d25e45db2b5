import { type Member, membersOf } from './members';
import type { Schemas } from './schema';
import { childrenOf, type ContractDocuments, documentationOf } from './xml';

/** What travels in the body, one way, as the SOAP adapter reads it. */
interface Body {
  readonly parts: readonly {
    readonly name: string;
    readonly element?: readonly [namespace: string, name: string];
    readonly type?: readonly [namespace: string, name: string];
  }[];
  /** rpc: the namespace of the element around the parts. */
  readonly namespace: string;
  readonly encoded: boolean;
}

/** One port that speaks SOAP over HTTP, as the SOAP adapter reads it. */
export interface SoapPort {
  readonly name: string;
  readonly operations: readonly {
    readonly name: string;
    readonly style: 'document' | 'rpc';
    readonly input: Body;
    readonly output?: Body;
  }[];
}

/** What an operation takes or gives: the element in the body, and what is in it. */
export interface Message {
  readonly element: string;
  readonly namespace: string;
  readonly members: readonly Member[];
}

/** One operation of the contract. */
export interface WsdlOperation {
  readonly name: string;
  readonly documentation: string | undefined;
  readonly input: Message;
  readonly output: Message;
}

/** All that the contract offers over SOAP. */
export interface WsdlService {
  readonly name: string;
  readonly documentation: string | undefined;
  readonly operations: readonly WsdlOperation[];
}

/**
 * Reads the operations of the first port: the others offer the same in other ways.
 *
 * @param note told of each operation that cannot be read, and why.
 */
export function readService(
  documents: ContractDocuments,
  [port]: readonly SoapPort[],
  schemas: Schemas,
  note: (line: string) => void,
): WsdlService {
  const portTypes = documents.definitions.flatMap((root) => childrenOf(root, 'portType'));
  const documented = (name: string): string | undefined =>
    portTypes
      .flatMap((portType) => childrenOf(portType, 'operation'))
      .filter(({ $name }) => $name === name)
      .map(documentationOf)
      .find((text) => text !== undefined);

  const messageOf = (
    name: string,
    style: string,
    body: Body | undefined,
    end: 'input' | 'output',
  ): Message | string => {
    if (!body) return 'it is not answered';
    if (body.encoded) return 'it is rpc/encoded, which nothing here speaks';
    if (style === 'rpc') {
      const element = end === 'output' ? `${name}Response` : name;
      return { element, namespace: body.namespace, members: body.parts.map((part) => partOf(part, schemas)) };
    }
    const [part, ...others] = body.parts;
    if (!part?.element || others.length > 0) return `its ${end} is not one element`;
    const [namespace, local] = part.element;
    const declared = schemas.find('element', { namespace, local });
    if (!declared) return `the contract does not declare its ${end}`;
    const type = schemas.typeOf(declared);
    const members = type.kind === 'complex' ? membersOf(type.type, schemas) : undefined;
    return members ? { element: local, namespace, members } : `its ${end} is a single value`;
  };

  const operations = (port?.operations ?? []).flatMap(({ name, style, input, output }): WsdlOperation[] => {
    const asked = messageOf(name, style, input, 'input');
    const answered = messageOf(name, style, output, 'output');
    const problem = [asked, answered].find((each) => typeof each === 'string');
    if (typeof asked === 'object' && typeof answered === 'object') {
      return [{ name, documentation: documented(name), input: asked, output: answered }];
    }
    note(`${name} is left out: ${String(problem)}.`);
    return [];
  });
  const service = documents.definitions.flatMap((root) => childrenOf(root, 'service'))[0];
  const text = documentationOf(service) ?? documentationOf(documents.definitions[0]);
  return { name: service?.$name ?? 'Service', documentation: text, operations };
}

function partOf({ name, element, type }: Body['parts'][number], schemas: Schemas): Member {
  const [namespace, local] = element ?? type ?? ['', ''];
  const declared = element && schemas.find('element', { namespace, local });
  return {
    legacy: element ? local : name,
    documentation: undefined,
    namespace: element ? namespace : '',
    many: false,
    required: true,
    type: declared ? schemas.typeOf(declared) : schemas.typeNamed({ namespace, local }),
  };
}
