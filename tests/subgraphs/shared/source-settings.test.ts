import { z } from 'zod';
import { createEnvironment, type Variables } from '../../../subgraphs/shared/environment';
import { sourceLimits, sourceVariables } from '../../../subgraphs/shared/source-settings';

const schema = z.object(sourceVariables('DB2')).transform((env) => sourceLimits('DB2', env));
const read = (variables: Variables) => {
  const env = createEnvironment(variables);
  const limits = env.read(schema);
  env.check();
  return limits;
};

it('a source has ten connections, a queue, one repetition and no hedging unless told otherwise', () => {
  expect(read({ HTTP_CONNECTIONS: '7' })).toEqual({
    ...{ connections: 10, queue: 500, timeoutMs: 2_000, retries: 1, recheckMs: 5_000, closings: [] },
  });
});

it('reads every limit by its prefix', () => {
  const variables = {
    ...{ DB2_CONNECTIONS: '4', DB2_QUEUE: '0', DB2_TIMEOUT_MS: '700', DB2_RETRIES: '0' },
    ...{ DB2_HEDGE_MS: '150', DB2_RECHECK_MS: '60000', DB2_CLOSED: '22:30-05:30, 12:00-12:15' },
  };
  expect(read(variables)).toEqual({
    ...{ connections: 4, queue: 0, timeoutMs: 700, retries: 0, hedgeAfterMs: 150, recheckMs: 60_000 },
    closings: [
      { from: '22:30', to: '05:30' },
      { from: '12:00', to: '12:15' },
    ],
  });
});

it.each([
  ['DB2_CONNECTIONS', '0'],
  ['DB2_CONNECTIONS', 'many'],
  ['DB2_TIMEOUT_MS', '10'],
  ['DB2_RETRIES', '9'],
  ['DB2_HEDGE_MS', 'no'],
  ['DB2_CLOSED', '22h30-05h30'],
  ['DB2_CLOSED', '24:00-05:30'],
])('says which one is wrong: %s=%s', (name, value) => {
  expect(() => read({ [name]: value })).toThrow(new RegExp(`^${name} is not valid: .+\\.$`));
});
