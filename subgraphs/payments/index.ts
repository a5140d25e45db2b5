import { join } from 'node:path';
import { z } from 'zod';
import { createGuard, guardSoap } from '../../adapters/resilience';
import { createSoapCaller } from '../../adapters/soap';
import type { SubgraphModule } from '../shared/module';
import { createAsk } from '../shared/soap-ask';
import { CODE_APPLI, soapAccess, soapAccount, type SoapSettings, soapUrl } from '../shared/soap-settings';
import { sourceLimits, sourceVariables } from '../shared/source-settings';
import { createRowGate } from '../shared/row-gate';
import { type OutboxSettings, outboxSettings, outboxVariables } from '../shared/outbox/settings';
import type { Trace } from '../shared/outbox/entry';
import { startOutboxWorker } from '../shared/outbox/worker';
import { allowedRelations, mayKnowOfAny } from '../shared/visibility';
import { paymentsStore } from './claim-payments';
import type { PaymentsContext } from './context';
import { SOURCE } from './context';
import { createOrderFollower } from './follow-orders';
import { createOpenOrders } from './open-order';
import { createOrderStates } from './order-states';
import { createOrderOutbox } from './order-outbox';
import { paymentOrderReader } from './payment-order.record';
import { createPaymentOrderSource } from './payment-order.source';
import { paymentsSchema } from './schema';

/** Payment orders, from the payment service (SOAP). */
export const subgraph: SubgraphModule<SoapSettings & OutboxSettings> = {
  name: 'payments',
  port: 4105,
  settings: z
    .object({
      PAYMENTS_SOAP_URL: soapUrl,
      ...sourceVariables('PAYMENTS_SOAP'),
      ...soapAccount,
      ...outboxVariables,
    })
    .transform((env) => ({
      endpoint: env.PAYMENTS_SOAP_URL,
      limits: sourceLimits('PAYMENTS_SOAP', env),
      ...soapAccess(env),
      ...outboxSettings(env),
    })),
  schema: paymentsSchema,
  async create(
    { limits, outboxKeptMs: keptMs, ...access },
    { ids, clock, log, policy, relations, claimAccounts, store },
  ) {
    const { timeoutMs, connections } = limits;
    const caller = await createSoapCaller(
      {
        source: SOURCE,
        wsdlPath: join(__dirname, 'paiements.wsdl'),
        codeAppli: CODE_APPLI,
        connections,
        ...access,
      },
      { clock, log },
    );
    // Nothing is kept, whatever the policy lets: whether an order is there decides about money.
    const guard = createGuard(caller.source, limits, { clock });
    const soap = guardSoap(caller, guard);
    const outbox = createOrderOutbox(soap, { store, clock, timeoutMs });
    const follower = createOrderFollower({
      store: paymentsStore(store),
      outbox,
      statesAtService: createOrderStates(soap, timeoutMs),
      clock,
    });
    const attendDue = async (trace: Trace): Promise<number> =>
      (await outbox.attendDue(trace)) + (await follower.follow(trace));
    const worker = startOutboxWorker({ attendDue, purge: (ms) => outbox.purge(ms) }, log, { keptMs });
    return {
      name: 'payments',
      schema: paymentsSchema(),
      context: (operation, wanted): PaymentsContext => ({
        operation,
        health: guard.health,
        ids,
        orders: createPaymentOrderSource(
          soap.source,
          createAsk(soap, operation, timeoutMs),
          paymentOrderReader(wanted),
        ),
        outbox,
        claimAccounts,
        ...createOpenOrders(outbox, allowedRelations(policy, 'PaymentOrder', operation.caller).all === true),
        seesAny: mayKnowOfAny(policy, 'PaymentOrder', operation.caller),
        admit: createRowGate(policy, operation, relations),
      }),
      ready: (withinMs) => soap.ping(withinMs),
      async close() {
        await worker.close();
        await soap.close();
      },
    };
  },
};
