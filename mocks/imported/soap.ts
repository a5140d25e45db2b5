import { existsSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { readBody } from '../http';
import { childOf, escapeXml, parseXml, textsOf, type XmlElement } from '../soap/xml';
import type { ImportedSystem } from './systems';

/** The stand-in of one imported SOAP service. */
export interface ImportedService {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

const BODY_LIMIT = 16 * 1024 * 1024;
const ENVELOPES = ['http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'];

/**
 * Answers each operation with `answers/<request element>.xml`: `{{name}}` stands for what was asked as `name`, and what
 * stands between `{{each name}}` and `{{end}}` for every one of them. It checks neither credentials nor the contract.
 */
export function createImportedService({ folder }: ImportedSystem): ImportedService {
  return {
    async handle(request, response) {
      if (request.method !== 'POST') return void response.writeHead(405).end();
      const bytes = await readBody(request, BODY_LIMIT);
      const envelope = parseXml((bytes ?? Buffer.alloc(0)).toString('utf8'));
      const body = childOf(envelope, 'Body');
      const [asked] = body?.children ?? [];
      const file = join(folder, 'answers', `${asked?.name ?? ''}.xml`);
      const known = asked !== undefined && ENVELOPES.includes(envelope.namespace) && existsSync(file);
      const content = known ? filled(readFileSync(file, 'utf8'), asked) : FAULT;
      response.writeHead(known ? 200 : 500, { 'content-type': mediaOf(envelope.namespace) });
      response.end(`<s:Envelope xmlns:s="${envelope.namespace}"><s:Body>${content}</s:Body></s:Envelope>`);
    },
  };
}

const FAULT =
  '<s:Fault><faultcode>s:Client</faultcode><faultstring>There is no such operation</faultstring></s:Fault>';

const mediaOf = (envelope: string): string =>
  `${envelope === ENVELOPES[1] ? 'application/soap+xml' : 'text/xml'}; charset=utf-8`;

function filled(answer: string, asked: XmlElement): string {
  const repeated = answer.replace(
    /\{\{each ([^}]+)\}\}([^]*?)\{\{end\}\}/g,
    (_, name: string, each: string) =>
      valuesOf(asked, name)
        .map((value) => each.replaceAll(`{{${name}}}`, escapeXml(value)))
        .join(''),
  );
  return repeated.replace(/\{\{([^}]+)\}\}/g, (_, name: string) => escapeXml(valuesOf(asked, name)[0] ?? ''));
}

/** What was asked under a name: elements, or an attribute. */
const valuesOf = (asked: XmlElement, name: string): readonly string[] =>
  name.startsWith('@') ? [asked.attributes.get(name.slice(1)) ?? ''] : textsOf(asked, name);
