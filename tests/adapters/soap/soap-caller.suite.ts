import { inspect } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { LegacyDataError } from '../../../schema/kernel/source-errors';
import type { SoapCall, SoapCaller, SoapNode } from '../../../schema/ports/soap';
import { cpuMs } from '../../harness/work';
import { HOSTILE } from './hostile';
import {
  answer,
  envelope,
  send,
  SERVICE,
  startStrictServer,
  type StrictServer,
  TYPES,
} from './strict-server';
import { PATIENCE_MS } from '../../harness/patience-ms';
import { until } from '../../gateway/world/until';

export const ACCOUNT = {
  username: 'hub',
  password: 'pässword & <secret>',
  now: new Date('2026-11-20T09:00:00.250Z'),
};
const MARKER = 'MARTIN-750115';

/** How an implementation is opened against the suite's server. */
export interface CallerUnderTest {
  open(
    endpoint: string,
    limits?: { maxAnswerBytes?: number; maxDepth?: number; connections?: number },
  ): Promise<SoapCaller>;
}

/** The promises of the `SoapCaller` port, over real sockets. */
export function soapCallerSuite(name: string, { open }: CallerUnderTest): void {
  describe(`SoapCaller: ${name}`, () => {
    let server: StrictServer;
    let caller: SoapCaller;

    beforeAll(async () => {
      server = await startStrictServer(ACCOUNT);
      caller = await open(server.endpoint);
    });
    afterAll(async () => {
      await caller.close();
      await server.close();
    });
    beforeEach(() => {
      server.requests.length = 0;
      server.refusals.length = 0;
    });

    const call = (more: Partial<SoapCall<SoapNode>> = {}, by = caller): Promise<SoapNode> =>
      by.call({
        operation: 'consulterFiches',
        body: { reference: [MARKER] },
        timeoutMs: PATIENCE_MS,
        requestId: 'req-1',
        parse: (node) => node,
        ...more,
      });
    const answered = (content: string): Promise<SoapNode> => {
      server.reply = send(answer(content));
      return call();
    };
    /** What the failed call tells, after a look that it tells no more than it may. */
    const failure = async (more: Partial<SoapCall<SoapNode>> = {}, by = caller): Promise<unknown> => {
      const error: unknown = await call(more, by).then(
        () => Promise.reject(new Error('the call was answered')),
        (reason: unknown) => reason,
      );
      const told = inspect(error, { depth: 12, showHidden: true });
      for (const secret of [MARKER, ACCOUNT.password, 'com.ibm', 'Digest', '127.0.0.1'])
        expect(told).not.toContain(secret);
      return error;
    };
    const unavailable = { code: 'SOURCE_UNAVAILABLE', facts: { source: 'trial' } };
    const invalid = { code: 'SOURCE_INVALID_DATA', facts: { source: 'trial' } };
    const timeout = { code: 'SOURCE_TIMEOUT', facts: { source: 'trial', timeoutMs: 150 } };

    describe('a request', () => {
      it('carries the context header, the operation and a password digest that a strict server accepts', async () => {
        await answered('');
        expect(server.refusals).toEqual([]);
        const [request] = server.requests;
        expect(request?.context).toEqual({ codeAppli: 'RCL', codeAgence: '00042', idCorrelation: 'req-1' });
        expect(request?.raw).not.toContain('secret');
      });

      it('puts elements in their namespaces and in the order of the contract, imported types included', async () => {
        server.reply = send(answer());
        await call({
          body: {
            note: null,
            periode: { jusqua: '2026-01-31', depuis: '2026-01-01' },
            reference: ['A', 'B'],
          },
        });
        const own = (local: string): string => `{${SERVICE}}${local}`;
        const body = server.requests[0]?.body;
        expect(body?.children.map(({ name, text }) => [name, text])).toEqual([
          [own('reference'), 'A'],
          [own('reference'), 'B'],
          [own('periode'), ''],
          [own('note'), ''],
        ]);
        expect(body?.children[2]?.children.map(({ name, text }) => [name, text])).toEqual([
          [`{${TYPES}}depuis`, '2026-01-01'],
          [`{${TYPES}}jusqua`, '2026-01-31'],
        ]);
        expect(body?.children[3]?.attributes).toEqual({
          '{http://www.w3.org/2001/XMLSchema-instance}nil': 'true',
        });
      });

      it.each([
        ['markup', '<b>&amp;</b> "quoted" \'text\''],
        ['the end of a CDATA section', 'a ]]> b'],
        ['a whole CDATA section', '<![CDATA[x]]></r:note><r:note><![CDATA[y]]>'],
        ['an XML document', '<?xml version="1.0"?><a/>'],
        ['line ends and tabs', 'one\ntwo\r\nthree\tfour'],
        ['letters of every kind', 'Éléonore Žižek œuvre 5 € 日本 😀'],
        ['blanks around it', '  padded  '],
        ['nothing', ''],
      ])('sends %s as the text it is', async (_what, text) => {
        server.reply = send(answer());
        await call({ body: { reference: ['A'], note: text } });
        expect(server.requests[0]?.body.children[1]?.text).toBe(text);
      });

      it.each([
        ['a control character', 'a\u0001b'],
        ['NUL', '\u0000'],
        ['half a surrogate pair', 'a\ud83d'],
        ['U+FFFF', '\uffff'],
      ])('refuses %s before anything is sent, and names the element only', async (_what, text) => {
        await expect(
          failure({ body: { reference: ['A'], note: `${MARKER}${text}` } }),
        ).resolves.toMatchObject({
          code: 'BAD_USER_INPUT',
          facts: { argument: 'consulterFiches/note' },
        });
        expect(server.requests).toEqual([]);
      });

      it.each([
        ['an unknown operation', { operation: 'supprimer' }],
        ['an unknown element', { body: { reference: ['A'], inconnue: MARKER } }],
        ['a list where one value stands', { body: { reference: ['A'], note: [MARKER] } }],
        ['text where elements stand', { body: { reference: ['A'], periode: MARKER } }],
        ['elements where text stands', { body: { reference: ['A'], note: { texte: MARKER } } }],
      ])('refuses %s, which the contract does not have', async (_what, wrong) => {
        await expect(failure(wrong)).resolves.toBeInstanceOf(TypeError);
        expect(server.requests).toEqual([]);
      });
    });

    describe('an answer', () => {
      it('tells nil, empty and absent apart', async () => {
        const fiche = (libelle: string): string =>
          `<r:fiche><t:reference>A</t:reference>${libelle}</r:fiche>`;
        const nil = '<t:libelle xsi:nil="true"/>';
        expect(
          await answered(fiche(nil) + fiche('<t:libelle/>') + fiche('<t:ouverture></t:ouverture>')),
        ).toMatchObject({
          fiche: [{ libelle: null }, { libelle: '' }, { ouverture: '' }],
        });
        const [first] = ((await answered(fiche(''))) as { fiche: object[] }).fiche;
        expect(first).not.toHaveProperty('libelle');
      });

      it.each([0, 1, 2])('gives a declared list of %i as a list', async (count) => {
        const answered_ = await answered(
          '<r:fiche><t:ligne>L</t:ligne></r:fiche>'.repeat(count) +
            '<r:inconnu>I</r:inconnu>'.repeat(count) +
            '<r:cle>K</r:cle><r:valeur>V</r:valeur>'.repeat(count) +
            '<t:mention>M</t:mention>'.repeat(count),
        );
        const times = (value: SoapNode): SoapNode[] => Array.from({ length: count }, () => value);
        expect(answered_).toEqual({
          codeRetour: '00',
          libelleRetour: 'LIBELLE',
          fiche: times({ ligne: ['L'] }),
          inconnu: times('I'),
          cle: times('K'),
          valeur: times('V'),
          mention: times('M'),
        });
      });

      it('leaves every simple value the text it was', async () => {
        expect(
          await answered(
            '<r:fiche version="7"><t:reference>007 </t:reference><t:numero>9007199254740993</t:numero><t:solde>\n 1234567890123.10 </t:solde>' +
              '<t:ouverture>0001-01-01</t:ouverture><t:mouvement>2026-03-29T00:00:00</t:mouvement><t:actif>1</t:actif>' +
              '<t:montant devise="EUR">-0.10</t:montant></r:fiche>',
          ),
        ).toMatchObject({
          fiche: [
            {
              '@version': '7',
              reference: '007 ',
              numero: '9007199254740993',
              solde: '1234567890123.10',
              ouverture: '0001-01-01',
              mouvement: '2026-03-29T00:00:00',
              actif: '1',
              montant: { '#text': '-0.10', '@devise': 'EUR' },
            },
          ],
        });
      });

      it('reads choices, extended and recursive types', async () => {
        const inner = '<t:liee><t:reference>B</t:reference><t:morale>SARL</t:morale></t:liee>';
        expect(
          await answered(
            `<r:fiche><t:reference>A</t:reference><t:physique><t:nom>X</t:nom></t:physique>${inner}</r:fiche>`,
          ),
        ).toMatchObject({
          fiche: [
            {
              reference: 'A',
              ligne: [],
              physique: { nom: 'X' },
              liee: { reference: 'B', ligne: [], morale: 'SARL' },
            },
          ],
        });
      });

      it('is not changed by attributes, prefixes, comments or CDATA', async () => {
        expect(
          await answered(
            '<x:fiche xmlns:x="urn:any" xsi:type="t:Other"><!-- <!DOCTYPE --><t:libelle xsi:type="xsd:string" lang="fr">A<![CDATA[<b>&eacute;<?xml?>]]>B &amp; &#233;</t:libelle></x:fiche>',
          ),
        ).toMatchObject({ fiche: [{ libelle: 'A<b>&eacute;<?xml?>B & é' }] });
      });

      it('passes over elements that a later release added', async () => {
        const later =
          '<r:nouveau><r:codeRetour>16</r:codeRetour><r:profond><r:texte>x</r:texte></r:profond></r:nouveau>';
        expect(await answered(`${later}<r:inconnu>I</r:inconnu>`)).toEqual(
          expect.not.objectContaining({ nouveau: expect.anything() as unknown }),
        );
      });

      it.each([
        ['plain', (text: string) => text],
        ['in a CDATA section', (text: string) => `<![CDATA[${text}]]>`],
      ])('may be long: a document of 2 MB arrives whole, %s', async (_how, written) => {
        const content = 'QUJDRA=='.repeat(250_000);
        expect(
          await answered(`<r:contenu xsi:type="xsd:base64Binary">${written(content)}</r:contenu>`),
        ).toMatchObject({ contenu: content });
      });

      it('keeps what the call asks for: the rest is passed over and becomes no object', async () => {
        server.reply = send(
          answer(
            `<r:fiche version="7"><t:reference>A</t:reference><t:libelle>${MARKER}</t:libelle><t:montant devise="EUR">1.00</t:montant>` +
              `<t:physique><t:nom>X</t:nom></t:physique><t:ligne>${MARKER}</t:ligne><t:liee><t:reference>B</t:reference>` +
              `<t:liee><t:reference>${MARKER}</t:reference></t:liee></t:liee></r:fiche><r:inconnu>${MARKER}</r:inconnu>`,
          ),
        );
        const fiche = ['fiche/reference', 'fiche/physique/nom', 'fiche/liee/reference', 'fiche/montant'];
        const whole = await call({ keep: fiche });
        expect(whole).toEqual({
          codeRetour: '00',
          fiche: [
            {
              reference: 'A',
              physique: { nom: 'X' },
              montant: { '#text': '1.00', '@devise': 'EUR' },
              liee: { reference: 'B' },
            },
          ],
        });
        expect(await call({ keep: ['fiche/@version', 'fiche/physique'] })).toEqual({
          codeRetour: '00',
          fiche: [{ '@version': '7', physique: {} }],
        });
        expect(await call({ keep: [] })).toEqual({ codeRetour: '00' });
        await expect(call({ keep: ['fiche/nir'] })).rejects.toThrow(TypeError);
      });

      it('that is none is told whatever the call keeps of it', async () => {
        server.reply = send(answer('<r:codeErreur>CLI0404</r:codeErreur>', '08'));
        await expect(call({ keep: [] })).rejects.toMatchObject({ code: '08/CLI0404' });
        server.reply = send(answer('', '16'));
        await expect(call({ keep: [] })).rejects.toMatchObject(unavailable);
      });

      it('counts with return codes 00 and 04, and with the declared parser', async () => {
        server.reply = send(answer('<r:inconnu>I</r:inconnu>', '04'));
        const parse = (node: SoapNode): string => `parsed ${(node as { codeRetour: string }).codeRetour}`;
        expect(await call({ parse })).toBe('parsed 04');
      });
    });

    describe('the charset of an answer', () => {
      const text = 'Éric Œdipe, 5 €';
      const latin9 = Buffer.from('\xc9ric \xbcdipe, 5 \xa4', 'latin1');
      const windows = Buffer.from('\xc9ric \x8cdipe, 5 \x80', 'latin1');
      const document = (declared: string | null, content: Buffer): Buffer => {
        const [head = '', tail = ''] = answer('<r:inconnu>@</r:inconnu>').split('@');
        const declaration = declared ? `<?xml version="1.0" encoding="${declared}"?>` : '';
        return Buffer.concat([
          Buffer.from(head.replace(/^<\?xml.*?\?>/, declaration)),
          content,
          Buffer.from(tail),
        ]);
      };

      it.each([
        ['the declaration', 'ISO-8859-15', 'text/xml', latin9],
        ['Content-Type', null, 'text/xml; charset="ISO-8859-15"', latin9],
        ['Content-Type, against a declaration of UTF-8', 'UTF-8', 'text/xml;charset=iso-8859-15', latin9],
        [
          'the declaration, against a Content-Type of UTF-8',
          'windows-1252',
          'text/xml; charset=utf-8',
          windows,
        ],
        ['windows-1252, which ISO-8859-1 means', 'ISO-8859-1', 'text/xml', windows],
        ['UTF-8 by default', null, 'text/xml', Buffer.from(text)],
        [
          'UTF-8 where the bytes are, whatever a server adds to Content-Type',
          'UTF-8',
          'text/xml; charset=ISO-8859-1',
          Buffer.from(text),
        ],
        ['ISO-8859-15 where UTF-8 is declared', 'UTF-8', 'text/xml; charset=utf-8', latin9],
        ['windows-1252 where UTF-8 is declared', 'UTF-8', 'text/xml; charset=utf-8', windows],
      ])('is %s', async (_what, declared, contentType, content) => {
        server.reply = send(document(declared, content), contentType);
        expect(await call()).toMatchObject({ inconnu: [text] });
      });

      it('may be UTF-16 with its byte order mark', async () => {
        server.reply = send(Buffer.from(`\ufeff${answer(`<r:inconnu>${text}</r:inconnu>`)}`, 'utf16le'));
        expect(await call()).toMatchObject({ inconnu: [text] });
      });

      it.each([
        ['an unknown charset', 'IBM-1147', latin9],
        ['a mixture of two charsets', 'UTF-8', Buffer.concat([latin9, Buffer.from('é')])],
        ['a mixture in its signs alone', 'UTF-8', Buffer.concat([latin9, Buffer.from('€')])],
      ])('is refused where it is %s', async (_what, declared, content) => {
        server.reply = send(document(declared, content), 'text/xml');
        await expect(failure()).resolves.toMatchObject(invalid);
      });
    });

    describe('a refusal of the business', () => {
      it('names its code and not its label', async () => {
        server.reply = send(
          answer('<r:codeErreur> EPR0404 </r:codeErreur>', '08').replace('LIBELLE', MARKER),
        );
        await expect(failure()).resolves.toMatchObject({
          name: 'SoapBusinessError',
          source: 'trial',
          operation: 'consulterFiches',
          code: '08/EPR0404',
        });
      });

      it.each(['', `<r:codeErreur>${MARKER.toLowerCase()} refused</r:codeErreur>`])(
        'is plain 08 without what looks like a code',
        async (detail) => {
          server.reply = send(answer(detail, '08'));
          await expect(failure()).resolves.toMatchObject({ code: '08' });
        },
      );
    });

    describe('a bad day', () => {
      const stack = `<detail><trace>com.ibm.ws.Engine at 127.0.0.1 ${MARKER}</trace></detail>`;
      const fault = (code: string): string =>
        envelope(
          `<S:Fault><faultcode>S:Server</faultcode><faultstring>${code} ${MARKER}</faultstring>${stack}</S:Fault>`,
        );
      const half = answer('<r:inconnu>I</r:inconnu>').slice(0, -60);

      it.each([
        ['codeRetour 12', send(answer('', '12')), 'TechnicalReturnCode'],
        ['codeRetour 16', send(answer('', '16')), 'TechnicalReturnCode'],
        ['a Fault with a Java stack', send(fault('NullPointerException'), 'text/xml', 500), 'TechnicalFault'],
        ['a Fault with status 200', send(fault('NullPointerException')), 'TechnicalFault'],
        ['the night closing', send(fault('FERMETURE'), 'text/xml', 500), 'NightClosing'],
        ['HTTP 503 with a page', send('<html>', 'text/html', 503), 'HttpError'],
        ['HTTP 404 with XML that is no envelope', send('<error/>', 'text/xml', 404), 'HttpError'],
        ['HTTP 500 with half an envelope', send(half, 'text/xml', 500), 'HttpError'],
        ['HTTP 500 with a good answer', send(answer(), 'text/xml', 500), 'HttpError'],
        ['a redirection', send('', 'text/html', 302), 'HttpError'],
      ])('%s is "not available"', async (_what, reply, reason) => {
        server.reply = reply;
        await expect(failure()).resolves.toMatchObject({ ...unavailable, cause: { name: reason } });
      });

      it.each([
        ['a connection reset before the answer', ''],
        ['a connection reset in mid-answer', half],
      ])('%s is "not available"', async (_what, sent) => {
        server.reply = (_request, response) => {
          response
            .writeHead(200, { 'content-type': 'text/xml', 'content-length': '100000' })
            .write(sent || ' ');
          setTimeout(() => response.socket?.resetAndDestroy(), 20);
        };
        await expect(failure()).resolves.toMatchObject({ ...unavailable, cause: { name: 'ConnectionLost' } });
      });

      it('a port that nobody listens on is "not available"', async () => {
        const gone = await startStrictServer(ACCOUNT);
        await gone.close();
        const other = await open(gone.endpoint);
        await expect(failure({}, other)).resolves.toMatchObject({
          ...unavailable,
          cause: { name: 'ConnectionRefused' },
        });
        await expect(other.ping(PATIENCE_MS)).rejects.toMatchObject(unavailable);
        await other.close();
      });

      it.each([
        ['a page with status 200', send('<html><body>Maintenance</body></html>', 'text/html; charset=utf-8')],
        ['a page that says it is XML', send('<html><body>Maintenance</body></html>')],
        ['JSON', send('{}', 'application/json')],
        ['nothing at all', send('')],
        ['no content', send('', null, 204)],
        ['half an envelope', send(half)],
        ['text after the envelope', send(`${answer()}x`)],
        ['two envelopes', send(answer() + answer())],
        ['XML that is no envelope', send('<answer/>')],
        ['an envelope of another namespace', send(answer().replace('schemas.xmlsoap.org', 'example.org'))],
        ['an empty body', send(envelope(''))],
        ['the answer of another operation', send(envelope(`<r:autreResponse xmlns:r="${SERVICE}"/>`))],
        ['the answer of another release', send(answer().replaceAll('v1_0', 'v1_1'))],
        ['an unknown codeRetour', send(answer('', '99'))],
        ['no codeRetour', send(answer().replace(/<r:codeRetour>.*<\/r:codeRetour>/, ''))],
        ['two codeRetour', send(answer('<r:codeRetour>00</r:codeRetour>'))],
        ['elements inside a simple value', send(answer('<r:inconnu><b/></r:inconnu>'))],
        ['text between elements', send(answer('lost'))],
        [
          'compressed bytes that nobody asked for',
          (_request, response) =>
            void response.writeHead(200, { 'content-type': 'text/xml', 'content-encoding': 'gzip' }).end('x'),
        ],
      ])('%s is "invalid data"', async (_what, reply) => {
        server.reply = reply;
        await expect(failure()).resolves.toMatchObject(invalid);
      });

      it('bytes that are not HTTP are "invalid data"', async () => {
        server.reply = (_request, response) => void response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n\r\n');
        await expect(failure()).resolves.toMatchObject(invalid);
      });

      it('a value that its record refuses is "invalid data"', async () => {
        server.reply = send(answer());
        const parse = (): SoapNode => {
          throw new LegacyDataError('fiche/solde', 'a decimal');
        };
        await expect(failure({ parse })).resolves.toMatchObject(invalid);
      });

      it.each<[string, StrictServer['reply']]>([
        ['headers that never come', () => undefined],
        [
          'a body that drips',
          (_request, response) => {
            response.writeHead(200, { 'content-type': 'text/xml' });
            const drip = setInterval(() => response.write(' '), 20);
            response.on('close', () => clearInterval(drip));
          },
        ],
        [
          'a body that stops',
          (_request, response) => {
            response.writeHead(200, { 'content-type': 'text/xml' }).write(half);
          },
        ],
      ])('%s end at the deadline, and the next call is answered', async (_what, reply) => {
        server.reply = reply;
        await expect(failure({ timeoutMs: 150 })).resolves.toMatchObject(timeout);
        expect(await answered('')).toMatchObject({ codeRetour: '00' });
      });

      it('waiting for a connection counts as waiting, and what waited too long is never sent', async () => {
        const narrow = await open(server.endpoint, { connections: 1 });
        server.reply = () => undefined;
        const leaving = new AbortController();
        const holds = failure({ signal: leaving.signal }, narrow);
        await until(() => server.requests.length === 1);
        const waits = await Promise.all([1, 2, 3].map(() => failure({ timeoutMs: 150 }, narrow)));
        for (const error of waits) expect(error).toMatchObject(timeout);
        leaving.abort();
        await expect(holds).resolves.toMatchObject(unavailable);
        server.reply = send(answer());
        expect(await call({}, narrow)).toMatchObject({ codeRetour: '00' });
        expect(server.requests).toHaveLength(2);
        await narrow.close();
      });

      it('a caller who goes away ends the call at once', async () => {
        server.reply = () => undefined;
        const leaving = new AbortController();
        void until(() => server.requests.length === 1).then(() => leaving.abort());
        await expect(failure({ signal: leaving.signal })).resolves.toMatchObject(unavailable);
        await expect(failure({ signal: AbortSignal.abort() })).resolves.toMatchObject(unavailable);
        await expect(failure({ signal: AbortSignal.timeout(20) })).resolves.toMatchObject({
          code: 'SOURCE_TIMEOUT',
        });
      });
    });

    describe('a hostile answer', () => {
      it.each(HOSTILE)(
        'is refused in time: $what',
        async ({ document, reason, contentType, contentEncoding }) => {
          server.reply = (_request, response) => {
            const headers = { 'content-type': contentType ?? 'text/xml; charset=utf-8' };
            response.writeHead(
              200,
              contentEncoding ? { ...headers, 'content-encoding': contentEncoding } : headers,
            );
            response.end(document);
          };
          const before = cpuMs();
          await expect(failure()).resolves.toMatchObject({
            ...invalid,
            cause: { name: expect.stringMatching(new RegExp(`^(?:${reason})$`)) as string },
          });
          expect(cpuMs() - before).toBeLessThan(10_000);
        },
      );

      it('leaves nothing of it in memory', async () => {
        setFlagsFromString('--expose-gc');
        const collect = runInNewContext('gc') as () => void;
        const rounds = async (): Promise<number> => {
          for (const { document, contentType, contentEncoding } of HOSTILE) {
            if (contentType ?? contentEncoding) continue;
            server.reply = send(document);
            await failure();
          }
          server.requests.length = 0;
          collect();
          return process.memoryUsage().heapUsed;
        };
        const before = await rounds();
        expect((await rounds()) - before).toBeLessThan(16 * 1024 * 1024);
      });

      it('cannot name a prototype', async () => {
        expect(
          await answered('<r:__proto__><r:polluted>1</r:polluted></r:__proto__><r:constructor/>'),
        ).not.toHaveProperty('polluted');
        expect(({} as { polluted?: string }).polluted).toBeUndefined();
      });

      it('is not read past its limit of size, announced or not', async () => {
        const small = await open(server.endpoint, { maxAnswerBytes: 64_000 });
        let written = 0;
        server.reply = (_request, response) => {
          response.writeHead(200, { 'content-type': 'text/xml' });
          const fill = (): void => {
            while (!response.destroyed && written < 50_000_000) {
              written += 64_000;
              if (!response.write(Buffer.alloc(64_000, ' '))) return void response.once('drain', fill);
            }
          };
          fill();
        };
        await expect(failure({}, small)).resolves.toMatchObject({
          ...invalid,
          cause: { name: 'AnswerTooLarge' },
        });
        expect(written).toBeLessThan(20_000_000);
        server.reply = send(answer(`<r:contenu>${'A'.repeat(70_000)}</r:contenu>`));
        await expect(failure({}, small)).resolves.toMatchObject(invalid);
        server.reply = send(answer());
        expect(await call({}, small)).toMatchObject({ codeRetour: '00' });
        await small.close();
      });

      it('is not read past its limit of depth', async () => {
        const shallow = await open(server.endpoint, { maxDepth: 5 });
        const nested = (depth: number): string => '<r:x>'.repeat(depth) + '</r:x>'.repeat(depth);
        server.reply = send(answer(nested(2)));
        expect(await call({}, shallow)).toMatchObject({ codeRetour: '00' });
        server.reply = send(answer(nested(3)));
        await expect(failure({}, shallow)).resolves.toMatchObject({
          ...invalid,
          cause: { name: 'AnswerTooDeep' },
        });
        await shallow.close();
      });
    });

    describe('many at once', () => {
      it('200 calls keep to themselves and to the connections allowed', async () => {
        const busy = await startStrictServer(ACCOUNT);
        const many = await open(busy.endpoint, { connections: 8 });
        busy.reply = async ({ correlation, body }, response) => {
          await new Promise((resolve) =>
            setTimeout(resolve, (correlation.length * 7 + Number(correlation.slice(4))) % 13),
          );
          const own = body.children[0]?.text ?? '';
          const mine = own === `ref of ${correlation}` ? own : 'crossed';
          await send(answer(`<r:inconnu>${mine}</r:inconnu>`))({ correlation, body } as never, response);
        };
        const numbers = Array.from({ length: 200 }, (_, index) => index);
        const answers = await Promise.all(
          numbers.map((index) =>
            call({ requestId: `req-${index}`, body: { reference: [`ref of req-${index}`] } }, many),
          ),
        );
        expect(answers).toEqual(
          numbers.map((index) => expect.objectContaining({ inconnu: [`ref of req-${index}`] }) as unknown),
        );
        expect(busy.refusals).toEqual([]);
        expect(new Set(busy.requests.map(({ nonce }) => nonce)).size).toBe(200);
        expect(busy.mostConnections()).toBe(8);
        await many.close();
        await busy.close();
      });

      it('one that fails leaves the others alone', async () => {
        server.reply = (request, response) =>
          request.correlation === 'bad'
            ? void response.socket?.destroy()
            : void send(answer())(request, response);
        const good = Array.from({ length: 10 }, () => call({ requestId: 'good' }));
        await expect(failure({ requestId: 'bad' })).resolves.toMatchObject(unavailable);
        for (const each of await Promise.all(good)) expect(each).toMatchObject({ codeRetour: '00' });
      });
    });

    it('answers a ping when something speaks HTTP there', async () => {
      await expect(caller.ping(PATIENCE_MS)).resolves.toBeUndefined();
      expect(server.requests).toEqual([]);
    });

    it('is closed for good after close', async () => {
      const brief = await open(server.endpoint);
      await brief.close();
      await expect(failure({}, brief)).resolves.toMatchObject(unavailable);
    });
  });
}
