import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSoapCaller, readServedDrift } from '../../../adapters/soap';
import { systemClock } from '../../../schema/kernel/clock';
import { createAuthority } from '../../harness/certificates';
import { withServer } from '../../harness/server-suite';
import { customerFileSuite, SERVICE_ACCOUNT } from './customer-file.suite';
import { documentsSuite } from './documents.suite';
import { CUSTOMER_FILE_WSDL, openAt } from './open-customer-file';
import { PATIENCE_MS } from '../../harness/patience-ms';

const MEBIBYTE = 1024 * 1024;

withServer('TEST_CXF_URL', (url) => {
  customerFileSuite('Apache CXF with WSS4J', { open: openAt(() => `${url}/soap/referentiel-clients`) });

  it('serves the contract as it is vendored', async () => {
    expect(await readServedDrift(CUSTOMER_FILE_WSDL, `${url}/soap/referentiel-clients`, PATIENCE_MS)).toEqual(
      [],
    );
  });

  documentsSuite(
    'Apache CXF, by MTOM',
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
    64 * MEBIBYTE,
  );
});

withServer('TEST_CXF_KEYS', (folder) => {
  const url = process.env.TEST_CXF_URL ?? '';
  const pem = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const open = openAt(() => `${url}/signed/referentiel-clients`);
  const signature = { certificate: pem('hub.pem'), privateKey: pem('hub.key') };

  customerFileSuite('Apache CXF with WSS4J, every message signed', {
    open: (more, deps) => open({ signature, ...more }, deps),
  });

  it.each([
    ['is not signed', {}],
    ['is signed by a certificate of another authority', { signature: createAuthority('Autre').issue('hub') }],
  ])('WSS4J refuses a message that %s', async (_what, more) => {
    const caller = await open(more);
    const call = caller.call({
      operation: 'consulterPersonnes',
      body: { numeroTiers: ['000000000001'] },
      timeoutMs: PATIENCE_MS,
      requestId: 'req-1',
      parse: (node) => node,
    });
    await expect(call).rejects.toMatchObject({
      code: 'SOURCE_UNAVAILABLE',
      cause: { name: 'TechnicalFault' },
    });
    await caller.close();
  });
});
