import { Field, InputType } from 'type-graphql';
import type { Caller } from '../../schema/kernel/caller';
import { BadUserInput, HubError } from '../../schema/kernel/errors';
import { NotPersonal, Personal } from '../shared/classify';
import { Channel, ClaimantCapacity } from './claim.enum';
import { FileClaimInput } from './claim.input';
import { checkClaimant, ClaimantInput } from './claimant';
import { actorOf, checkFiling, type Filing, type FilingRules } from './filing.rules';
import { Actor } from './timeline.enum';

@InputType({ description: 'A complaint that staff take down for whoever makes it.' })
export class FileClaimOnBehalfInput extends FileClaimInput {
  @NotPersonal()
  @Field(() => ClaimantInput, {
    nullable: true,
    description:
      'Who complains, where it is not the customer concerned; needed where no customer is. `customerId` is then left out.',
  })
  claimant?: ClaimantInput | null;

  @Personal('bank.claim', { subject: 'claimant' })
  @Field(() => Boolean, {
    nullable: true,
    description:
      'Spoken complaints (`BRANCH`, `PHONE`): whether the claimant was invited to put it in writing (ACPR 2024-R-02). Needed there.',
  })
  formalisationInvited?: boolean | null;
}

const SPOKEN: readonly Channel[] = [Channel.BRANCH, Channel.PHONE];

/** Who may complain without being, or having been, a customer. */
const STRANGERS: readonly ClaimantCapacity[] = [
  ClaimantCapacity.PROSPECT,
  ClaimantCapacity.FORMER_CUSTOMER,
  ClaimantCapacity.BENEFICIARY,
  ClaimantCapacity.HEIR,
];

/**
 * Checks a complaint that staff take down, of a customer or of somebody who is none.
 *
 * @throws {BadUserInput} naming the argument, never its value.
 * @throws {HubError} `OPERATION_ACCESS_DENIED`: customers file themselves.
 */
export function checkFilingOnBehalf(
  input: FileClaimOnBehalfInput,
  caller: Caller,
  rules: FilingRules,
): Filing {
  if (actorOf(caller) === Actor.CUSTOMER) {
    throw new HubError('OPERATION_ACCESS_DENIED', 'Only those who handle claims file them for others.');
  }
  const { channel, capacity, customerId, claimant: named } = input;
  if (!channel) throw new BadUserInput('input.channel', 'the way it came in is expected.');
  if (!capacity) throw new BadUserInput('input.capacity', 'the claimant’s capacity is expected.');
  const invited = checkInvitation(channel, input.formalisationInvited ?? null);
  const claimant = named ? checkClaimant(named) : null;
  if (capacity === ClaimantCapacity.REPRESENTATIVE && !claimant?.mandate) {
    throw new BadUserInput('input.claimant.mandate', 'the mandate of a representative is expected.');
  }
  if (!customerId) checkStranger(input, claimant !== null, capacity);
  return {
    ...checkFiling(input, caller, rules, { strangers: true }),
    claimant,
    formalisationInvited: invited,
  };
}

/** @returns whether the claimant of a spoken complaint was invited to write. */
function checkInvitation(channel: Channel, invited: boolean | null): boolean {
  const argument = 'input.formalisationInvited';
  const spoken = SPOKEN.includes(channel);
  if (spoken && invited === null) {
    throw new BadUserInput(argument, 'say whether the claimant was invited to write.');
  }
  if (!spoken && invited !== null) throw new BadUserInput(argument, 'only spoken complaints take this.');
  return invited ?? false;
}

/** Bank secrecy (art. L.511-33 CMF): who names no customer names no account either. */
function checkStranger(
  { accountId, operationId, answers }: FileClaimOnBehalfInput,
  isNamed: boolean,
  capacity: ClaimantCapacity,
): void {
  if (!STRANGERS.includes(capacity)) {
    throw new BadUserInput('input.customerId', 'the customer concerned is expected for this capacity.');
  }
  if (!isNamed) throw new BadUserInput('input.claimant', 'a claimant is expected where no customer is.');
  if (
    accountId ||
    operationId ||
    answers?.some(({ question }) => question === 'account' || question === 'operation')
  ) {
    throw new BadUserInput('input.customerId', 'the customer is expected whose account it is about.');
  }
}
