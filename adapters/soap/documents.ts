import { readXml, type XmlNode } from './xml-tree';

export const WSDL = 'http://schemas.xmlsoap.org/wsdl/';
export const XSD = 'http://www.w3.org/2001/XMLSchema';

/** One schema, and the namespace that it stands for: an included one without a namespace takes its includer's. */
export interface SchemaDocument {
  readonly namespace: string;
  readonly root: XmlNode;
}

/** Everything that one contract is made of. */
export interface ContractDocuments {
  /** `wsdl:definitions` elements, the first one first. */
  readonly definitions: readonly XmlNode[];
  readonly schemas: readonly SchemaDocument[];
}

/** Where the bytes of a document come from. */
export interface DocumentReader {
  read(location: string): Promise<{ readonly bytes: Buffer; readonly contentType?: string }>;
  /** @returns the location of what a document imports, e.g. `types/common.xsd`, from the importing one's. */
  resolve(relative: string, from: string): string;
}

/** No contract has more documents. */
const MOST = 200;

/**
 * Reads a WSDL and all that it imports or includes, each document once.
 *
 * @throws {Error} naming the document that is missing, is no XML, or is not what its place asks for.
 */
export async function readDocuments(location: string, reader: DocumentReader): Promise<ContractDocuments> {
  const read = new Map<string, Promise<XmlNode>>();
  const definitions: XmlNode[] = [];
  const schemas: SchemaDocument[] = [];
  const seen = new Set<string>();

  const fetch = (at: string): Promise<XmlNode> => {
    let found = read.get(at);
    if (!found) {
      if (read.size >= MOST) throw new Error(`${location}: more than ${MOST} documents`);
      found = reader.read(at).then(({ bytes, contentType }) => {
        try {
          return readXml(bytes, contentType);
        } catch (error) {
          throw new Error(`${at}: ${(error as Error).message}`);
        }
      });
      read.set(at, found);
    }
    return found;
  };

  const schema = async (root: XmlNode, at: string, includer: string): Promise<void> => {
    const namespace = root.$targetNamespace ?? includer;
    schemas.push({ namespace, root });
    for (const child of root.children) {
      if (child.namespace !== XSD || !['import', 'include', 'redefine'].includes(child.name)) continue;
      if (child.name === 'redefine') throw new Error(`${at}: xsd:redefine is not read`);
      if (child.$schemaLocation === undefined) continue;
      const where = reader.resolve(child.$schemaLocation, at);
      const inherited = child.name === 'import' ? '' : namespace;
      if (seen.has(`${where} ${inherited}`)) continue;
      seen.add(`${where} ${inherited}`);
      const found = await fetch(where);
      if (found.name !== 'schema' || found.namespace !== XSD) throw new Error(`${where}: not a schema`);
      await schema(found, where, inherited);
    }
  };

  const wsdl = async (at: string): Promise<void> => {
    const root = await fetch(at);
    if (root.namespace === XSD && root.name === 'schema' && definitions.length > 0)
      return schema(root, at, '');
    if (root.name !== 'definitions' || root.namespace !== WSDL) throw new Error(`${at}: not a WSDL 1.1`);
    definitions.push(root);
    for (const child of root.children) {
      if (child.namespace !== WSDL) continue;
      if (child.name === 'types') {
        for (const each of child.children) if (each.name === 'schema') await schema(each, at, '');
      } else if (child.name === 'import' && child.$location !== undefined) {
        const where = reader.resolve(child.$location, at);
        if (seen.has(where)) continue;
        seen.add(where);
        await wsdl(where);
      }
    }
  };

  seen.add(location);
  await wsdl(location);
  return { definitions, schemas };
}
