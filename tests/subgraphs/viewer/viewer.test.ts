import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildASTSchema, parse } from 'graphql';
import type { Caller } from '../../../schema/kernel/caller';
import { BadUserInput } from '../../../schema/kernel/errors';
import { loadPolicy } from '../../../schema/policy/load';
import { createAccessOf } from '../../../subgraphs/viewer/access';
import { readCoordinates } from '../../../subgraphs/viewer/coordinates';

const CONTRACT = join(__dirname, '..', '..', '..', 'schema');
const policy = loadPolicy(join(CONTRACT, 'policy', 'policy.yaml'));
const supergraph = readFileSync(join(CONTRACT, 'contract', 'supergraph.graphql'), 'utf8');
const access = createAccessOf(supergraph, policy);

const caller = (role: string, purpose: string, more: Partial<Caller> = {}): Caller => ({
  subject: 's',
  clientId: 'c',
  roles: [role],
  scopes: ['claims:read', 'claims:write', 'surveys:read', 'surveys:write', 'customers:read', 'accounts:read'],
  purposes: [purpose],
  purpose,
  ...more,
});
const officer = caller('handler_l2', 'complaint_handling');

describe('what the rules say to one place', () => {
  it.each([
    [officer, 'Account.iban', 'MASKED', 'iban_last4'],
    [officer, 'Claim.status', 'ALLOW', null],
    [officer, 'Customer.nationalId', 'DENIED', null],
    [officer, 'Mutation.createPaymentOrder', 'ALLOW', null],
    [officer, 'CreatePaymentOrderInput.amount', 'ALLOW', null],
    [officer, 'Query.claims(filter:)', 'ALLOW', null],
    [caller('handler_l1', 'complaint_handling', { branch: '01042' }), 'Customer.email', 'CONDITIONAL', null],
    [
      caller('supervisor', 'complaint_handling', { branch: '01042' }),
      'Customer.email',
      'CONDITIONAL',
      'email_domain',
    ],
    [caller('handler_l2', 'complaint_handling', { scopes: [] }), 'Claim.status', 'DENIED', null],
    [caller('handler_l2', 'unheard of'), 'Viewer.roles', 'DENIED', null],
  ])('%#: of %j, at %s, is %s %s', (who, coordinate, decision, mask) => {
    expect(access(coordinate, who)).toMatchObject({ coordinate, decision, mask });
  });

  it('comes with the reason of the rule that decides', () => {
    const because = (id: string) =>
      [...policy.rules, ...policy.actions].find((each) => each.id === id)?.because;
    expect(access('Account.iban', officer).because).toBe(because('R-IBAN-OFFICER'));
    expect(access('Mutation.createPaymentOrder', officer).because).toBe(because('A-PAYMENT-ORDER'));
    expect(access('Claim.nothing', officer).because).toBeNull();
  });

  it('is not mixed up between callers who ask in turns', () => {
    const who = [
      officer,
      caller('client_self', 'customer_self_service', { customerNumber: '1' }),
      caller('partner:survey', 'satisfaction_survey'),
    ];
    const places = ['Account.iban', 'Claim.queue', 'Survey.nps', 'Mutation.fileClaim'];
    const alone = who.map((each) => places.map((place) => createAccessOf(supergraph, policy)(place, each)));
    const turns = [...who, ...who, ...who.toReversed()];
    for (const each of turns) {
      expect(places.map((place) => access(place, each))).toEqual(alone[who.indexOf(each)]);
    }
    expect(new Set(alone.map((each) => JSON.stringify(each))).size).toBe(who.length);
  });
});

describe('coordinates', () => {
  it('of fields, arguments, input fields and values are read', () => {
    const good = ['Account.iban', 'Query.claims(filter:)', 'ClaimFilter.status', 'Motive.OTHER'];
    expect(readCoordinates(good)).toEqual(good);
  });

  it.each([
    '',
    'Account',
    'Account.iban.more',
    'Query.claims(filter)',
    'Query.claims(filter: 1)',
    'a b.c',
    'Account.iban\n',
  ])('are refused by their position where they are none: %j', (wrong) => {
    expect(() => readCoordinates(['Account.iban', wrong])).toThrow(BadUserInput);
    expect(() => readCoordinates(['Account.iban', wrong])).toThrow(/^coordinates\[1\]: a coordinate/);
  });

  it('are a thousand at most', () => {
    const many = Array.from({ length: 1_000 }, () => 'Account.iban');
    expect(readCoordinates(many)).toHaveLength(1_000);
    expect(() => readCoordinates([...many, 'Account.iban'])).toThrow('coordinates: 1000 at most');
  });
});

it('no part of the supergraph is hidden from the API, which this subgraph would have to know', () => {
  const schema = buildASTSchema(parse(supergraph), { assumeValidSDL: true });
  expect(schema.getDirective('inaccessible')).toBeUndefined();
});
