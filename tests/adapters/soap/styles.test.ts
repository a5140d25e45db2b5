import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createSoapCaller, type SoapCallerConfig } from '../../../adapters/soap';
import { systemClock } from '../../../schema/kernel/clock';
import type { SoapNode, SoapValue } from '../../../schema/ports/soap';
import { only, parseXml, type XmlElement } from './strict-xml';
import { BARE, ENCODED, RPC } from './styles';
import { PATIENCE_MS } from '../../harness/patience-ms';

const SOAP11 = 'http://schemas.xmlsoap.org/soap/envelope/';
const SOAP12 = 'http://www.w3.org/2003/05/soap-envelope';
let server: Server;
let folder: string;
let reply = '';
let headers: IncomingHttpHeaders;
let sent: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'styles-'));
  for (const [style, files] of Object.entries({ BARE, RPC, ENCODED })) {
    for (const [name, text] of Object.entries(files)) {
      const file = join(folder, style, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
  }
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      headers = request.headers;
      sent = Buffer.concat(chunks).toString();
      response.writeHead(200, { 'content-type': request.headers['content-type']?.split(';')[0] }).end(reply);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

type Body = { readonly [element: string]: SoapValue };

async function ask(
  style: string,
  operation: string,
  body: Body,
  content: string,
  more: Partial<SoapCallerConfig> = {},
) {
  const uri = more.soapVersion === '1.2' ? SOAP12 : SOAP11;
  reply = `<S:Envelope xmlns:S="${uri}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><S:Body>${content}</S:Body></S:Envelope>`;
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const caller = await createSoapCaller(
    { source: 'trial', wsdlPath: join(folder, style, 'service.wsdl'), endpoint, ...more },
    { clock: systemClock },
  );
  const call = { operation, body, timeoutMs: PATIENCE_MS, requestId: 'r', parse: (node: SoapNode) => node };
  const answer = await caller.call(call).finally(() => caller.close());
  const [request, ...others] = only(parseXml(sent), `{${uri}}Body`).children;
  if (!request || others.length > 0) throw new Error('not one element in the body');
  return { answer, request };
}

const plain = ({ name, attributes, children, text }: XmlElement): unknown => [
  name,
  ...(Object.keys(attributes).length > 0 ? [attributes] : []),
  children.length > 0 ? children.map(plain) : text,
];

describe.each(['1.1', '1.2'] as const)('document/literal bare, by SOAP %s', (soapVersion) => {
  it('writes attributes, choices, lists and nil in their namespaces, and reads attributes and repeated groups', async () => {
    const body = {
      '@lang': 'fr "\n',
      since: null,
      amount: [{ '#text': '1.50', '@currency': 'EUR' }, '2'],
      name: 'A',
    };
    const content =
      '<t:Answer xmlns:t="urn:styles" version="2" other="x"><total currency="EUR">9007199254740993.10</total><line>1</line><line/></t:Answer>';
    const { answer, request } = await ask('BARE', 'Find', body, content, { soapVersion });
    expect(plain(request)).toEqual([
      '{urn:styles}Query',
      { lang: 'fr "\n' },
      [
        ['{}name', 'A'],
        ['{}amount', { currency: 'EUR' }, '1.50'],
        ['{}amount', '2'],
        ['{urn:styles}since', { '{http://www.w3.org/2001/XMLSchema-instance}nil': 'true' }, ''],
      ],
    ]);
    expect(answer).toEqual({
      '@version': '2',
      total: { '#text': '9007199254740993.10', '@currency': 'EUR' },
      line: ['1', ''],
    });
    if (soapVersion === '1.1') expect(headers.soapaction).toBe('"urn:styles/Find"');
    else
      expect(headers['content-type']).toBe('application/soap+xml; charset=utf-8; action="urn:styles/Find"');
  });
});

it('speaks SOAP 1.1 where a contract offers both, and the port that it is told', async () => {
  const content = '<t:Answer xmlns:t="urn:styles"><total>1</total></t:Answer>';
  await ask('BARE', 'Find', { number: '1' }, content);
  expect(headers['content-type']).toBe('text/xml; charset=utf-8');
  await ask('BARE', 'Find', { number: '1' }, content, { port: 'soap12P', soapVersion: '1.2' });
  expect(headers['content-type']).toContain('application/soap+xml');
  await expect(ask('BARE', 'Find', {}, '', { port: 'other' })).rejects.toThrow('no SOAP operation');
});

it('rpc/literal: parts stand without namespace in the element of the call', async () => {
  const content =
    '<c:addResponse xmlns:c="urn:calls" xmlns:p="urn:types"><sum> 3 </sum><point><p:y>2</p:y><p:x>1</p:x></point></c:addResponse>';
  const { answer, request } = await ask('RPC', 'add', { point: { y: '2', x: '1' }, a: '1' }, content);
  expect(plain(request)).toEqual([
    '{urn:calls}add',
    [
      ['{}a', '1'],
      [
        '{}point',
        [
          ['{urn:types}x', '1'],
          ['{urn:types}y', '2'],
        ],
      ],
    ],
  ]);
  expect(answer).toEqual({ sum: '3', point: { x: '1', y: '2' } });
  await expect(ask('RPC', 'add', { ticket: 'x' }, content)).rejects.toThrow('add has no element ticket');
});

it('rpc/encoded: parts name their types, and answers are read by the contract’s', async () => {
  const content =
    '<c:echoResponse xmlns:c="urn:calls"><echoReturn xsi:type="xsd:string" xmlns:xsd="http://www.w3.org/2001/XMLSchema">é</echoReturn></c:echoResponse>';
  const { answer, request } = await ask('ENCODED', 'echo', { in0: '<a>' }, content);
  expect(answer).toEqual({ echoReturn: 'é' });
  expect(request.children[0]?.text).toBe('<a>');
  const type = request.children[0]?.attributes['{http://www.w3.org/2001/XMLSchema-instance}type'] ?? '';
  const [prefix = '', name] = type.split(':');
  expect(name).toBe('string');
  expect(sent).toContain(`xmlns:${prefix}="http://www.w3.org/2001/XMLSchema"`);
});
