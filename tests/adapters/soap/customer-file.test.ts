import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSoapMocks, type SoapMocks } from '../../../mocks/soap';
import { customerFileSuite, PEOPLE, SERVICE_ACCOUNT } from './customer-file.suite';
import { openAt } from './open-customer-file';

let mocks: SoapMocks;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'people-'));
  const records = PEOPLE.map(({ adresse, consentement, physique, morale, ...others }) => ({
    ...others,
    ...physique,
    ...morale,
    adresse: { lignes: adresse.ligne, codePostal: adresse.codePostal, codePays: adresse.codePays },
    consentements: consentement,
  }));
  await writeFile(
    join(folder, 'customers.ndjson'),
    records.map((each) => `${JSON.stringify(each)}\n`).join(''),
  );
  for (const empty of ['documents.ndjson', 'orders.ndjson', 'accounts.csv'])
    await writeFile(join(folder, empty), '');
  mocks = await startSoapMocks({ dataDir: folder, credentials: SERVICE_ACCOUNT });
});
afterAll(async () => {
  await mocks.close();
  await rm(folder, { recursive: true });
});

customerFileSuite('our own imitation', {
  open: openAt(() => mocks.urls.customers),
  break: () => mocks.behave({ customers: { kind: 'fault', times: 1 } }),
});
