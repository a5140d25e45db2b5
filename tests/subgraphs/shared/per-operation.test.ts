import { createSourceMeter } from '../../../schema/kernel/sources';
import type { OperationContext } from '../../../schema/kernel/operation';
import { perOperation } from '../../../subgraphs/shared/per-operation';
import { oldBytesLeft } from '../../harness/old-generation';

const begin = (): OperationContext => ({
  ...{ caller: { subject: '-' } as never, requestId: '-', signal: new AbortController().signal },
  sources: createSourceMeter(),
});

describe('what is kept per operation', () => {
  it('is one thing for all who ask, of each kind, made on first use', () => {
    const numbers = perOperation((_, first: number) => ({ first }));
    const others = perOperation(() => ({ first: 0 }));
    const operation = begin();
    expect(numbers(operation, 1)).toEqual({ first: 1 });
    expect(numbers(operation, 2)).toBe(numbers(operation, 1));
    expect(others(operation)).toEqual({ first: 0 });
    expect(numbers(begin(), 3)).toEqual({ first: 3 });
  });

  it('is not that of a copy, nor seen on it', () => {
    const kept = perOperation(() => ({}));
    const operation = begin();
    kept(operation);
    expect(kept({ ...operation })).not.toBe(kept(operation));
    expect(operation).toEqual({ ...operation });
  });

  it('goes with the operation, also where it knows the operation', async () => {
    const loaders = perOperation((operation) => ({
      operation,
      held: Array.from({ length: 500 }, (_, index) => ({ index })),
    }));
    expect(await oldBytesLeft(1_000, async () => loaders(begin()))).toBeLessThan(1_000);
  });
});
