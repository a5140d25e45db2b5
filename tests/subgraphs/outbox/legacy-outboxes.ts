import { join } from 'node:path';
import { createSoapCaller } from '../../../adapters/soap';
import { developmentCredentials, type SoapServiceName } from '../../../mocks/soap';
import { type Clock, systemClock } from '../../../schema/kernel/clock';
import type { Json } from '../../../schema/kernel/canonical-json';
import type { SqlStore } from '../../../schema/ports/store';
import { createContactOutbox } from '../../../subgraphs/customers/contact-outbox';
import type { ContactPayload } from '../../../subgraphs/customers/contact-payload';
import { createOrderOutbox } from '../../../subgraphs/payments/order-outbox';
import type { OrderPayload } from '../../../subgraphs/payments/order-payload';
import type { Trace } from '../../../subgraphs/shared/outbox/entry';
import type { Outbox } from '../../../subgraphs/shared/outbox/outbox';

/** A change of an old system, one of each kind. */
export type Kind = 'order' | 'contact';

/** One change on its way, as any process sees it. */
interface OnItsWay {
  /** @returns its state. */
  submit(): Promise<string>;
  /** One turn of whoever looks after what is due. */
  look(): Promise<unknown>;
  state(): Promise<string | undefined>;
  close(): Promise<void>;
}

const CUSTOMER = '000000000001';
export const ACCOUNT = '0000000001A';
export const OLD = { telephone: '06.39.98.00.01', courriel: 'old@example.fr' };

/** Longer than any test: who ends a call is the test. */
const TIMEOUT_MS = 120_000;
const trace: Trace = { requestId: 'test', measure: (_keys, call) => call() };

const ORDER: OrderPayload = {
  ...{ type: 'REFUND', amount: '2490', currency: 'EUR', accountNumber: ACCOUNT },
  ...{ claimNumber: 'RC-2026-0000001', reason: 'Frais' },
};
const CONTACT: ContactPayload = {
  ...{ number: CUSTOMER, details: ['PHONE'], values: { phone: '+33639980099' } },
  before: { phone: OLD.telephone, email: OLD.courriel },
};

const PARTS = {
  order: { service: 'payments', source: 'payment-service', wsdl: 'payments/paiements.wsdl' },
  contact: { service: 'customers', source: 'customer-file', wsdl: 'customers/referentiel-clients.wsdl' },
} as const satisfies Record<Kind, { service: SoapServiceName; source: string; wsdl: string }>;

/** The operations by which each is asked about, and sent. */
export const OPERATIONS = {
  order: { ...PARTS.order, ask: 'consulterOrdres', send: 'creerOrdre' },
  contact: { ...PARTS.contact, ask: 'consulterPersonnes', send: 'modifierCoordonnees' },
} as const;

/** @param endpoint of the kind's service. @param store closed by whoever opened it. */
export async function openOnItsWay(
  kind: Kind,
  endpoint: string,
  store: SqlStore,
  clock: Clock = systemClock,
): Promise<OnItsWay> {
  const { source, wsdl } = PARTS[kind];
  const soap = await createSoapCaller(
    {
      source,
      wsdlPath: join(__dirname, '../../../subgraphs', wsdl),
      codeAppli: 'HUBREC',
      endpoint,
      ...developmentCredentials,
    },
    { clock: systemClock },
  );
  const deps = { store: async () => store, clock, timeoutMs: TIMEOUT_MS };
  const way = <P extends Json>(outbox: Outbox<P, unknown>, payload: P): OnItsWay => ({
    submit: async () =>
      (await outbox.submit({ reference: 'REFERENCE-1', subject: CUSTOMER, payload }, trace)).entry.state,
    look: () => outbox.attendDue(trace),
    state: async () => (await outbox.get('REFERENCE-1'))?.state,
    close: () => soap.close(),
  });
  return kind === 'order'
    ? way(createOrderOutbox(soap, deps), ORDER)
    : way(createContactOutbox(soap, deps).outbox, CONTACT);
}
