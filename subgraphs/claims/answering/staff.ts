import type { Caller } from '../../../schema/kernel/caller';
import { HubError } from '../../../schema/kernel/errors';
import { StaffCapacity } from './answer.enum';

/** A member of staff who does something. */
export interface StaffMember {
  /** Staff number, or the token's subject where there is none: tells two people apart, and is shown to nobody. */
  readonly person: string;
  readonly capacity: StaffCapacity;
}

/** Who acts, and in which capacity. @throws {HubError} `OPERATION_ACCESS_DENIED`: nobody who works on claims. */
export function staffOf({ roles, staffNumber, subject }: Caller): StaffMember {
  const person = staffNumber ?? subject;
  if (roles.includes('handler_l2')) return { person, capacity: StaffCapacity.COMPLAINTS_OFFICER };
  if (roles.includes('supervisor')) return { person, capacity: StaffCapacity.HEAD_OF_BRANCH };
  if (roles.includes('handler_l1')) return { person, capacity: StaffCapacity.ADVISER };
  throw new HubError('OPERATION_ACCESS_DENIED', 'Only those who work on claims may do this.');
}
