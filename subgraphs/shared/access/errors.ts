import { HubError } from '../../../schema/kernel/errors';

/** The policy says no; the text is the same for every field. */
export const fieldDenied = (coordinate: string): HubError =>
  new HubError('FIELD_ACCESS_DENIED', 'This field is not accessible to you.', { coordinate });

/** The policy says no to an argument of the field. */
export const argumentDenied = (coordinate: string): HubError =>
  new HubError('ARGUMENT_ACCESS_DENIED', 'This argument is not accessible to you.', { coordinate });

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
