import { createHash } from 'node:crypto';
import { canonicalJson } from '../../schema/kernel/canonical-json';
import { moneyText } from '../shared/scalars';
import type { Filing } from './filing.rules';

/** What a claimant is given on filing. The text is kept as it is; its hash shows later that it was not changed. */
export interface DatedCopyText {
  readonly reference: string;
  /** Canonical JSON (RFC 8785) of what was filed. */
  readonly text: string;
  /** Of the text's UTF-8 bytes, in hexadecimal. */
  readonly sha256: string;
}

/** What a copy says of a filing. */
export type CopiedFiling = Pick<
  Filing,
  | 'customerNumber'
  | 'channel'
  | 'capacity'
  | 'product'
  | 'motive'
  | 'description'
  | 'disputedAmount'
  | 'accountNumber'
  | 'operationReference'
  | 'sentAt'
> &
  Partial<Pick<Filing, 'language' | 'answers' | 'claimant'>>;

/** @param number of the claim, e.g. `RC-2026-0001234`: the copy is `DC-2026-0001234`. */
export function datedCopyOf(
  number: string,
  filing: CopiedFiling,
  receivedAt: Date,
  filedAt: Date,
): DatedCopyText {
  const text = canonicalJson({
    number,
    filedAt: filedAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
    sentAt: filing.sentAt?.toISOString() ?? null,
    customer: filing.customerNumber,
    channel: filing.channel,
    capacity: filing.capacity,
    product: filing.product,
    motive: filing.motive,
    description: filing.description,
    disputedAmount: filing.disputedAmount && moneyText(filing.disputedAmount),
    account: filing.accountNumber,
    operation: filing.operationReference,
    ...(filing.language && { language: filing.language }),
    ...(filing.answers && { answers: filing.answers }),
    ...(filing.claimant && { claimant: filing.claimant }),
  });
  return {
    reference: number.replace(/^RC/, 'DC'),
    text,
    sha256: createHash('sha256').update(text, 'utf8').digest('hex'),
  };
}
