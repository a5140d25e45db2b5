import type { PlanNode } from '@apollo/query-planner';
import pino from 'pino';
import { createEngineOn, createThreadedEngine } from '../../../gateway/execute/engine/engine';
import { createLocalPlanner } from '../../../gateway/execute/engine/planning/local';
import { createThreadedPlanner } from '../../../gateway/execute/engine/planning/planner';
import { startThread } from '../../../gateway/execute/engine/planning/start-thread';
import {
  createSupervisedPlanner,
  type FromThread,
  type PlanningThread,
  type SupervisedOptions,
} from '../../../gateway/execute/engine/planning/supervised';
import type { Planner } from '../../../gateway/execute/engine/plans';
import { startRunner } from './run';
import { createFederatedWorld } from './world';

const FAIR = { seed: 7, nulls: 0, errors: 0 };
const PLAN = { kind: 'Sequence', nodes: [] } as PlanNode;

/** A thread that answers when it is told to. */
interface HeldThread extends PlanningThread {
  readonly sent: string[];
  /** Resolves when it is told to stop. */
  readonly stopped: Promise<void>;
  tell(message: FromThread): void;
  end(): void;
}

function setUp(options: Partial<SupervisedOptions> = {}): { planner: Planner; threads: HeldThread[] } {
  const threads: HeldThread[] = [];
  const planner = createSupervisedPlanner({
    start({ told, ended }) {
      const sent: string[] = [];
      let stopping: () => void = () => undefined;
      const thread = {
        sent,
        stopped: new Promise<void>((resolve) => (stopping = resolve)),
        send: (text: string) => void sent.push(text),
        stop: async () => (stopping(), ended()),
        tell: told,
        end: () => ended(),
      };
      threads.push(thread);
      return thread;
    },
    fallback: () => {
      throw new Error('a thread is there');
    },
    onFallback: () => undefined,
    queue: 10,
    limitMs: 60_000,
    idleMs: 60_000,
    ...options,
  });
  return { planner, threads };
}

describe('a planner in a thread', () => {
  it('waits until the thread is ready, and sends one operation at a time', async () => {
    const { planner, threads } = setUp();
    const first = planner.plan('first');
    const second = planner.plan('second');
    const [thread] = threads;
    expect(thread?.sent).toEqual([]);
    thread?.tell({ ready: true });
    expect(thread?.sent).toEqual(['first']);
    thread?.tell({ plan: JSON.stringify(PLAN) });
    expect(thread?.sent).toEqual(['first', 'second']);
    thread?.tell({ plan: 'null' });
    expect([await first, await second]).toEqual([PLAN, undefined]);
    await planner.stop();
  });

  it('starts another thread where one ends, and tries the plan again once', async () => {
    const { planner, threads } = setUp();
    threads[0]?.tell({ ready: true });
    const [deadly, other] = [planner.plan('deadly'), planner.plan('other')];
    threads[0]?.end();
    threads[1]?.tell({ ready: true });
    expect(threads[1]?.sent).toEqual(['deadly']);
    threads[1]?.end();
    await expect(deadly).rejects.toThrow('ended its thread');
    threads[2]?.tell({ ready: true });
    expect(threads[2]?.sent).toEqual(['other']);
    threads[2]?.tell({ plan: JSON.stringify(PLAN) });
    expect(await other).toEqual(PLAN);
    await planner.stop();
  });

  it('ends a thread that does not come to an end with a plan, and gives that plan up', async () => {
    const { planner, threads } = setUp({ limitMs: 1 });
    threads[0]?.tell({ ready: true });
    await expect(planner.plan('endless')).rejects.toThrow('ended its thread');
    expect(threads).toHaveLength(2);
    await planner.stop();
  });

  it('ends a thread that nobody needs for a while, and starts another one for the next operation', async () => {
    const { planner, threads } = setUp({ idleMs: 1 });
    threads[0]?.tell({ ready: true });
    await threads[0]?.stopped;
    expect(threads).toHaveLength(1);
    const next = planner.plan('next');
    threads[0]?.tell({ plan: 'null' });
    expect(threads).toHaveLength(2);
    threads[1]?.tell({ ready: true });
    expect(threads[1]?.sent).toEqual(['next']);
    threads[1]?.tell({ plan: JSON.stringify(PLAN) });
    expect(await next).toEqual(PLAN);
    await planner.stop();
  });

  it('refuses what would wait too long, in a clear sentence', async () => {
    const { planner, threads } = setUp({ queue: 1 });
    threads[0]?.tell({ ready: true });
    const kept = [planner.plan('under way'), planner.plan('waiting')];
    await expect(planner.plan('too many')).rejects.toMatchObject({
      message: 'Too many new operations wait to be planned: try again in a moment.',
      extensions: { code: 'RATE_LIMITED' },
    });
    threads[0]?.tell({ plan: 'null' });
    threads[0]?.tell({ plan: 'null' });
    await Promise.all(kept);
    await planner.stop();
  });

  it('tells an operation that is wrong from a planner that fails', async () => {
    const { planner, threads } = setUp();
    threads[0]?.tell({ ready: true });
    const wrong = planner.plan('wrong');
    threads[0]?.tell({ refused: 'No such field.' });
    await expect(wrong).rejects.toMatchObject({ name: 'GraphQLError', message: 'No such field.' });
    const failing = planner.plan('failing');
    threads[0]?.tell({ failed: 'Error: lost' });
    await expect(failing).rejects.toMatchObject({ name: 'Error' });
    await planner.stop();
  });

  it('plans in its own process where there are no threads, and says so once', async () => {
    const faults: unknown[] = [];
    const fallback = { plan: async () => PLAN, stop: async () => undefined };
    const { planner, threads } = setUp({
      fallback: () => fallback,
      onFallback: (fault) => faults.push(fault),
    });
    const early = planner.plan('early');
    threads[0]?.end();
    expect([await early, await planner.plan('late')]).toEqual([PLAN, PLAN]);
    expect(faults).toHaveLength(1);
    expect(threads).toHaveLength(1);
  });

  it('lets go of everything when it is stopped', async () => {
    const { planner, threads } = setUp();
    threads[0]?.tell({ ready: true });
    const left = [planner.plan('under way'), planner.plan('waiting')];
    await planner.stop();
    for (const each of left) await expect(each).rejects.toThrow('stopping');
    await expect(planner.plan('late')).rejects.toThrow('stopping');
    expect(threads).toHaveLength(1);
  });
});

describe('the planning thread', () => {
  const world = createFederatedWorld();
  const log = pino({ level: 'silent' });

  it('answers with the plans that are made without it', async () => {
    const threaded = await startRunner(createThreadedEngine, world.supergraph);
    const local = await startRunner(createEngineOn(createLocalPlanner), world.supergraph);
    const query = '{ topProducts { shipping reviews { author { greeting } } } media { ratings title } }';
    const fetch = world.fetch(FAIR);
    expect(await threaded.run(query, {}, fetch)).toEqual(await local.run(query, {}, fetch));
    await threaded.stop();
  });

  it('tells what is wrong with an operation, and goes on', async () => {
    const planner = createThreadedPlanner(world.supergraph, log);
    await expect(planner.plan('{ nothing }')).rejects.toMatchObject({ name: 'GraphQLError' });
    expect(await planner.plan('{ shared }')).toMatchObject({ kind: 'Fetch' });
    await planner.stop();
  });

  it('that cannot start is done without', async () => {
    const faults: unknown[] = [];
    const planner = createSupervisedPlanner({
      start: startThread('not a supergraph'),
      fallback: () => ({ plan: async () => PLAN, stop: async () => undefined }),
      onFallback: (fault) => faults.push(fault),
      queue: 10,
      limitMs: 60_000,
      idleMs: 60_000,
    });
    expect(await planner.plan('{ shared }')).toEqual(PLAN);
    expect(faults).toMatchObject([{ message: expect.any(String) as string }]);
    await planner.stop();
  });
});

describe('while an operation is planned', () => {
  const world = createFederatedWorld();
  const setUpHeld = async () => {
    const held: { text: string; release: () => void }[] = [];
    let holding = false;
    const runner = await startRunner(
      createEngineOn((supergraph) => {
        const planner = createLocalPlanner(supergraph);
        return {
          ...planner,
          async plan(text) {
            if (holding) await new Promise<void>((release) => held.push({ text, release }));
            return planner.plan(text);
          },
        };
      }),
      world.supergraph,
    );
    return { runner, held, hold: () => void (holding = true) };
  };

  it('one that is planned already is answered', async () => {
    const { runner, held, hold } = await setUpHeld();
    const fetch = world.fetch(FAIR);
    const known = '{ topProducts(first: 2) { name } }';
    await runner.run(known, {}, fetch);
    hold();
    const slow = runner.run('{ users { name } }', {}, fetch);
    expect((await runner.run(known, {}, fetch)).errors).toEqual([]);
    expect((await runner.run('{ other: topProducts(first: 1) { n: name } }', {}, fetch)).errors).toEqual([]);
    expect(held).toHaveLength(1);
    held[0]?.release();
    expect((await slow).errors).toEqual([]);
  });

  it('an equal one waits for the same plan', async () => {
    const { runner, held, hold } = await setUpHeld();
    hold();
    const fetch = world.fetch(FAIR);
    const both = [
      runner.run('{ users { name } }', {}, fetch),
      runner.run('{ users { n: name } }', {}, fetch),
    ];
    expect(held).toHaveLength(1);
    held[0]?.release();
    for (const each of both) expect((await each).errors).toEqual([]);
  });

  it('nobody waits longer than for the answer', async () => {
    const { runner, hold } = await setUpHeld();
    hold();
    const gone = new AbortController();
    const answer = runner.run('{ users { name } }', {}, world.fetch(FAIR), undefined, gone.signal);
    gone.abort();
    expect((await answer).errors).toMatchObject([{ code: 'SOURCE_TIMEOUT' }]);
  });
});

describe('@fromContext', () => {
  it('is refused when the supergraph is loaded, in a clear sentence', async () => {
    const supergraph = createFederatedWorld({
      names: `extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key", "@context", "@fromContext"])
        type Query { owner: Owner }
        type Owner @key(fields: "id") @context(name: "owner") { id: ID! name: String dog: Dog }
        type Dog @key(fields: "id") { id: ID! call(by: String @fromContext(field: "$owner { name }")): String }`,
    }).supergraph;
    await expect(startRunner(createEngineOn(createLocalPlanner), supergraph)).rejects.toThrow(
      'This gateway does not support @fromContext, which the supergraph uses for call',
    );
  });
});
