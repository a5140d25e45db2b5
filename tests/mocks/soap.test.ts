import { setImmediate as turn } from 'node:timers/promises';
import { startSoapMocks, type SoapMocks } from '../../mocks/soap/index';
import { callContext, envelope, post, securityHeader, texts, type Parts } from './hand-written';
import { writeSmallWorld } from './small-world';

const CLIENTS = 'http://referentiel.banque.example/clients/v2_3';
const GED = 'http://ged.banque.example/documents/v1_4';
const PAYMENTS = 'http://paiements.banque.example/ordres/v1_1';

const world = writeSmallWorld();
let mocks: SoapMocks;
let now = new Date();
beforeAll(async () => {
  mocks = await startSoapMocks({ dataDir: world.dataDir, clock: { now: () => now } });
});
beforeEach(async () => {
  now = new Date();
  await mocks.reset();
});
afterAll(async () => {
  await mocks.close();
  world.remove();
});

const consult = (...numbers: string[]): Parts => ({
  namespace: CLIENTS,
  operation: 'consulterPersonnes',
  body: numbers.map((number) => `<q:numeroTiers>${number}</q:numeroTiers>`).join(''),
});
const search = (nom: string, more = ''): Parts => ({
  namespace: CLIENTS,
  operation: 'rechercherPersonne',
  body: `<q:nom>${nom}</q:nom>${more}`,
});
const customer = '000000000001';

describe('the customer file', () => {
  it('answers persons in the order asked, and names the numbers it does not know with a warning', async () => {
    const { status, text } = await post(
      mocks.urls.customers,
      consult('000000000002', '000000009999', customer),
    );
    expect(status).toBe(200);
    expect(texts(text, 'codeRetour')).toEqual(['04']);
    expect(texts(text, 'numeroTiers')).toEqual(['000000000002', customer]);
    expect(texts(text, 'numeroInconnu')).toEqual(['000000009999']);
  });

  it('sends nil, empty elements and dates that mean none', async () => {
    const { text } = await post(mocks.urls.customers, consult(customer, '000000000100'));
    expect(texts(text, 'nir')).toEqual([null]);
    expect(texts(text, 'courriel')).toEqual([null, null]);
    expect(texts(text, 'telephone')).toEqual(['06.39.98.00.01', '']);
    expect(texts(text, 'dateEntreeRelation')).toEqual(['0001-01-01', '0001-01-01']);
    expect(texts(text, 'dateFinRelation')).toEqual(['9999-12-31', '9999-12-31']);
    expect(text).toContain('BOULANGERIE &#60;DUPONT &#38; FILS&#62;');
  });

  it('refuses a twenty-first number', async () => {
    const numbers = Array.from({ length: 21 }, (_, index) => String(index + 1).padStart(12, '0'));
    const { status, text } = await post(mocks.urls.customers, consult(...numbers));
    expect(status).toBe(500);
    expect(texts(text, 'faultstring')[0]).toContain('occurs more than 20 times');
  });

  it('hands a long search out by twenties', async () => {
    const pages: (string | null)[][] = [];
    let key: string | null | undefined;
    do {
      const more = key ? `<q:cleRepositionnement>${key}</q:cleRepositionnement>` : '';
      const { text } = await post(mocks.urls.customers, search('LEFEB', more));
      pages.push(texts(text, 'numeroTiers'));
      key = texts(text, 'indicateurSuite')[0] === 'O' ? texts(text, 'cleRepositionnement')[0] : undefined;
    } while (key);
    expect(pages.map((page) => page.length)).toEqual([20, 20, 5]);
    expect(new Set(pages.flat()).size).toBe(45);
  });

  it('does not find a name that is written otherwise than in the file', async () => {
    const { text } = await post(mocks.urls.customers, search('Lefebvre'));
    expect(texts(text, 'codeRetour')).toEqual(['04']);
    expect(texts(text, 'indicateurSuite')).toEqual(['N']);
  });

  it('keeps changed contact details, and refuses a number without dots', async () => {
    const change = (telephone: string): Parts => ({
      namespace: CLIENTS,
      operation: 'modifierCoordonnees',
      body: `<q:numeroTiers>000000000045</q:numeroTiers><q:telephone>${telephone}</q:telephone>`,
    });
    expect(texts((await post(mocks.urls.customers, change('0639980002'))).text, 'codeErreur')).toEqual([
      'CLI0422',
    ]);
    expect(texts((await post(mocks.urls.customers, change('06.39.98.00.02'))).text, 'codeRetour')).toEqual([
      '00',
    ]);
    const { text } = await post(mocks.urls.customers, consult('000000000045'));
    expect(texts(text, 'telephone')).toEqual(['06.39.98.00.02']);
  });
});

describe('the document store', () => {
  const find = (more = ''): Parts => ({
    namespace: GED,
    operation: 'rechercherDocument',
    body: `<q:critere><q:nom>NUMDOSSIER</q:nom><q:valeur>RC-2026-0000001</q:valeur></q:critere>${more}`,
  });

  it('writes ISO-8859-15, declares it, and spells out what that code page lacks', async () => {
    const { bytes, contentType, text } = await post(mocks.urls.documents, find());
    expect(contentType).toBe('text/xml; charset=ISO-8859-15');
    expect(text).toMatch(/^<\?xml version="1.0" encoding="ISO-8859-15"\?>/);
    expect(bytes.includes(Buffer.from([0x20, 0xa4, 0x20]))).toBe(true); // the euro sign
    expect(texts(text, 'libelle')[0]).toBe('Relevé à 12 € &#8211; annoté');
  });

  it('stops at 200 rows and goes on from the key it gave', async () => {
    const first = await post(mocks.urls.documents, find());
    expect(texts(first.text, 'idDocument')).toHaveLength(200);
    expect(texts(first.text, 'topSuite')).toEqual(['O']);
    const key = texts(first.text, 'cleRepositionnement')[0];
    const second = await post(
      mocks.urls.documents,
      find(`<q:cleRepositionnement>${key}</q:cleRepositionnement>`),
    );
    expect(texts(second.text, 'idDocument')).toHaveLength(5);
    expect(texts(second.text, 'topSuite')).toEqual(['N']);
  });

  it('gives back what was deposited, dated in Paris', async () => {
    now = new Date('2026-01-15T23:30:05Z');
    const security = (): string => securityHeader({ created: now.toISOString() });
    const deposit = await post(mocks.urls.documents, {
      namespace: GED,
      operation: 'deposerDocument',
      security: security(),
      body:
        '<q:typeDocument>RECL02</q:typeDocument><q:libelle>Copie</q:libelle><q:formatMime>text/plain</q:formatMime>' +
        '<q:index><q:nom>NUMDOSSIER</q:nom><q:valeur>RC-2</q:valeur></q:index><q:contenu>w6k=</q:contenu>',
    });
    const id = texts(deposit.text, 'idDocument')[0] ?? '';
    expect(id).toHaveLength(20);
    const ask = (operation: string) =>
      post(mocks.urls.documents, {
        namespace: GED,
        operation,
        security: security(),
        body: `<q:idDocument>${id}</q:idDocument>`,
      });
    expect(texts((await ask('lireDocument')).text, 'contenu')).toEqual(['w6k=']);
    expect(texts((await ask('consulterDocuments')).text, 'dateDepot')).toEqual(['2026-01-16T00:30:05']);
  });
});

describe('the payment service', () => {
  const create = (reference: string, account = '0000000001A'): Parts => ({
    namespace: PAYMENTS,
    operation: 'creerOrdre',
    body:
      `<q:referenceExterne>${reference}</q:referenceExterne><q:typeOrdre>GES</q:typeOrdre>` +
      `<q:compteCredit>${account}</q:compteCredit><q:montant>20.00</q:montant><q:devise>EUR</q:devise>` +
      '<q:motif>Geste</q:motif><q:numeroDossier>RC-2026-0000001</q:numeroDossier>',
  });
  const byReference = (reference: string): Parts => ({
    namespace: PAYMENTS,
    operation: 'consulterOrdres',
    body: `<q:referenceExterne>${reference}</q:referenceExterne>`,
  });

  it('creates an order once, and refuses its reference from then on', async () => {
    const first = await post(mocks.urls.payments, create('REF-2'));
    expect(texts(first.text, 'etat')).toEqual(['10']);
    expect(texts(first.text, 'numeroTiers')).toEqual([customer]);
    const second = await post(mocks.urls.payments, create('REF-2'));
    expect(second.status).toBe(200);
    expect([texts(second.text, 'codeRetour'), texts(second.text, 'codeErreur')]).toEqual([
      ['08'],
      ['PAI0409'],
    ]);
  });

  it('refuses an account it does not know', async () => {
    const { text } = await post(mocks.urls.payments, create('REF-3', '0000000009Z'));
    expect(texts(text, 'codeErreur')).toEqual(['PAI0404']);
  });

  it('may have created the order whose answer was lost', async () => {
    await mocks.behave({ payments: { kind: 'reset', times: 1 } });
    await expect(post(mocks.urls.payments, create('REF-4'))).rejects.toThrow();
    const { text } = await post(mocks.urls.payments, byReference('REF-4'));
    expect(texts(text, 'referenceExterne')).toEqual(['REF-4']);
  });

  it('has created nothing when it answered a Fault', async () => {
    await mocks.behave({ payments: { kind: 'fault', times: 1 } });
    expect((await post(mocks.urls.payments, create('REF-5'))).status).toBe(500);
    expect(texts((await post(mocks.urls.payments, byReference('REF-5'))).text, 'ordre')).toEqual([]);
  });
});

describe('what the services refuse', () => {
  const fault = async (parts: Parts, text?: string): Promise<(string | null | undefined)[]> => {
    const answer = await post(mocks.urls.customers, parts, text);
    expect(answer.status).toBe(500);
    return [texts(answer.text, 'faultcode')[0], texts(answer.text, 'faultstring')[0]];
  };

  it('a call without contexteAppel', async () => {
    expect(await fault({ ...consult(customer), context: '' })).toEqual([
      'soap:Client',
      'contexteAppel obligatoire',
    ]);
  });

  it('a contexteAppel without its correlation id', async () => {
    const context = callContext.replace(/<c:idCorrelation>.*<\/c:idCorrelation>/, '');
    expect((await fault({ ...consult(customer), context }))[1]).toContain('idCorrelation is expected');
  });

  it('no security header, a password in clear, another user, another password', async () => {
    const clear = securityHeader({ type: 'http://docs.oasis-open.org/wss/2004/01/x#PasswordText' });
    const codes: unknown[] = [];
    for (const security of [
      '',
      clear,
      securityHeader({ username: 'x' }),
      securityHeader({ password: 'x' }),
    ]) {
      codes.push((await fault({ ...consult(customer), security }))[0]);
    }
    expect(codes).toEqual([
      'wsse:InvalidSecurity',
      'wsse:InvalidSecurityToken',
      'wsse:FailedAuthentication',
      'wsse:FailedAuthentication',
    ]);
  });

  it('a nonce that was used before', async () => {
    const parts = { ...consult(customer), security: securityHeader() };
    expect((await post(mocks.urls.customers, parts)).status).toBe(200);
    expect((await fault(parts))[0]).toBe('wsse:FailedAuthentication');
  });

  it('a creation time more than five minutes off, either way', async () => {
    for (const [minutes, status] of [
      [-6, 500],
      [-4, 200],
      [4, 200],
      [6, 500],
    ] as const) {
      const created = new Date(now.getTime() + minutes * 60_000).toISOString();
      const answer = await post(mocks.urls.customers, {
        ...consult(customer),
        security: securityHeader({ created }),
      });
      expect([minutes, answer.status]).toEqual([minutes, status]);
    }
  });

  it('an operation that the contract does not have', async () => {
    expect((await fault({ namespace: CLIENTS, operation: 'supprimerPersonne', body: '' }))[1]).toBe(
      'Operation inconnue',
    );
  });

  it('elements in another order, of another namespace, or not declared', async () => {
    const birth = '<q:dateNaissance>03051971</q:dateNaissance>';
    expect((await fault(search('LEFEBVRE', `${birth}<q:prenom>X</q:prenom>`)))[1]).toContain(
      'prenom is not expected',
    );
    const foreign = { ...search('X'), body: '<nom>LEFEBVRE</nom>' };
    expect((await fault(foreign))[1]).toContain('the element nom is expected');
    expect((await fault(search('LEFEBVRE', '<q:ville>X</q:ville>')))[1]).toContain('ville is not expected');
  });

  it('a value that its type forbids, without repeating it', async () => {
    const [, reason] = await fault(consult('12AB'));
    expect(reason).toContain('numeroTiers: breaks the facet pattern');
    expect(reason).not.toContain('12AB');
  });

  it('a SOAPAction that does not name the operation', async () => {
    expect((await fault({ ...consult(customer), soapAction: '""' }))[1]).toContain('SOAPAction');
  });

  it('what is not SOAP 1.1: broken XML, a DOCTYPE, an entity, a SOAP 1.2 envelope', async () => {
    const parts = consult(customer);
    const good = envelope(parts);
    expect((await fault(parts, good.slice(0, -5)))[0]).toBe('soap:Client');
    expect((await fault(parts, good.replace('?>', '?><!DOCTYPE x>')))[1]).toContain('DOCTYPE');
    expect((await fault(parts, good.replace(customer, '&x;')))[1]).toContain('entity');
    const soap12 = good.replace(
      'http://schemas.xmlsoap.org/soap/envelope/',
      'http://www.w3.org/2003/05/soap-envelope',
    );
    expect((await fault(parts, soap12))[0]).toBe('soap:VersionMismatch');
  });

  it('another method and another media type', async () => {
    expect((await fetch(mocks.urls.customers)).status).toBe(405);
    const answer = await post(mocks.urls.customers, {
      ...consult(customer),
      contentType: 'application/soap+xml',
    });
    expect(answer.status).toBe(415);
  });
});

it('serves its contract with its own address in it', async () => {
  const wsdl = await (await fetch(`${mocks.urls.documents}?wsdl`)).text();
  expect(wsdl).toContain(`<soap:address location="${mocks.urls.documents}"`);
  expect(wsdl).toContain(`targetNamespace="${GED}"`);
});

it('counts calls, keys of each call, Faults and correlation', async () => {
  await post(mocks.urls.customers, consult(customer, '000000000002'));
  await post(mocks.urls.customers, consult('000000000003'));
  await post(mocks.urls.customers, { ...consult(customer), context: '' });
  expect(mocks.calls().customers).toMatchObject({
    operations: { consulterPersonnes: { calls: 2, keys: [2, 1] } },
    faults: 1,
    lastCorrelation: 'req-1',
  });
  expect(mocks.calls().payments.operations).toEqual({});
});

it('measures how many calls are under way, and turns away what is above its limit', async () => {
  const narrow = await startSoapMocks({ dataDir: world.dataDir, limit: 3 });
  await narrow.behave({ customers: { kind: 'held' } });
  const answers = Array.from({ length: 5 }, () => post(narrow.urls.customers, consult(customer)));
  while (narrow.calls().customers.turnedAway < 2) await turn();
  await narrow.behave({ customers: { kind: 'well' } });
  expect((await Promise.all(answers)).map(({ status }) => status).sort()).toEqual([200, 200, 200, 503, 503]);
  expect(narrow.calls().customers).toMatchObject({ turnedAway: 2, maxConcurrent: 4 });
  await narrow.close();
});
