import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAnonymous } from '../../gateway/auth/anonymous';
import { classificationOf } from '../../schema/contract/classification';
import type { Caller } from '../../schema/kernel/caller';
import { categories, UNCLASSIFIED } from '../../schema/policy/categories';
import { compile } from '../../schema/policy/compile';
import { findGaps } from '../../schema/policy/gaps';
import { loadPolicy } from '../../schema/policy/load';
import { type RowFacts, rowVisible } from '../../schema/policy/row';
import { NO_STANDING } from '../../schema/policy/standing';
import { isAuditStrict } from '../../schema/policy/types';
import type { ActorRecord } from '../../mocks/world/shapes';

const ROOT = join(__dirname, '..', '..');
const policy = loadPolicy(join(ROOT, 'schema/policy/policy.yaml'));
const table = compile(
  classificationOf(readFileSync(join(ROOT, 'schema/contract/supergraph.graphql'), 'utf8')),
  policy,
);
const actors = JSON.parse(
  readFileSync(join(ROOT, 'mocks/data/actors.json'), 'utf8'),
) as readonly ActorRecord[];

function caller(name: string, purpose?: string): Caller {
  const actor = actors.find((each) => each.name === name);
  if (!actor) throw new Error(`no actor ${name}`);
  return { ...actor, purpose: purpose ?? actor.purposes[0] ?? '' };
}

/** What an actor gets of a coordinate of an object: the mask's name, `ALLOW` or `DENY`. */
function gets(who: Caller, coordinate: string, facts?: RowFacts): string {
  const { effect, mask } = table.decide(coordinate, who, facts);
  return mask ?? effect;
}

const adviser = caller('adviser');
const own: RowFacts = {
  customer: caller('customer').customerNumber,
  branch: adviser.branch,
  handler: adviser.staffNumber,
  level: 'ADVISER',
  standing: NO_STANDING,
};
const foreign: RowFacts = {
  ...{ customer: '999999999999', branch: '99999', handler: 'Z999999', level: 'ADVISER' },
  standing: NO_STANDING,
};
const referred: RowFacts = { ...foreign, level: 'MEDIATOR' };

const ACTORS = [
  'customer',
  'adviser',
  'complaints-officer',
  'supervisor',
  'compliance',
  'dpo',
  'mediator',
  'partner-comparator',
  'partner-survey',
];

describe('the rules in force', () => {
  it('know every actor of the demo world and every purpose of their tokens', () => {
    expect(actors.map(({ name }) => name).sort()).toEqual([...ACTORS].sort());
    expect(
      actors.flatMap(({ purposes }) => purposes).filter((purpose) => !policy.purposes.includes(purpose)),
    ).toEqual([]);
  });

  it.each([
    //                              customer adviser officer supervisor compliance dpo mediator comparator survey
    ['Claim.status', 'ALLOW ALLOW ALLOW ALLOW DENY ALLOW DENY DENY ALLOW'],
    ['Claim.description', 'ALLOW ALLOW ALLOW ALLOW DENY redact DENY DENY DENY'],
    ['Claim.disputedAmount', 'ALLOW ALLOW ALLOW ALLOW DENY ALLOW DENY DENY DENY'],
    ['Claim.queue', 'DENY ALLOW ALLOW ALLOW DENY ALLOW DENY DENY DENY'],
    ['Claim.handledBy', 'DENY ALLOW ALLOW ALLOW DENY DENY DENY DENY DENY'],
    ['Customer.lastName', 'ALLOW ALLOW ALLOW ALLOW DENY ALLOW DENY DENY DENY'],
    ['Customer.email', 'ALLOW ALLOW ALLOW email_domain DENY ALLOW DENY DENY DENY'],
    ['Customer.phone', 'ALLOW ALLOW ALLOW phone_last2 DENY ALLOW DENY DENY DENY'],
    ['Customer.birthDate', 'ALLOW ALLOW ALLOW birth_year DENY ALLOW DENY DENY DENY'],
    ['Customer.nationalId', 'DENY DENY DENY DENY DENY ALLOW DENY DENY DENY'],
    ['Customer.vulnerable', 'DENY ALLOW ALLOW ALLOW DENY ALLOW DENY DENY DENY'],
    ['Account.iban', 'ALLOW iban_last4 iban_last4 iban_last4 DENY ALLOW DENY DENY DENY'],
    ['Account.type', 'ALLOW ALLOW ALLOW ALLOW DENY ALLOW DENY ALLOW DENY'],
    ['Account.balance', 'ALLOW amount_band amount_band DENY DENY ALLOW DENY DENY DENY'],
    ['Card.maskedNumber', 'ALLOW card_last4 card_last4 DENY DENY ALLOW DENY DENY DENY'],
    ['Operation.amount', 'ALLOW ALLOW ALLOW amount_band DENY ALLOW DENY DENY DENY'],
    ['Survey.nps', 'ALLOW ALLOW ALLOW ALLOW DENY ALLOW DENY DENY ALLOW'],
    ['Survey.comment', 'ALLOW ALLOW ALLOW ALLOW DENY redact DENY DENY DENY'],
    ['Mutation.fileClaim', 'ALLOW ALLOW ALLOW DENY DENY DENY DENY DENY DENY'],
    ['Mutation.addClaimMessage', 'ALLOW ALLOW ALLOW DENY DENY DENY DENY DENY DENY'],
    ['Mutation.answerSurvey', 'ALLOW DENY DENY DENY DENY DENY DENY DENY ALLOW'],
    ['Mutation.updateContact', 'ALLOW ALLOW ALLOW DENY DENY DENY DENY DENY DENY'],
    ['Mutation.createPaymentOrder', 'DENY DENY ALLOW DENY DENY DENY DENY DENY DENY'],
  ])('give each actor their share of %s', (coordinate, shares) => {
    expect(ACTORS.map((name) => gets(caller(name), coordinate, own)).join(' ')).toBe(shares);
  });

  it.each([
    ['customer', 'Claim', [true, false, false]],
    ['adviser', 'Claim', [true, false, false]],
    ['adviser', 'Customer', [true, false, false]],
    ['complaints-officer', 'Claim', [true, true, true]],
    ['supervisor', 'Claim', [true, false, false]],
    ['compliance', 'Claim', [false, false, false]],
    ['dpo', 'Survey', [true, true, true]],
    ['mediator', 'Claim', [false, false, true]],
    ['mediator', 'Customer', [false, false, false]],
    ['partner-comparator', 'Claim', [false, false, false]],
    ['partner-survey', 'Survey', [true, true, true]],
    ['partner-survey', 'Customer', [false, false, false]],
  ])('let %s know of %s rows: their own, others, referred ones', (name, type, visible) => {
    expect([own, foreign, referred].map((facts) => rowVisible(policy, type, caller(name), facts))).toEqual(
      visible,
    );
  });

  it('give the mediator the redacted text of a referred claim, and of no other', () => {
    const mediator = caller('mediator');
    expect([referred, own].map((facts) => gets(mediator, 'Claim.description', facts))).toEqual([
      'redact',
      'DENY',
    ]);
  });

  it('show an adviser the claim that they handle for another branch, and not the one that nobody gave them', () => {
    expect(gets(adviser, 'Claim.description', { ...foreign, handler: adviser.staffNumber })).toBe('ALLOW');
    expect(gets(adviser, 'Claim.description', foreign)).toBe('DENY');
  });

  it('give another purpose of the same token other data', () => {
    const quality = caller('supervisor', 'quality_improvement');
    expect(
      [
        ...['Claim.motive', 'Claim.number', 'Claim.handledBy', 'Claim.disputedAmount', 'Customer.birthDate'],
        ...['Claim.description', 'Customer.lastName', 'Customer.email', 'Account.iban', 'Card.maskedNumber'],
      ].map((coordinate) => gets(quality, coordinate, own)),
    ).toEqual([
      ...['ALLOW', 'PSEUDONYMISE', 'PSEUDONYMISE', 'amount_band', 'birth_year'],
      ...['DENY', 'DENY', 'DENY', 'DENY', 'DENY'],
    ]);
    const fraud = caller('complaints-officer', 'fraud_prevention');
    expect([gets(fraud, 'Operation.label', own), gets(fraud, 'Claim.description', own)]).toEqual([
      'ALLOW',
      'DENY',
    ]);
  });

  it('give nobody anything for a purpose of somebody else', () => {
    for (const name of ACTORS) {
      const who = { ...caller(name), purpose: 'security_audit' };
      const shown = [...table.classification]
        .filter(([, { category }]) => category.startsWith('user.') || category.startsWith('bank.'))
        .filter(([coordinate]) => gets(who, coordinate, own) !== 'DENY');
      expect(shown).toEqual([]);
    }
  });

  it('show nobody a direct identifier for the sake of quality', () => {
    const quality = caller('supervisor', 'quality_improvement');
    const shown = [...table.classification].filter(
      ([coordinate, { category }]) =>
        /^(user\.(name|contact|unique_id|financial|government_id|content|demographic\.date)|staff)/.test(
          category,
        ) && gets(quality, coordinate, own) === 'ALLOW',
    );
    expect(shown).toEqual([]);
  });

  it('mark what is recorded durably before an answer: national numbers, cards, accounts, health', () => {
    const strict = Object.keys(categories).filter((category) => isAuditStrict(policy, category));
    expect(strict.sort()).toEqual([
      'user.financial.bank_account',
      'user.financial.credit_card',
      'user.government_id.national_identification_number',
      'user.health_and_medical',
    ]);
  });

  it('have no rule that never decides or that speaks of nothing, and no two that contradict each other', () => {
    expect(findGaps(policy, table.classification)).toEqual({
      conflicts: [],
      shadowed: [],
      unused: [],
      silent: [],
    });
    expect(table.warnings).toEqual([]);
  });

  it('are used by an actor or without a token, purpose by purpose', async () => {
    const anonymous = await createAnonymous('a secret')({
      authorization: [],
      proofs: [],
      method: 'POST',
      url: '',
    });
    const used = new Set([...actors, anonymous].flatMap(({ purposes }) => purposes));
    expect(policy.purposes.filter((purpose) => !used.has(purpose))).toEqual([]);
  });

  it('never need two masks for one cell: no pair of rules of equal weight disagrees', () => {
    const conflicts = ACTORS.flatMap((name) =>
      caller(name).purposes.flatMap((purpose) =>
        [...table.classification.keys()].filter((coordinate) =>
          [own, foreign, referred].some(
            (facts) => table.decide(coordinate, caller(name, purpose), facts).code === 'CONFLICT',
          ),
        ),
      ),
    );
    expect(conflicts).toEqual([]);
  });

  it('have a rule for every kind of data of the graph that someone has classified', () => {
    const silent = [...table.classification.values()].filter(
      ({ category }) =>
        category !== UNCLASSIFIED &&
        !policy.rules.some(({ categories }) =>
          categories.some((each) => category === each || category.startsWith(`${each}.`)),
        ),
    );
    expect(silent).toEqual([]);
  });

  it('name every mutation of the graph in an action', () => {
    const named = policy.actions.flatMap(({ mutations }) => mutations);
    const all = [...table.classification.keys()].flatMap(
      (coordinate) => /^Mutation\.(\w+)$/.exec(coordinate)?.[1] ?? [],
    );
    expect(all.filter((name) => !named.includes(name))).toEqual([]);
  });
});
