import { join } from 'node:path';
import { inspect } from 'node:util';
import pino from 'pino';
import { createSoapCaller } from '../../../adapters/soap';
import { HubError } from '../../../schema/kernel/errors';
import type { SoapCaller } from '../../../schema/ports/soap';
import { ACCOUNT } from './soap-caller.suite';
import { answer, envelope, send, startStrictServer, type StrictServer } from './strict-server';
import { PATIENCE_MS } from '../../harness/patience-ms';

const lines: Record<string, unknown>[] = [];
let server: StrictServer;
let caller: SoapCaller;

beforeAll(async () => {
  server = await startStrictServer(ACCOUNT);
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[0]) });
  caller = await createSoapCaller(
    {
      source: 'trial',
      wsdlPath: join(__dirname, 'contract/epreuve.wsdl'),
      endpoint: server.endpoint,
      username: ACCOUNT.username,
      password: ACCOUNT.password,
      codeAppli: 'RCL',
    },
    { clock: { now: () => ACCOUNT.now }, log },
  );
});
afterAll(async () => {
  await caller.close();
  await server.close();
});

const fault11 = (text: string, detail = ''): string =>
  envelope(`<S:Fault><faultcode>S:Server</faultcode><faultstring>${text}</faultstring>${detail}</S:Fault>`);
const fault12 = (text: string, detail = ''): string =>
  envelope(
    `<S:Fault><S:Code><S:Value>S:Receiver</S:Value></S:Code><S:Reason><S:Text xml:lang="fr">${text}</S:Text></S:Reason><S:Detail>${detail}</S:Detail></S:Fault>`,
  ).replaceAll('http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope');
const stack =
  '<f:fauteTechnique xmlns:f="urn:f"><f:code>TEC9001</f:code><f:trace>MARTIN at com.banque</f:trace></f:fauteTechnique>';

it.each([
  ['codeRetour 12', answer('', '12'), '12', /technical error/, /anomalie technique/],
  [
    'codeRetour 16 with its code',
    answer('<r:codeErreur>TEC0001</r:codeErreur>', '16'),
    '16/TEC0001',
    /technical/,
    /anomalie/,
  ],
  ['a Fault with a code', fault11('MARTIN', `<detail>${stack}</detail>`), 'TEC9001', /technical/, /anomalie/],
  ['a Fault of SOAP 1.2', fault12('MARTIN', stack), 'TEC9001', /technical/, /anomalie/],
  ['the night closing', fault11('FERMETURE'), 'FERMETURE', /closed/, /fermé/],
  ['the night closing by SOAP 1.2', fault12('FERMETURE'), 'FERMETURE', /closed/, /fermé/],
])(
  '%s is told by a stable code in two languages, and found again in the log',
  async (_what, text, code, en, fr) => {
    lines.length = 0;
    server.reply = send(
      text,
      text.includes('2003/05') ? 'application/soap+xml' : 'text/xml',
      text.includes('Fault') ? 500 : 200,
    );
    const error: unknown = await caller
      .call({
        operation: 'consulterFiches',
        body: { reference: ['MARTIN'] },
        timeoutMs: PATIENCE_MS,
        requestId: 'req-77',
        parse: (node) => node,
      })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(HubError);
    expect(error).toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      facts: {
        source: 'trial',
        businessCode: code,
        businessTextEn: expect.stringMatching(en),
        businessTextFr: expect.stringMatching(fr),
        correlationId: 'req-77',
      },
    });
    expect(lines.filter(({ msg }) => msg === 'a call to a SOAP service failed')).toMatchObject([
      { level: 40, source: 'trial', operation: 'consulterFiches', requestId: 'req-77', businessCode: code },
    ]);
    expect(server.requests.at(-1)?.correlation).toBe('req-77');
    expect(inspect([error, lines], { depth: 12, showHidden: true })).not.toMatch(
      /MARTIN|com\.banque|LIBELLE/,
    );
  },
);
