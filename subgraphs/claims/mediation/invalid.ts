import { HubError } from '../../../schema/kernel/errors';

/** It cannot be done as the claim stands. */
export const invalid = (sentence: string): HubError => new HubError('INVALID_STATE', sentence, {});
