import { createRedisBus } from '../../../adapters/redis';
import type { ChangeWord } from '../../../schema/ports/changes';
import { withServer } from '../../harness/server-suite';
import { createCuttableProxy } from '../../harness/tcp-proxy';
import { until } from '../../gateway/world/until';

const READY: ChangeWord = { field: 'ready', key: '-', mark: 0 };

/** Lets the event loop go round once: what fails at once would keep it from the network. @returns why it failed. */
async function turnOf(telling: Promise<void>): Promise<unknown> {
  const failed = await telling.then(
    () => undefined,
    (error: unknown) => error,
  );
  await new Promise((resolve) => setTimeout(resolve, 1));
  return failed;
}

withServer('TEST_REDIS_URL', (url) => {
  describe('word of changes over Redis', () => {
    const closers: (() => Promise<unknown>)[] = [];
    afterEach(async () => {
      for (const close of closers.splice(0).reverse()) await close();
    });
    function openBus(at = url) {
      const reported: unknown[] = [];
      const bus = createRedisBus({ url: at, report: (error) => reported.push(error) });
      closers.push(() => bus.close());
      return { bus, reported };
    }
    /** A process that tells, once it can. */
    async function openTeller(at = url): Promise<ReturnType<typeof openBus>> {
      const opened = openBus(at);
      while ((await turnOf(opened.bus.tell([READY]))) !== undefined);
      return opened;
    }
    /** A process that hears, once it does. */
    async function openListener(at = url): Promise<ChangeWord[]> {
      const heard: ChangeWord[] = [];
      openBus(at).bus.listen((word) => heard.push(word));
      const { bus } = openBus();
      while (heard.length === 0) await turnOf(bus.tell([READY]));
      return heard;
    }
    const word = (mark: number): ChangeWord => ({ field: 'claimChanged', key: 'clm_a', mark });
    const about = (heard: readonly ChangeWord[]) => heard.filter(({ field }) => field !== 'ready');

    it('reaches every process that listens, in order', async () => {
      const [one, other] = [await openListener(), await openListener()];
      const { bus } = await openTeller();
      await bus.tell([word(1), word(2)]);
      await bus.tell([word(3)]);
      await until(() => about(one).length === 3 && about(other).length === 3);
      expect(about(one)).toEqual([word(1), word(2), word(3)]);
      expect(about(other)).toEqual(about(one));
    });

    it('is not what else is said on the channel', async () => {
      const heard = await openListener();
      const { bus } = await openTeller();
      await bus.tell([
        { ...word(1), mark: 1.5 },
        { ...word(1), key: 7 as unknown as string },
      ]);
      await bus.tell([word(4)]);
      await until(() => about(heard).length > 0);
      expect(about(heard)).toEqual([word(4)]);
    });

    it('fails clearly while the server is away, and goes on when it is back', async () => {
      const { hostname, port } = new URL(url);
      const proxy = await createCuttableProxy({ host: hostname, port: Number(port) });
      closers.push(() => proxy.close());
      const near = `redis://127.0.0.1:${proxy.port}`;
      const { bus, reported } = await openTeller(near);
      const before = reported.length;
      const heard = await openListener(near);
      await bus.tell([word(1)]);
      await until(() => about(heard).length === 1);
      proxy.cut();
      let failed: unknown;
      while (failed === undefined) failed = await turnOf(bus.tell([word(2)]));
      expect(failed).toMatchObject({ code: 'SOURCE_UNAVAILABLE', facts: { source: 'events' } });
      await until(() => reported.length === before + 1);
      proxy.restore();
      while (about(heard).every(({ mark }) => mark !== 3)) await turnOf(bus.tell([word(3)]));
      expect(about(heard).at(-1)).toEqual(word(3));
    });
  });
});
