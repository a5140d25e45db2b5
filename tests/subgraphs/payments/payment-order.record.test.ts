import * as fc from 'fast-check';
import type { SoapNode } from '../../../schema/ports/soap';
import {
  creerOrdreBody,
  type OrderTerms,
  paymentOrderReader,
  sameTerms,
} from '../../../subgraphs/payments/payment-order.record';
import { wantsAll } from '../../../subgraphs/shared/projection/wanted';
import { soapElement } from '../../../subgraphs/shared/soap-element';

const ordre: Record<string, SoapNode> = {
  numeroOrdre: 'PAI1',
  referenceExterne: 'RBT-RC-2026-0000001-1',
  typeOrdre: 'RBT',
  etat: '20',
  montant: '1234.5',
  devise: 'EUR',
  compteCredit: '0000000001A',
  numeroTiers: '000000000001',
  codeAgence: '00042',
  numeroDossier: 'RC-2026-0000001',
  dateCreation: '2026-01-15',
  dateExecution: '9999-12-31',
  libelleRejet: null,
};

const read = (changes: Record<string, SoapNode> = {}) =>
  paymentOrderReader(wantsAll).read(soapElement({ ...ordre, ...changes }, 'ordre'));

describe('an order of the payment service', () => {
  it('reads with its amount in cents and no day for none', () => {
    expect(read()).toEqual({
      reference: 'RBT-RC-2026-0000001-1',
      claimNumber: 'RC-2026-0000001',
      type: 'REFUND',
      state: 'POSTED',
      amount: { minorUnits: 123450n, currency: 'EUR' },
      accountNumber: '0000000001A',
      createdOn: '2026-01-15',
      postedOn: null,
      customer: '000000000001',
      branch: '00042',
    });
  });

  it.each([
    ['10', 'PENDING'],
    ['20', 'POSTED'],
    ['90', 'FAILED'],
  ])('state %s is %s', (etat, state) => {
    expect(read({ etat }).state).toBe(state);
  });

  it.each<[Record<string, SoapNode>, string]>([
    [{ etat: '55' }, 'ordre/etat'],
    [{ typeOrdre: 'XXX' }, 'ordre/typeOrdre'],
    [{ montant: '1 234,50' }, 'ordre/montant'],
    [{ devise: '' }, 'ordre/montant'],
    [{ referenceExterne: '' }, 'ordre/referenceExterne'],
    [{ dateCreation: '15012026' }, 'ordre/dateCreation'],
  ])('%j is refused by its place', (changes, place) => {
    expect(() => read(changes)).toThrow(`${place} is not`);
  });
});

describe('an order to be sent', () => {
  const terms: fc.Arbitrary<OrderTerms> = fc.record({
    reference: fc.stringMatching(/^[A-Z0-9][A-Z0-9-]{7,34}$/),
    type: fc.constantFrom('REFUND', 'GOODWILL'),
    amount: fc.record({ minorUnits: fc.bigInt({ min: 1n, max: 1_000_000n }), currency: fc.constant('EUR') }),
    accountNumber: fc.stringMatching(/^[A-Z0-9]{11}$/),
    claimNumber: fc.stringMatching(/^RC-20\d\d-\d{7}$/),
  });

  it('comes back with the same terms when the service echoes it', () => {
    fc.assert(
      fc.property(terms, (each) => {
        const { motif: _, ...sent } = creerOrdreBody(each, 'reason');
        expect(sameTerms(read(sent), each)).toBe(true);
      }),
    );
  });

  it('any other term makes it another order', () => {
    fc.assert(
      fc.property(terms, terms, (a, b) => {
        for (const name of ['reference', 'type', 'amount', 'accountNumber', 'claimNumber'] as const) {
          const equal = JSON.stringify(a[name], bigintText) === JSON.stringify(b[name], bigintText);
          expect(sameTerms(a, { ...a, [name]: b[name] })).toBe(equal);
        }
      }),
    );
  });
});

const bigintText = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;
