import pino from 'pino';
import { createHttpTransport } from '../../gateway/execute/http';
import type { OperationRun } from '../../gateway/execute/transport';
import { createSourceMeter } from '../../schema/kernel/sources';
import { timeLeft } from '../../schema/kernel/operation';
import { listen } from '../../subgraphs/shared/listener';
import { createSubgraphHandler } from '../../subgraphs/shared/server';
import type { ServedSubgraph } from '../../subgraphs/shared/session';

const caller = { subject: 'u', clientId: 'c', roles: [], scopes: [], purposes: [], purpose: 'p' };

/** One operation's fetch from a subgraph of another process, which says what time it has and what it cost. */
async function fetchWith(more: Pick<OperationRun, 'leftMs'>) {
  let left: number | undefined;
  const subgraph: ServedSubgraph = {
    name: 'customers',
    open: ({ leftMs, sources }) => ({
      async run() {
        left = leftMs?.();
        await sources.measure('customer-file', 3, async (cost) => {
          cost.queued(12);
          cost.kept(new Date('2026-01-15T10:00:00Z'));
          cost.state('CLOSED_FOR_NIGHT');
        });
        return [{ data: { ok: true } }];
      },
      masked: () => [],
    }),
    ready: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  const log = pino({ level: 'silent' });
  const handler = createSubgraphHandler({ subgraph, verify: async () => caller, log, readyTimeoutMs: 100 });
  const listener = await listen(handler, 0, '127.0.0.1');
  const transport = createHttpTransport({
    name: 'customers',
    url: `${listener.url}/graphql`,
    timeoutMs: 100_000,
    sign: () => 'token',
  });
  const run = {
    ...{ caller, requestId: 'r-1', signal: new AbortController().signal, sources: createSourceMeter() },
    ...{ masked: new Set<string>(), notes: { accesses: [] } },
    ...more,
  } as unknown as OperationRun;
  try {
    await transport.open(run).send([{ query: '{ ok }', variables: null, operationName: null }]);
    return { left: left ?? NaN, sources: run.sources.report() };
  } finally {
    await transport.close();
    await listener.close(0);
  }
}

it('an operation has in another process what it has left here', async () => {
  const { left } = await fetchWith({ leftMs: timeLeft(80_000) });
  expect(left).toBeLessThanOrEqual(80_000);
  expect(left).toBeGreaterThan(20_000);
});

it('and never more than one answer of a subgraph may take', async () => {
  const { left } = await fetchWith({ leftMs: timeLeft(600_000) });
  expect(left).toBeLessThanOrEqual(100_000);
});

it('what its sources cost comes back whole: queue, state and the date of kept answers', async () => {
  const { sources } = await fetchWith({});
  expect(sources['customer-file']).toMatchObject({
    ...{ calls: 1, keys: 3, errors: 0, queueMs: 12 },
    ...{ state: 'CLOSED_FOR_NIGHT', asOf: '2026-01-15T10:00:00.000Z' },
  });
});
