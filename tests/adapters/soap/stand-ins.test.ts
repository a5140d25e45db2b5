import { join } from 'node:path';
import { createSoapCaller } from '../../../adapters/soap';
import {
  developmentCredentials,
  startSoapMocks,
  type BehaviourInput,
  type SoapMocks,
  type SoapServiceName,
} from '../../../mocks/soap';
import { systemClock } from '../../../schema/kernel/clock';
import type { SoapCall, SoapCaller, SoapNode } from '../../../schema/ports/soap';
import { PATIENCE_MS } from '../../harness/patience-ms';

const root = join(__dirname, '../../..');
const contracts: Record<SoapServiceName, string> = {
  customers: 'subgraphs/customers/referentiel-clients.wsdl',
  documents: 'subgraphs/documents/ged.wsdl',
  payments: 'subgraphs/payments/paiements.wsdl',
};

describe('the caller and the imitated services, written apart from the same contracts,', () => {
  let mocks: SoapMocks;
  const callers = new Map<SoapServiceName, SoapCaller>();

  beforeAll(async () => {
    mocks = await startSoapMocks({ dataDir: join(root, 'mocks/data') });
    for (const [name, wsdl] of Object.entries(contracts) as [SoapServiceName, string][]) {
      const config = {
        source: name,
        wsdlPath: join(root, wsdl),
        endpoint: mocks.urls[name],
        codeAppli: 'RCL',
      };
      callers.set(
        name,
        await createSoapCaller({ ...config, ...developmentCredentials }, { clock: systemClock }),
      );
    }
  });
  afterEach(() => mocks.reset());
  afterAll(async () => {
    for (const caller of callers.values()) await caller.close();
    await mocks.close();
  });

  const call = (
    service: SoapServiceName,
    operation: string,
    body: SoapCall<unknown>['body'],
    timeoutMs = PATIENCE_MS,
  ): Promise<SoapNode> => {
    const caller = callers.get(service);
    if (!caller) throw new Error(`no caller for ${service}`);
    return caller.call({ operation, body, timeoutMs, requestId: 'req-1', parse: (node) => node });
  };
  const person = (): Promise<SoapNode> =>
    call('customers', 'consulterPersonnes', { numeroTiers: ['000000000001'] });

  it('agree on the customer file', async () => {
    expect(
      await call('customers', 'consulterPersonnes', { numeroTiers: ['000000000001', '999999999999'] }),
    ).toMatchObject({
      codeRetour: expect.stringMatching(/^0[04]$/) as string,
      personne: [
        {
          numeroTiers: '000000000001',
          physique: { nom: expect.stringMatching(/^[A-Z' -]+$/) as string },
          adresse: { ligne: expect.any(Array) as string[] },
          consentement: expect.any(Array) as object[],
        },
      ],
      numeroInconnu: ['999999999999'],
    });
    const found = (await call('customers', 'rechercherPersonne', { nom: 'MARTIN' })) as { personne: unknown };
    expect(found.personne).toBeInstanceOf(Array);
  });

  it('agree on the document store, and bytes come back as they went', async () => {
    const contenu = Buffer.from('Réclamation ]]> <b>&amp;</b>').toString('base64');
    const index = [{ nom: 'NUMDOSSIER', valeur: 'RC-2026-0000001' }];
    const deposit = { typeDocument: 'RECL01', libelle: 'COURRIER', formatMime: 'text/plain', index, contenu };
    const { idDocument } = (await call('documents', 'deposerDocument', deposit)) as { idDocument: string };
    expect(await call('documents', 'lireDocument', { idDocument })).toMatchObject({ contenu });
    expect(await call('documents', 'consulterDocuments', { idDocument: [idDocument] })).toMatchObject({
      document: [{ idDocument, index }],
    });
    const critere = [{ nom: 'NUMDOSSIER', valeur: ['RC-2026-0000001'] }];
    expect(await call('documents', 'rechercherDocument', { critere })).toMatchObject({
      document: expect.arrayContaining([expect.objectContaining({ idDocument })]) as object[],
    });
  });

  it('agree on the payment service, its refusal of a known reference included', async () => {
    const order = {
      referenceExterne: 'REF-SMOKE-1',
      typeOrdre: 'GES',
      compteCredit: '00259262318',
      montant: '12.50',
      devise: 'EUR',
      motif: 'GESTE & "EXCUSES" <SUITE>',
      numeroDossier: 'RC-2026-0000001',
    };
    expect(await call('payments', 'creerOrdre', order)).toMatchObject({ ordre: { montant: '12.50' } });
    await expect(call('payments', 'creerOrdre', order)).rejects.toMatchObject({ code: '08/PAI0409' });
    expect(await call('payments', 'consulterOrdres', { referenceExterne: ['REF-SMOKE-1'] })).toMatchObject({
      ordre: [{ referenceExterne: 'REF-SMOKE-1', montant: '12.50' }],
    });
  });

  it.each<[string, BehaviourInput]>([
    ['SOURCE_UNAVAILABLE', { kind: 'down' }],
    ['SOURCE_UNAVAILABLE', { kind: 'closed' }],
    ['SOURCE_UNAVAILABLE', { kind: 'fault' }],
    ['SOURCE_UNAVAILABLE', { kind: 'code', codeRetour: '12' }],
    ['SOURCE_UNAVAILABLE', { kind: 'code', codeRetour: '16' }],
    ['SOURCE_UNAVAILABLE', { kind: 'html', status: 503 }],
    ['SOURCE_UNAVAILABLE', { kind: 'reset' }],
    ['SOURCE_INVALID_DATA', { kind: 'html', status: 200 }],
    ['SOURCE_INVALID_DATA', { kind: 'half' }],
    ['SOURCE_INVALID_DATA', { kind: 'doctype' }],
    ['SOURCE_INVALID_DATA', { kind: 'oversized' }],
    ['08/CLI0404', { kind: 'code', codeRetour: '08', codeErreur: 'CLI0404' }],
  ])('agree that %s is what %j means, and the next call is answered', async (code, behaviour) => {
    await mocks.behave({ customers: behaviour });
    await expect(person()).rejects.toMatchObject({ code });
    await mocks.behave({ customers: { kind: 'well' } });
    expect(await person()).toMatchObject({ personne: [{ numeroTiers: '000000000001' }] });
  });

  it.each<BehaviourInput>([{ kind: 'held' }, { kind: 'slow-body', ms: PATIENCE_MS }])(
    'agree that %j is too late',
    async (behaviour) => {
      await mocks.behave({ documents: behaviour });
      await expect(
        call('documents', 'consulterDocuments', { idDocument: ['GED20241122000000001'] }, 200),
      ).rejects.toMatchObject({ code: 'SOURCE_TIMEOUT' });
    },
  );

  it('agree on who calls: another password is not let in', async () => {
    const config = {
      source: 'customers',
      wsdlPath: join(root, contracts.customers),
      endpoint: mocks.urls.customers,
    };
    const account = { ...developmentCredentials, password: 'other', codeAppli: 'RCL' };
    const stranger = await createSoapCaller({ ...config, ...account }, { clock: systemClock });
    await expect(
      stranger.call({
        operation: 'consulterPersonnes',
        body: { numeroTiers: ['000000000001'] },
        timeoutMs: PATIENCE_MS,
        requestId: 'r',
        parse: (node) => node,
      }),
    ).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE', cause: { name: 'TechnicalFault' } });
    await stranger.close();
  });
});
