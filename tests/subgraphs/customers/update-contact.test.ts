import type { BehaviourInput } from '../../../mocks/soap';
import type { SqlStore } from '../../../schema/ports/store';
import { subgraph as customers } from '../../../subgraphs/customers';
import { contactEraser } from '../../../subgraphs/customers/contact-erasure';
import { openTestStore } from '../../harness/test-store';
import { person } from '../../mocks/small-world';
import { type callers, ids, type SoapSubgraph, startSoapSubgraph } from '../soap-subgraph';

// Nobody looks after changes beside the tests: what was left by one of them is not sent in another.
jest.mock('../../../subgraphs/shared/outbox/worker', () => ({
  startOutboxWorker: () => ({ close: () => Promise.resolve() }),
}));

const OLD = { telephone: '06.39.98.00.01', courriel: 'old@example.fr' };
const PHONE = '+33639980099';
const EMAIL = 'New.Address@example.fr';
const UPDATE = `mutation ($input: UpdateContactInput!, $key: String!) { updateContact(input: $input, idempotencyKey: $key) {
  replayed contactChange { state details failure requestedAt } } }`;

let hub: SoapSubgraph;
let store: SqlStore;
let sequence = 0;
let number = '';

beforeAll(async () => {
  store = await openTestStore();
  const people = Array.from({ length: 60 }, (_, index) => person(index + 1, { ...OLD }));
  hub = await startSoapSubgraph(
    customers,
    { customers: [...people, person(99, { codeAgence: '00099' })] },
    async () => store,
  );
});
/** Each test has a customer of its own. */
beforeEach(() => {
  number = String((sequence += 1) + 1).padStart(12, '0');
});
afterEach(() => hub.mocks.reset());
afterAll(async () => {
  await hub.close();
  await store.close();
});

type Who = keyof typeof callers;
const keyOf = (of: string): string => ids.seal('cus', of);
const change = (
  values: Record<string, string> = { phone: PHONE },
  by: Who = 'adviser',
  key = `key-${number}`,
) => hub.ask(by, UPDATE, { input: { customerId: keyOf(number), ...values }, key });
const sent = (): number => hub.mocks.calls().customers.operations.modifierCoordonnees?.calls ?? 0;
const said = async () => {
  const { data } = await hub.entities('adviser', 'Customer', [keyOf(number)], 'phone email');
  return (data?._entities as unknown[])[0];
};
const shown = async (by: Who = 'adviser') => {
  const { data, codes } = await hub.entities(
    by,
    'Customer',
    [keyOf(number)],
    'contactChanges { state details failure }',
  );
  return (data?._entities as ({ contactChanges: unknown } | null)[])[0]?.contactChanges ?? codes;
};
const being = (state: string, replayed = false, failure: string | null = null) => ({
  updateContact: {
    replayed,
    contactChange: { state, details: ['PHONE'], failure, requestedAt: expect.any(String) as string },
  },
});
const rows = async () =>
  JSON.stringify(await store.query('select * from customers.outbox where subject = $1', [number]));

describe('changing how a customer is reached', () => {
  it('asks what stands there, asks again before it writes, and writes once', async () => {
    const { data, errors } = await change({ phone: PHONE, email: EMAIL });
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      updateContact: { replayed: false, contactChange: { state: 'POSTED', details: ['PHONE', 'EMAIL'] } },
    });
    expect(sent()).toBe(1);
    expect(await said()).toEqual({ phone: PHONE, email: EMAIL });
    expect(await shown()).toEqual([{ state: 'POSTED', details: ['PHONE', 'EMAIL'], failure: null }]);
  });

  it('sent again with its key it is the same change, whatever has become of the customer since', async () => {
    await change();
    await change({ phone: '+33639980077' }, 'adviser', `later-${number}`);
    await hub.mocks.reset();
    expect((await change()).data).toEqual(being('POSTED', true));
    expect(sent()).toBe(0);
    expect(await said()).toMatchObject({ phone: '+33639980077' });
  });

  it('sent twice at once it is written once', async () => {
    const answers = await Promise.all([change(), change(), change()]);
    expect(answers.flatMap(({ errors }) => errors)).toEqual([]);
    expect(sent()).toBe(1);
  });

  it('a key that came with other values is refused', async () => {
    await change();
    expect((await change({ phone: '+33639980077' })).codes).toEqual({
      updateContact: 'IDEMPOTENCY_KEY_REUSED',
    });
    expect(sent()).toBe(1);
  });

  it('what stands there already is not written', async () => {
    const { data } = await change({ email: OLD.courriel.toUpperCase() });
    expect(data).toMatchObject({ updateContact: { replayed: true, contactChange: { state: 'POSTED' } } });
    expect(sent()).toBe(0);
  });

  it('what the file declines is told, and stays declined', async () => {
    await hub.mocks.behave({
      customers: { kind: 'code', codeRetour: '08', codeErreur: 'CLI0422', operation: 'modifierCoordonnees' },
    });
    expect((await change()).data).toEqual(being('FAILED', false, 'DECLINED'));
    await hub.mocks.reset();
    expect((await change()).data).toEqual(being('FAILED', true, 'DECLINED'));
    expect(await shown()).toEqual([{ state: 'FAILED', details: ['PHONE'], failure: 'DECLINED' }]);
    expect(sent()).toBe(0);
  });
});

describe('when an answer is lost', () => {
  it.each<BehaviourInput>([
    { kind: 'held', operation: 'modifierCoordonnees', times: 1 },
    { kind: 'reset', operation: 'modifierCoordonnees', times: 1 },
    { kind: 'half', operation: 'modifierCoordonnees', times: 1 },
  ])('%j: the file is asked, and has it', async (behaviour) => {
    await hub.mocks.behave({ customers: behaviour });
    const answer = change();
    if (behaviour.kind === 'held') await hub.late(() => sent() === 1);
    expect((await answer).data).toEqual(being('POSTED'));
    expect(sent()).toBe(1);
  });

  it('not there afterwards: being checked, not written a second time while it may arrive, and no other change taken', async () => {
    await hub.mocks.behave({ customers: { kind: 'fault', operation: 'modifierCoordonnees', times: 1 } });
    expect((await change()).data).toEqual(being('UNKNOWN'));
    expect((await change()).data).toEqual(being('UNKNOWN', true));
    expect(sent()).toBe(1);
    expect(await shown()).toEqual([{ state: 'UNKNOWN', details: ['PHONE'], failure: null }]);
    const other = await change({ email: EMAIL }, 'adviser', `other-${number}`);
    expect(other.codes).toEqual({ updateContact: 'INVALID_STATE' });
    expect(sent()).toBe(1);
  });

  it('a file that cannot be asked is not written, and nothing is kept', async () => {
    await hub.mocks.behave({ customers: { kind: 'down' } });
    expect((await change()).codes).toEqual({ updateContact: 'SOURCE_UNAVAILABLE' });
    await hub.mocks.reset();
    expect(await shown()).toEqual([]);
  });
});

describe('who may change what', () => {
  it('customers change their own, and learn of nobody else’s', async () => {
    number = '000000000001';
    expect((await change({ phone: PHONE }, 'customer')).data).toEqual(being('POSTED'));
    number = '000000000002';
    expect((await change({ phone: PHONE }, 'customer', 'key-other')).codes).toEqual({
      updateContact: 'NOT_FOUND',
    });
    expect(await shown('customer')).toEqual({ '_entities.0': 'NOT_FOUND' });
    expect(sent()).toBe(1);
  });

  it('an adviser changes those of their branch, and learns of no other', async () => {
    number = '000000000099';
    expect((await change()).codes).toEqual({ updateContact: 'NOT_FOUND' });
    expect(sent()).toBe(0);
  });

  it.each(['supervisor', 'mediator', 'institute'] as const)(
    'not the %s, who is not asked about',
    async (who) => {
      const { codes } = await change({ phone: PHONE }, who);
      expect(Object.values(codes)).toEqual(['FIELD_ACCESS_DENIED']);
      expect(hub.mocks.calls().customers.operations).toEqual({});
    },
  );

  it.each([
    [{}, 'input: a telephone number or an e-mail address is expected.'],
    [{ phone: '06 39 98 00 99' }, 'input.phone: a French telephone number in E.164 is expected.'],
    [{ phone: '+32470123456' }, 'input.phone: a French telephone number in E.164 is expected.'],
  ])('refuses %j without repeating it, and asks nobody', async (values, message) => {
    const { errors } = await change(values);
    expect(errors.map((each) => each.message)).toEqual([message]);
    expect(hub.mocks.calls().customers.operations).toEqual({});
  });
});

describe('what stays', () => {
  it('nothing of the values once it is made, nor once it is declined, nor in the hash', async () => {
    await change({ phone: PHONE, email: EMAIL });
    await hub.mocks.behave({
      customers: { kind: 'code', codeRetour: '08', operation: 'modifierCoordonnees' },
    });
    await change({ phone: '+33639980055' }, 'adviser', `again-${number}`);
    const kept = await rows();
    expect(kept).toContain('FAILED');
    expect(kept).not.toMatch(/0639980|39980055|06\.39|example\.fr|New/i);
  });

  it('nothing at all, changes on their way included, of a customer who is erased', async () => {
    await hub.mocks.behave({ customers: { kind: 'fault', operation: 'modifierCoordonnees', times: 1 } });
    await change();
    const erased = await contactEraser.erase(store, number, new Date());
    expect(erased.status).toBe('DONE_AT_SOURCE');
    expect(await rows()).toBe('[]');
    expect((await contactEraser.erase(store, number, new Date())).status).toBe('NOTHING_HELD');
  });
});
