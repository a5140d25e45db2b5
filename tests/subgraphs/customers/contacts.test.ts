import { join } from 'node:path';
import { createSoapCaller } from '../../../adapters/soap';
import { developmentCredentials, type SoapMocks, startSoapMocks } from '../../../mocks/soap';
import { systemClock } from '../../../schema/kernel/clock';
import { createSourceMeter } from '../../../schema/kernel/sources';
import type { SoapCaller } from '../../../schema/ports/soap';
import { createCustomerContacts } from '../../../subgraphs/customers/contacts';
import { customer } from '../shared/subgraph-bench';
import { PATIENCE_MS } from '../../harness/patience-ms';

const ARISTE = '000000000001';

describe('where a customer is reached', () => {
  let mocks: SoapMocks;
  let soap: SoapCaller;
  const operation = {
    ...{ caller: customer(ARISTE), requestId: 'test', sources: createSourceMeter() },
    signal: new AbortController().signal,
  };

  beforeAll(async () => {
    mocks = await startSoapMocks({ dataDir: join(__dirname, '../../../mocks/data') });
    soap = await createSoapCaller(
      {
        source: 'customer-file',
        wsdlPath: join(__dirname, '../../../subgraphs/customers/referentiel-clients.wsdl'),
        endpoint: mocks.urls.customers,
        codeAppli: 'HUBREC',
        ...developmentCredentials,
      },
      { clock: systemClock },
    );
  });
  afterEach(() => mocks.reset());
  afterAll(async () => {
    await soap.close();
    await mocks.close();
  });

  it('is what the customer file says: an e-mail address, or the lines of an envelope', async () => {
    const contacts = createCustomerContacts(soap, PATIENCE_MS);
    expect(await contacts.emailOf(ARISTE, operation)).toBe('ariste.carre@courriel.example');
    expect(await contacts.postalOf(ARISTE, operation)).toEqual([
      'M ARISTE CARRE',
      '159 ALLEE DE PRESBOURG',
      '75011',
    ]);
  });

  it('is nowhere where the file does not know them, and not known where it does not answer', async () => {
    const contacts = createCustomerContacts(soap, PATIENCE_MS);
    expect(await contacts.emailOf('999999999999', operation)).toBeNull();
    await mocks.behave({ customers: { kind: 'down' } });
    await expect(contacts.postalOf(ARISTE, operation)).rejects.toMatchObject({ code: 'SOURCE_UNAVAILABLE' });
  });
});
