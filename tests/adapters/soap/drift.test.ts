import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { createSoapCaller, readServedDrift } from '../../../adapters/soap';
import { startSoapMocks } from '../../../mocks/soap';
import { systemClock } from '../../../schema/kernel/clock';
import { drift } from '../../../subgraphs/drift';
import { createAuthority } from '../../harness/certificates';
import { PATIENCE_MS } from '../../harness/patience-ms';

const folder = join(__dirname, 'contract');
const wsdlPath = join(folder, 'epreuve.wsdl');
let edit: (text: string) => string;
let status: number;
let asked: string[];
let server: Server;
let endpoint: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname, search } = new URL(request.url ?? '', 'http://service');
    asked.push(pathname + search);
    const file = search === '?wsdl' ? wsdlPath : join(folder, pathname.replace('/soap/', ''));
    readFile(file, 'utf8').then(
      (text) => response.writeHead(status, { 'content-type': 'text/xml; charset=utf-8' }).end(edit(text)),
      () => response.writeHead(404).end(),
    );
  });
  server.keepAliveTimeout = 600_000; // A connection ends when its caller does.
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/soap/epreuve`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  edit = (text) => text;
  status = 200;
  asked = [];
});

const check = async (): Promise<string[]> =>
  (await readServedDrift(wsdlPath, endpoint, PATIENCE_MS)).map(({ says }) => says);

describe('the drift of a contract', () => {
  it('is none where the same is served, whatever the prefixes, the address and the names of types', async () => {
    edit = (text) =>
      text
        .replaceAll('xsd:', 'xs:')
        .replaceAll('xmlns:xsd', 'xmlns:xs')
        .replaceAll('Fiche"', 'FicheBis"')
        .replace('never-called', 'elsewhere');
    expect(await check()).toEqual([]);
    expect(asked).toEqual(['/soap/epreuve?wsdl', '/soap/types/epreuve-types.xsd']);
  });

  const fiche = 'consulterFichesResponse/fiche';
  it.each<[string, string, string, string[]]>([
    [
      'an operation that is gone',
      'operation name="consulterFiches"',
      'operation name="chercherFiches"',
      ['operation consulterFiches: is no longer there', 'operation chercherFiches: is new'],
    ],
    [
      'another SOAPAction',
      'v1_0/consulterFiches"/>',
      'v1_1/consulterFiches"/>',
      [
        'operation consulterFiches: was SOAP 1.1, document, SOAPAction "http://epreuve.banque.example/service/v1_0/consulterFiches", http://epreuve.banque.example/service/v1_0, is SOAP 1.1, document, SOAPAction "http://epreuve.banque.example/service/v1_1/consulterFiches", http://epreuve.banque.example/service/v1_0',
      ],
    ],
    [
      'an element that is gone',
      '<xsd:element name="actif" type="xsd:boolean"/>',
      '',
      [`${fiche}/actif: is no longer there`],
    ],
    [
      'a new element, told once',
      '<xsd:element name="morale" type="xsd:string"/>',
      '<xsd:element name="morale" type="xsd:string"/><xsd:element name="periode" type="tns:Periode"/>',
      [`${fiche}/periode: is new: elements, 0..1`],
    ],
    [
      'another type',
      'name="solde" type="tns:Decimal2"',
      'name="solde" type="xsd:double"',
      [`${fiche}/solde: was xsd:decimal (fractionDigits 2), is xsd:double`],
    ],
    [
      'more of a list',
      'name="ligne" type="xsd:string" minOccurs="0" maxOccurs="6"',
      'name="ligne" type="xsd:string" maxOccurs="unbounded"',
      [`${fiche}/ligne: stood 0..6 times, stands 1..n times`],
    ],
    [
      'nil where none was',
      'name="numero" type="xsd:long"',
      'name="numero" nillable="true" type="xsd:long"',
      [`${fiche}/numero: may now be nil`],
    ],
    [
      'a new value and a lost one',
      '<xsd:enumeration value="16"/>',
      '<xsd:enumeration value="20"/>',
      [
        'consulterFichesResponse/codeRetour: has new values: 20',
        'consulterFichesResponse/codeRetour: has lost values: 16',
      ],
    ],
    [
      'an attribute that must be there',
      '<xsd:attribute name="version" type="xsd:int"/>',
      '<xsd:attribute name="version" type="xsd:int" use="required"/>',
      [`${fiche}/@version: stood 0..1 times, stands 1 times`],
    ],
  ])('says in words: %s', async (_what, from, to, says) => {
    edit = (text) => text.replaceAll(from, to);
    expect(await check()).toEqual(says);
  });

  it('follows no import away from the service', async () => {
    edit = (text) =>
      text.replace('schemaLocation="types', 'schemaLocation="http://169.254.169.254/soap/types');
    expect(await check()).toEqual([]);
    expect(asked).toHaveLength(2);
  });

  it.each<[string, () => void, RegExp]>([
    ['a page', () => (edit = () => '<html><body>Maintenance</body></html>'), /not a WSDL/],
    ['an error', () => (status = 503), /HTTP 503/],
    [
      'a DOCTYPE',
      () => (edit = (text) => text.replace('?>', '?><!DOCTYPE x [<!ENTITY a "b">]>')),
      /AnswerHasDoctypeOrEntity/,
    ],
    [
      'a type that holds itself by extension',
      () => (edit = (text) => text.replace('base="tns:Fiche"', 'base="tns:FicheDetaillee"')),
      /^$/,
    ],
  ])('is not found, and does not hang, where %s is served', async (_what, arrange, message) => {
    arrange();
    await expect(
      check().then(
        () => '',
        (error: Error) => error.message,
      ),
    ).resolves.toMatch(message);
  });
});

it('is told in the log by a caller that was given one, and holds nobody up', async () => {
  const lines: { level: number; changes?: string[]; source: string }[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[0]) });
  edit = (text) => text.replace('name="actif"', 'name="ouvert"');
  const caller = await createSoapCaller(
    { source: 'trial', wsdlPath, endpoint, driftCheckMs: 100 },
    { clock: systemClock, log },
  );
  const until = async (done: () => boolean): Promise<void> => {
    while (!done()) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  await until(() => lines.length === 1);
  expect(lines).toMatchObject([
    {
      level: 40,
      source: 'trial',
      changes: [
        'consulterFichesResponse/fiche/actif: is no longer there',
        'consulterFichesResponse/fiche/ouvert: is new: xsd:boolean, 1',
      ],
    },
  ]);
  await until(() => asked.length >= 8); // the same again is not told again
  expect(lines).toHaveLength(1);
  edit = (text) => text;
  await until(() => lines.length === 2);
  expect(lines[1]).toMatchObject({ level: 30, source: 'trial' });
  await caller.close();
});

describe('npm run contract -- drift', () => {
  const run = async (args: string[], variables: Record<string, string>): Promise<[number, string]> => {
    let said = '';
    const code = await drift(args, variables, (text) => (said += text));
    return [code, said];
  };

  it('shows itself to services as the hub does: by the files of SOAP_TLS_…', async () => {
    const authority = createAuthority('Autorite de test');
    const [theirs, ours] = [authority.issue('service'), authority.issue('hub')];
    const wsdl = readFileSync(join(__dirname, '../../../subgraphs/customers/referentiel-clients.wsdl'));
    const server = createTlsServer(
      {
        ...{ key: theirs.privateKey, cert: theirs.certificate, ca: authority.certificate },
        ...{ requestCert: true, rejectUnauthorized: true },
      },
      (_request, response) => response.writeHead(200, { 'content-type': 'text/xml' }).end(wsdl),
    ).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const pems = mkdtempSync(join(tmpdir(), 'drift-tls-'));
    const file = (name: string, text: string): string => {
      writeFileSync(join(pems, name), text);
      return join(pems, name);
    };
    const address = `https://127.0.0.1:${(server.address() as AddressInfo).port}/soap`;
    const variables = {
      CUSTOMERS_SOAP_URL: address,
      SOAP_TLS_CA: file('ca.pem', authority.certificate),
      SOAP_TLS_KEY: file('key.pem', ours.privateKey),
      SOAP_TLS_CERTIFICATE: file('certificate.pem', ours.certificate),
    };
    try {
      expect(await run([], variables)).toEqual([0, 'customers (referentiel-clients.wsdl): as vendored\n']);
      expect((await run([], { CUSTOMERS_SOAP_URL: address }))[0]).toBe(2);
      await expect(run([], { ...variables, SOAP_TLS_KEY: '/nowhere' })).rejects.toThrow(
        'SOAP_TLS_KEY names a file that cannot be read.',
      );
      const half = { CUSTOMERS_SOAP_URL: address, SOAP_TLS_KEY: variables.SOAP_TLS_KEY };
      await expect(run([], half)).rejects.toThrow('SOAP_TLS_KEY and SOAP_TLS_CERTIFICATE belong together.');
    } finally {
      server.close();
      server.closeAllConnections();
      rmSync(pems, { recursive: true });
    }
  });

  it('ends with 0 where all is as vendored, 1 where something differs, 2 where something cannot be read', async () => {
    const mocks = await startSoapMocks({ dataDir: join(__dirname, '../../../mocks/data') });
    try {
      const all = { CUSTOMERS_SOAP_URL: mocks.urls.customers, DOCUMENTS_SOAP_URL: mocks.urls.documents };
      expect(await run([], all)).toEqual([
        0,
        'customers (referentiel-clients.wsdl): as vendored\ndocuments (ged.wsdl): as vendored\n',
      ]);
      const wrong = { ...all, DOCUMENTS_SOAP_URL: mocks.urls.customers };
      const [code, said] = await run(['documents'], wrong);
      expect(code).toBe(1);
      expect(said).toContain('  operation lireDocument: is no longer there\n');
      const [, json] = await run(['documents', '--json'], wrong);
      expect(JSON.parse(json)).toMatchObject([
        {
          name: 'documents',
          contract: 'ged.wsdl',
          changes: expect.arrayContaining([
            { place: 'lireDocument', kind: 'removed', says: 'operation lireDocument: is no longer there' },
          ]),
        },
      ]);
      expect((await run([], { ...all, PAYMENTS_SOAP_URL: 'http://127.0.0.1:9/x' }))[0]).toBe(2);
    } finally {
      await mocks.close();
    }
  });

  it('says what it cannot do', async () => {
    expect(await run([], {})).toEqual([0, 'No SOAP service is configured.\n']);
    expect((await run([], { CUSTOMERS_SOAP_URL: 'customers' }))[0]).toBe(2);
    await expect(run(['nobody'], {})).rejects.toThrow('no subgraph "nobody"');
  });
});
