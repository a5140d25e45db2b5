import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { LedgerOperation, LedgerStatement } from '../../../../schema/ports/ledger-evidence';
import { type ClaimFacts, decide } from '../../../../subgraphs/claims/automation/decide';
import { evaluate } from '../../../../subgraphs/claims/automation/evaluate';
import { loadAutomationRules, parseAutomationRules } from '../../../../subgraphs/claims/automation/rules';
import { ClaimantCapacity, Motive } from '../../../../subgraphs/claims/claim.enum';
import { WORLD } from '../../accounts/world-ledger';

const ROOT = join(__dirname, '..', '..', '..', '..');
const rules = loadAutomationRules();
const TODAY = '2026-11-20';

const claim: ClaimFacts = {
  motive: Motive.FEES_CONTESTED,
  capacity: ClaimantCapacity.CUSTOMER,
  customer: '000000000001',
  operation: 'contested',
};
let count = 0;
const operation = (bookedOn: string, cents: number, label: string, more: Partial<LedgerOperation> = {}) => ({
  reference: `m${(count += 1)}`,
  bookedOn,
  cents: BigInt(cents),
  debit: true,
  currency: 'EUR',
  code: '62',
  label,
  ...more,
});
const contested = (bookedOn: string, cents: number, label: string): LedgerOperation =>
  operation(bookedOn, cents, label, { reference: 'contested' });
const credit = (bookedOn: string, cents: number, label: string, code: string): LedgerOperation =>
  operation(bookedOn, cents, label, { debit: false, code });
const COMMISSION = 'COMMISSION D INTERVENTION';

function verdict(operations: readonly LedgerOperation[], more: Partial<LedgerStatement & ClaimFacts> = {}) {
  const statement = { holder: '000000000001', account: '00000000001', closedOn: null, operations, ...more };
  const { eligible, granted, shadow } = decide(rules, { ...claim, ...more }, statement, TODAY);
  return { eligible, granted: granted && [granted.rule.id, Number(granted.cents)], shadow: shadow?.rule.id };
}
const grant = (...operations: readonly LedgerOperation[]) => verdict(operations).granted;

describe('claims that the ledger decides', () => {
  it('gives back what a commission costs beyond its limit, and nothing at the limit', () => {
    expect(grant(contested('2026-10-05', 801, COMMISSION))).toEqual(['F-INTERVENTION', 1]);
    expect(grant(contested('2026-10-05', 800, COMMISSION))).toBeUndefined();
  });

  it('gives back what a month costs beyond its limit; the turn of a month begins anew', () => {
    const days = ['02', '03', '04', '05', '06', '07', '08', '09', '10', '11'];
    const october = days.map((day) => operation(`2026-10-${day}`, 800, COMMISSION));
    expect(grant(...october, contested('2026-10-31', 800, COMMISSION))).toEqual([
      'F-INTERVENTION-MONTH',
      800,
    ]);
    expect(grant(...october, contested('2026-11-01', 800, COMMISSION))).toBeUndefined();
  });

  it('takes the stricter limit for who has the offer for fragile customers, from when they have it', () => {
    const price = (day: string) => operation(day, 300, 'COTISATION OFFRE SPECIFIQUE 10/26');
    const fee = contested('2026-10-05', 900, COMMISSION);
    expect(grant(price('2026-10-01'), fee)).toEqual(['F-OFFER-INTERVENTION', 500]);
    expect(grant(fee, price('2026-11-01'))).toEqual(['F-INTERVENTION', 100]);
  });

  it('limits a month after five incidents, and not after four', () => {
    const incidents = ['02', '04', '06', '08', '10'].map((day) =>
      operation(`2026-09-${day}`, 400, COMMISSION),
    );
    const october = [
      operation('2026-10-02', 1_800, 'FRAIS REJET PRELEVEMENT'),
      contested('2026-10-09', 800, COMMISSION),
    ];
    expect(grant(...incidents, ...october)).toEqual(['F-FRAGILE-MONTH', 100]);
    expect(grant(...incidents.slice(1), ...october)).toBeUndefined();
  });

  it.each([
    ['REJET CHEQUE 1234567', '03', 5_000, 'FRAIS REJET CHEQUE 1234567', 5_000, ['F-CHEQUE', 2_000]],
    ['REJET CHEQUE 1234567', '03', 5_001, 'FRAIS REJET CHEQUE 1234567', 5_000, undefined],
    ['REJET PRLV TELECOM', '09', 1_200, 'FRAIS REJET PRELEVEMENT', 2_000, ['F-DEBIT', 800]],
    ['REJET PRLV TELECOM', '09', 9_900, 'FRAIS REJET PRELEVEMENT', 2_000, undefined],
  ] as const)('%s of code %s over %i, %s of %i: %j', (payment, code, cents, label, charged, granted) => {
    expect(
      grant(credit('2026-10-05', cents, payment, code), contested('2026-10-05', charged, label)),
    ).toEqual(granted);
  });

  it('does not guess which of two rejected payments of a day a fee was for', () => {
    const day = '2026-10-05';
    const fee = contested(day, 2_500, 'FRAIS REJET PRELEVEMENT');
    const payments = [credit(day, 900, 'REJET PRLV A', '09'), credit(day, 9_900, 'REJET PRLV B', '09')];
    expect(grant(...payments, fee)).toBeUndefined();
    expect(grant(payments[1]!, fee)).toEqual(['F-DEBIT', 500]);
  });

  it('charges a payment that comes again once: within 30 days, of the same creditor and amount', () => {
    const first = [
      credit('2026-10-05', 4_990, 'REJET PRLV A', '09'),
      operation('2026-10-05', 2_000, 'FRAIS REJET PRELEVEMENT'),
    ];
    const again = (day: string, cents: number, name: string) =>
      grant(...first, credit(day, cents, name, '09'), contested(day, 2_000, 'FRAIS REJET PRELEVEMENT'));
    expect(again('2026-11-04', 4_990, 'REJET PRLV A')).toEqual(['F-DEBIT-AGAIN', 2_000]);
    expect(again('2026-11-05', 4_990, 'REJET PRLV A')).toBeUndefined();
    expect(again('2026-11-04', 4_991, 'REJET PRLV A')).toBeUndefined();
    expect(again('2026-11-04', 4_990, 'REJET PRLV B')).toBeUndefined();
  });

  it('gives back the same fee of the same period, whichever of the two is contested, and no fee of another period', () => {
    const [one, other] = ['FRAIS TENUE DE COMPTE 09/26', 'FRAIS TENUE DE COMPTE 10/26'];
    expect(grant(operation('2026-10-05', 250, one), contested('2026-10-07', 250, one))).toEqual([
      'F-TWICE',
      250,
    ]);
    expect(grant(contested('2026-10-05', 250, one), operation('2026-10-07', 250, one))).toEqual([
      'F-TWICE',
      250,
    ]);
    expect(grant(operation('2026-10-05', 250, one), contested('2026-10-05', 250, other))).toBeUndefined();
    expect(
      grant(
        operation('2026-10-05', 250, 'COTISATION CARTE'),
        contested('2026-10-05', 250, 'COTISATION CARTE'),
      ),
    ).toBeUndefined();
  });

  it('lets a closed account cost nothing, from the day after', () => {
    const fees = [contested('2026-10-05', 250, 'FRAIS TENUE DE COMPTE 10/26')];
    expect(verdict(fees, { closedOn: '2026-10-04' }).shadow).toBe('F-CLOSED');
    expect(verdict(fees, { closedOn: '2026-10-05' })).toEqual({ eligible: true });
  });

  it('only keeps what a rule in shadow mode would grant', () => {
    expect(verdict([contested('2026-10-05', 3_500, 'FRAIS CLOTURE COMPTE')])).toEqual({
      eligible: true,
      granted: undefined,
      shadow: 'F-CLOSING',
    });
  });

  it('leaves to a person what was given back, in part or in full, since', () => {
    const fee = contested('2026-10-05', 1_200, COMMISSION);
    for (const [label, code] of [
      ['REMB COMMISSION', '05'],
      ['ANNUL COMMISSION', '05'],
      ['AVOIR', '62'],
    ] as const) {
      expect(verdict([fee, credit('2026-10-08', 100, label, code)])).toEqual({ eligible: true });
    }
    expect(grant(credit('2026-10-04', 100, 'REMB RECLAM RC-2026-0000009', '05'), fee)).toEqual([
      'F-INTERVENTION',
      400,
    ]);
  });

  it('leaves to a person what two kinds of rules speak about', () => {
    const month = ['02', '03', '04', '05', '06', '07', '08', '09', '10', '11'];
    const commissions = month.map((day) => operation(`2026-10-${day}`, 800, COMMISSION));
    expect(verdict([...commissions, contested('2026-10-20', 1_200, COMMISSION)])).toEqual({ eligible: true });
  });

  it.each([
    ['an account of another customer', { holder: '000000000002' }],
    ['another motive', { motive: Motive.SERVICE_QUALITY }],
    ['an heir', { capacity: ClaimantCapacity.HEIR }],
    ['no operation', { operation: null }],
    ['an operation that the ledger does not have', { operation: 'other' }],
  ])('does not look at %s', (_, more) => {
    expect(verdict([contested('2026-10-05', 1_200, COMMISSION)], more)).toEqual({ eligible: false });
  });

  it('does not look at what is no fee, is in another currency, or lies more than 13 months back', () => {
    const fee = contested('2026-10-05', 1_200, COMMISSION);
    for (const change of [
      { label: 'CB ELECTRO CENTRE' },
      { code: '91' },
      { currency: 'USD' },
      { bookedOn: '2025-10-20' },
    ])
      expect(verdict([{ ...fee, ...change }])).toEqual({ eligible: false });
  });

  it('leaves to a person what is more than a claim may be granted without one', () => {
    const closed = (cents: number) =>
      verdict([contested('2026-10-05', cents, 'FRAIS TENUE DE COMPTE 10/26')], { closedOn: '2026-10-01' });
    expect(closed(15_001)).toEqual({ eligible: true });
    expect(closed(15_000).shadow).toBe('F-CLOSED');
  });
});

describe('the file of rules', () => {
  const text = `version: '1'
claims: { motives: [FEES_CONTESTED], capacities: [CUSTOMER], oldestDays: 30, most: '10.00' }
fees:
  A: { code: '62', label: '^A' }
payments: {}
givenBack: '^R'
rules:
  - { id: F-A, mode: on, proof: CAP_EACH, fee: A, most: '8.00', legalReference: x, because: y }
again: { firstMinutes: 5, mostMinutes: 60, tries: 10 }
`;
  it.each([
    ["fee: A, most: '8.00'", "fee: B, most: '8.00'", 'automation.yaml:8: rules.0.fee: B is not among A'],
    ["most: '8.00'", "most: 'eight'", 'automation.yaml:8: rules.0.most: an amount'],
    ["'^A'", "'^(A'", 'automation.yaml:4: fees.A.label: not a pattern'],
    ['mode: on', 'mode: maybe', 'automation.yaml:8: rules.0.mode'],
    ['payments: {}', 'payments: {', 'automation.yaml:'],
  ])('says on which line %s may not be %s', (from, to, message) => {
    expect(() => parseAutomationRules(text)).not.toThrow();
    expect(() => parseAutomationRules(text.replace(from, to))).toThrow(message);
  });
});

describe('over the demo world', () => {
  it('handles more than 40 % of simple claims, none of them wrongly, lures included', () => {
    const result = evaluate(rules, WORLD);
    expect(result.simpleClaims).toBeGreaterThanOrEqual(100);
    expect(result.handledShare).toBeGreaterThanOrEqual(0.4);
    expect(result.handledShare).toBeLessThan(1);
    expect([result.wrongGrants, result.wrongShadowGrants]).toEqual([0, 0]);
    const granting = Object.keys(result.byRule).sort();
    expect(granting).toEqual(rules.rules.map(({ id }) => id).sort());
  });

  it('is told by a command, for machines too', async () => {
    const said = await new Promise<string>((resolve, reject) => {
      const command = ['--import', 'tsx', 'subgraphs/rules.ts', 'evaluate', '--json'];
      execFile(process.execPath, command, { cwd: ROOT }, (error, stdout) =>
        error ? reject(error) : resolve(stdout),
      );
    });
    expect(JSON.parse(said)).toMatchObject({
      simpleClaims: expect.any(Number),
      handledShare: expect.any(Number),
      wrongGrants: 0,
    });
  });
});
