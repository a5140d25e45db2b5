import { type OperationContext, timeLeft } from '../../schema/kernel/operation';
import { createSourceMeter } from '../../schema/kernel/sources';

/**
 * What the hub does of its own accord, for no one's benefit but the claimant's: the caller is the hub itself.
 *
 * @param name of the job, e.g. `claim-answers`: its account, and the request's id.
 * @param ms that other systems have from now on.
 */
export const ownOperation = (name: string, ms: number): OperationContext => ({
  caller: {
    ...{ subject: name, clientId: 'claims-hub', roles: [`batch:${name}`] },
    ...{ scopes: [], purposes: ['complaint_handling'], purpose: 'complaint_handling' },
  },
  requestId: name,
  signal: AbortSignal.timeout(ms),
  sources: createSourceMeter(),
  leftMs: timeLeft(ms),
});
