import { join } from 'node:path';
import { createSoapCaller } from '../../../adapters/soap';
import { ACCOUNT, soapCallerSuite } from './soap-caller.suite';

soapCallerSuite('soap over undici', {
  open: (endpoint, limits) =>
    createSoapCaller(
      {
        source: 'trial',
        wsdlPath: join(__dirname, 'contract/epreuve.wsdl'),
        endpoint,
        username: ACCOUNT.username,
        password: ACCOUNT.password,
        codeAppli: 'RCL',
        codeAgence: '00042',
        ...limits,
      },
      { clock: { now: () => ACCOUNT.now } },
    ),
});
