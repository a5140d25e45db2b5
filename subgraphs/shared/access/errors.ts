import { HubError } from '../../../schema/kernel/errors';
import { isPseudonym } from '../../../schema/policy/masked-form';

/** The policy says no; the text is the same for every field. */
export const fieldDenied = (coordinate: string): HubError =>
  new HubError('FIELD_ACCESS_DENIED', 'This field is not accessible to you.', { coordinate });

/** The policy says no to an argument of the field. */
export const argumentDenied = (coordinate: string): HubError =>
  new HubError('ARGUMENT_ACCESS_DENIED', 'This argument is not accessible to you.', { coordinate });

/**
 * Refuses a pseudonym where a value is looked for. Whoever is shown pseudonyms may compare them and nothing else: no
 * system keeps them, so nothing is found by one, and "not found" would be a wrong answer.
 *
 * @throws {HubError} `ARGUMENT_ACCESS_DENIED`.
 */
export function refusePseudonym(coordinate: string, value: string): void {
  if (isPseudonym(value.trim())) throw argumentDenied(coordinate);
}

/** What was shown masked or as a pseudonym came back as a value. */
export const maskedWriteBack = (coordinate: string): HubError =>
  new HubError(
    'MASKED_VALUE_WRITE_BACK',
    'A masked or pseudonymised value cannot be written: leave it out, or give the value itself.',
    { coordinate },
  );

/** The policy could not say anything: not a denial, and nothing is shown. */
export const evaluationFailed = (coordinate: string, cause: unknown): HubError =>
  new HubError(
    'POLICY_EVALUATION_FAILED',
    'Access to this field could not be decided.',
    { coordinate },
    { cause },
  );
