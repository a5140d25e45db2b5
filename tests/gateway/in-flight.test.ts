import { createInFlight } from '../../gateway/execute/in-flight';

/** Work that ends when it is told to, and notes whether it was given up. */
function startable() {
  const begun: { signal: AbortSignal; end: (value: string) => void }[] = [];
  const work = (signal: AbortSignal): Promise<string> =>
    new Promise((resolve, reject) => {
      begun.push({ signal, end: resolve });
      signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    });
  return { begun, work };
}

describe('equal questions under way', () => {
  const never = new AbortController().signal;

  it('are asked once, and again once they are answered', async () => {
    const { begun, work } = startable();
    const inFlight = createInFlight<string>();
    const both = [inFlight.join('a', never, work), inFlight.join('a', never, work)];
    expect(begun).toHaveLength(1);
    begun[0]?.end('answer');
    expect(await Promise.all(both)).toEqual(['answer', 'answer']);
    void inFlight.join('a', never, work);
    expect(begun).toHaveLength(2);
  });

  it('are joined by nobody once the only one who waits has the answer to itself', async () => {
    const inFlight = createInFlight<string>();
    const held: (() => void)[] = [];
    const work = async (_: AbortSignal, alone: () => boolean): Promise<string> => {
      await new Promise<void>((resolve) => held.push(resolve));
      return alone() ? 'own' : 'shared';
    };
    const ask = (): Promise<string> => inFlight.join('a', never, work);
    const two = [ask(), ask()];
    held[0]?.();
    expect(await Promise.all(two)).toEqual(['shared', 'shared']);
    const one = ask();
    held[1]?.();
    expect(await one).toBe('own');
    expect(held).toHaveLength(2);
  });

  it('are asked apart where the key differs', () => {
    const { begun, work } = startable();
    const inFlight = createInFlight<string>();
    void inFlight.join('caller 1 body', never, work);
    void inFlight.join('caller 2 body', never, work);
    expect(begun).toHaveLength(2);
  });

  it('go on for the others when one stops waiting, and are given up with the last', async () => {
    const { begun, work } = startable();
    const inFlight = createInFlight<string>();
    const [one, other] = [new AbortController(), new AbortController()];
    const answers = [inFlight.join('a', one.signal, work), inFlight.join('a', other.signal, work)];
    one.abort(new Error('gone'));
    await expect(answers[0]).rejects.toThrow('gone');
    expect(begun[0]?.signal.aborted).toBe(false);
    other.abort(new Error('gone too'));
    await expect(answers[1]).rejects.toThrow('gone too');
    expect(begun[0]?.signal.aborted).toBe(true);
  });

  it('are not joined by whoever asks after a change', () => {
    const { begun, work } = startable();
    const inFlight = createInFlight<string>();
    void inFlight.join('a', never, work);
    inFlight.renew();
    void inFlight.join('a', never, work);
    expect(begun).toHaveLength(2);
  });

  it('fail for all who wait, and are asked anew afterwards', async () => {
    const inFlight = createInFlight<string>();
    let times = 0;
    const failing = async (): Promise<string> => {
      times += 1;
      throw new Error(`failed ${times}`);
    };
    const both = [inFlight.join('a', never, failing), inFlight.join('a', never, failing)];
    await expect(both[0]).rejects.toThrow('failed 1');
    await expect(both[1]).rejects.toThrow('failed 1');
    await expect(inFlight.join('a', never, failing)).rejects.toThrow('failed 2');
  });
});
