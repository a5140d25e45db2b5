import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSoapCaller, readServedDrift } from '../../../adapters/soap';
import { systemClock } from '../../../schema/kernel/clock';
import { withServer } from '../../harness/server-suite';
import { customerFileSuite, SERVICE_ACCOUNT } from './customer-file.suite';
import { documentsSuite } from './documents.suite';
import { CUSTOMER_FILE_WSDL, openAt } from './open-customer-file';
import { PATIENCE_MS } from '../../harness/patience-ms';

withServer('TEST_SPYNE_URL', (url) => {
  const folder = mkdtempSync(join(tmpdir(), 'soap12-'));
  const wsdlPath = join(folder, 'referentiel-clients.wsdl');
  const soap12 = readFileSync(CUSTOMER_FILE_WSDL, 'utf8').replaceAll('/wsdl/soap/', '/wsdl/soap12/');
  writeFileSync(wsdlPath, soap12);
  afterAll(() => rmSync(folder, { recursive: true }));

  customerFileSuite('Spyne', { open: openAt(() => `${url}/soap/referentiel-clients`) });

  it('serves a contract of its own, whose differences are told', async () => {
    const drifts = await readServedDrift(CUSTOMER_FILE_WSDL, `${url}/soap/referentiel-clients`, PATIENCE_MS);
    expect(drifts.map(({ says }) => says)).toEqual(
      expect.arrayContaining([
        'operation modifierCoordonnees: is no longer there',
        'consulterPersonnesResponse/personne/physique/nom: may now be nil',
      ]),
    );
  });

  const open = openAt(() => `${url}/soap12/referentiel-clients`);
  customerFileSuite('Spyne, by SOAP 1.2', { open: (more, deps) => open({ wsdlPath, ...more }, deps) });

  documentsSuite(
    'Spyne, in the answer itself',
    () =>
      createSoapCaller(
        {
          source: 'document-store',
          wsdlPath: join(__dirname, '../../../subgraphs/documents/ged.wsdl'),
          endpoint: `${url}/soap/ged`,
          ...SERVICE_ACCOUNT,
          codeAppli: 'RCL',
        },
        { clock: systemClock },
      ),
    4 * 1024 * 1024,
  );
});
