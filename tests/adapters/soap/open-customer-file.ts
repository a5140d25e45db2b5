import { join } from 'node:path';
import { createSoapCaller } from '../../../adapters/soap';
import { SERVICE_ACCOUNT, type CustomerFile } from './customer-file.suite';

export const CUSTOMER_FILE_WSDL = join(__dirname, '../../../subgraphs/customers/referentiel-clients.wsdl');

/** Opens callers of a customer file at an address. */
export const openAt =
  (endpoint: () => string): CustomerFile['open'] =>
  (more = {}, { now = () => new Date(), random } = {}) =>
    createSoapCaller(
      {
        source: 'customer-file',
        wsdlPath: CUSTOMER_FILE_WSDL,
        endpoint: endpoint(),
        ...SERVICE_ACCOUNT,
        codeAppli: 'RCL',
        ...more,
      },
      { clock: { now }, ...(random ? { random } : {}) },
    );
