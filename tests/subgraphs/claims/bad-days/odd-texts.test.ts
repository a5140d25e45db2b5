import * as fc from 'fast-check';
import { createCopyWriter } from '../../../../gateway/dated-copy/pdf';
import { BadUserInput } from '../../../../schema/kernel/errors';
import { Channel, ClaimantCapacity, Motive, Product } from '../../../../subgraphs/claims/claim.enum';
import { datedCopyOf } from '../../../../subgraphs/claims/dated-copy';
import { checkFiling, DESCRIPTION_MAX, type Filing } from '../../../../subgraphs/claims/filing.rules';
import { loadIntake } from '../../../../subgraphs/claims/intake/tree';
import { customer, testIds } from '../../shared/subgraph-bench';
import { oddTexts } from './odd-texts';

const rules = { ids: testIds, intake: loadIntake(), now: new Date('2026-11-20T09:30:00Z') };
const plain = { product: Product.DIRECT_DEBIT, motive: Motive.DIRECT_DEBIT_CONTESTED };

/** The complaint as it would be recorded, or the sentence with which it is refused. */
function filed(description: string, creditor: string): Filing | string {
  const answers = [
    { question: 'operationDate', value: '2026-11-01' },
    { question: 'creditor', value: creditor },
    { question: 'mandateGiven', value: 'NO' },
  ];
  try {
    return checkFiling({ ...plain, description, answers }, customer('000000000001'), rules);
  } catch (error) {
    if (error instanceof BadUserInput) return error.message;
    throw error;
  }
}

const SENTENCE =
  /^input\.(description|answers): (a text is expected|at most \d+ characters are taken|contains control characters or broken characters)\.$/;

describe('ten thousand odd texts', () => {
  it('are recorded as they are, in the copy too, or refused in a sentence that repeats nothing of them', () => {
    const seen = { taken: 0, refused: 0, large: 0 };
    fc.assert(
      fc.property(
        oddTexts(),
        fc.oneof(fc.constant('Une entreprise'), oddTexts()),
        (description, creditor) => {
          const result = filed(description, creditor);
          if (description.length > 900_000) seen.large += 1;
          if (typeof result === 'string') {
            seen.refused += 1;
            expect(result).toMatch(SENTENCE);
            return;
          }
          seen.taken += 1;
          expect(description.length).toBeLessThanOrEqual(DESCRIPTION_MAX);
          expect(result.description).toBe(description);
          expect(result.answers?.[1]?.value).toBe(creditor);
          const copy = datedCopyOf('RC-2026-0000001', result, rules.now, rules.now);
          const read = JSON.parse(copy.text) as { description: string; answers: { value: string }[] };
          expect(read.description).toBe(description);
          expect(read.answers[1]?.value).toBe(creditor);
          // What the old systems behind the hub could not carry was refused.
          expect(description).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
          expect(description.isWellFormed()).toBe(true);
        },
      ),
      { numRuns: 10_000, seed: 20_261_122 },
    );
    expect(seen.taken).toBeGreaterThan(2_000);
    expect(seen.refused).toBeGreaterThan(2_000);
    expect(seen.large).toBeGreaterThan(10);
  }, 300_000);

  it('make a PDF where they are recorded', async () => {
    const copies = createCopyWriter();
    await fc.assert(
      fc.asyncProperty(oddTexts(), async (description) => {
        if (typeof filed(description, 'x') === 'string') return;
        const pdf = await copies.write({
          number: 'RC-2026-0000001',
          datedCopy: {
            reference: 'DC-2026-0000001',
            filedAt: '2026-11-20T09:30:00.000Z',
            sha256: '0'.repeat(64),
            content: {
              ...{
                language: 'FR',
                sentAt: null,
                receivedAt: '2026-11-20T09:30:00.000Z',
                disputedAmount: null,
              },
              ...{ channel: Channel.ONLINE, capacity: ClaimantCapacity.CUSTOMER, ...plain, description },
              claimant: { name: description.slice(0, 50), email: null, address: null },
              answers: [],
            },
          },
        });
        expect(pdf.subarray(-6).toString()).toBe('%%EOF\n');
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});
