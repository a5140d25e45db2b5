import type { Caller } from '../../schema/kernel/caller';
import { BadUserInput, HubError } from '../../schema/kernel/errors';
import type { IdKind, IdSealer } from '../../schema/kernel/ids';
import type { Money } from '../../schema/kernel/money';
import { checkFreeText } from '../shared/free-text';
import { Channel, ClaimantCapacity, ClaimLevel, type Motive, type Product } from './claim.enum';
import type { FileClaimInput } from './claim.input';
import type { KeptClaimant } from './claimant';
import { checkAnswers, type KeptAnswer } from './intake/answers';
import { Language } from './intake/intake.enum';
import type { IntakeTree } from './intake/tree';
import { Actor } from './timeline.enum';

/** The longest complaint, in characters: some ten printed pages. */
export const DESCRIPTION_MAX = 20_000;

/** How far clocks may differ, in milliseconds, before an instant lies in the future. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
/** The oldest letter that is recorded, in milliseconds: rights lapse after five years, papers surface after ten. */
const OLDEST_MS = 10 * 366 * 86_400_000;

/** A complaint that may be recorded: checked, keys opened, nothing left open. */
export interface Filing {
  /** `numeroTiers` of the customer concerned; `null`: somebody complains who is none. */
  readonly customerNumber: string | null;
  /** Who complains, where it is somebody else. */
  readonly claimant: KeptClaimant | null;
  /** Whether the claimant of a spoken complaint was invited to write. */
  readonly formalisationInvited: boolean;
  /** Agency that looks after the claim, where the caller tells: staff file into their own. */
  readonly branch: string | null;
  readonly handledBy: string | null;
  readonly level: ClaimLevel;
  readonly actor: Actor;
  readonly channel: Channel;
  readonly capacity: ClaimantCapacity;
  readonly product: Product;
  readonly motive: Motive;
  readonly description: string;
  readonly disputedAmount: Money | null;
  readonly accountNumber: string | null;
  readonly operationReference: string | null;
  readonly sentAt: Date | null;
  /** `null`: the instant of filing. */
  readonly receivedAt: Date | null;
  readonly language: Language;
  /** The store's number of the draft that it was written as. */
  readonly draft: string | null;
  /** To the guided form; `null` where it was not used. */
  readonly answers: readonly KeptAnswer[] | null;
}

const OWN_CHANNELS: readonly Channel[] = [Channel.ONLINE, Channel.MOBILE, Channel.CHAT];

/** In which capacity a caller acts on claims. @throws {HubError} in none. */
export function actorOf({ customerNumber, roles }: Caller): Actor {
  if (customerNumber !== undefined) return Actor.CUSTOMER;
  if (roles.includes('handler_l2')) return Actor.COMPLAINTS_OFFICER;
  if (roles.includes('handler_l1')) return Actor.ADVISER;
  throw new HubError('OPERATION_ACCESS_DENIED', 'Only customers and those who handle claims may do this.');
}

/** What complaints are checked by. */
export interface FilingRules {
  readonly ids: IdSealer;
  readonly intake: IntakeTree;
  readonly now: Date;
}

/**
 * Checks a complaint and completes it from who files it.
 *
 * @param strangers whether no customer need be concerned.
 * @throws {BadUserInput} naming the argument, never its value.
 * @throws {HubError} `OPERATION_ACCESS_DENIED`: the caller files for nobody.
 */
export function checkFiling(
  input: FileClaimInput,
  caller: Caller,
  { ids, intake, now }: FilingRules,
  { strangers }: { readonly strangers: boolean } = { strangers: false },
): Filing {
  const actor = actorOf(caller);
  const own = actor === Actor.CUSTOMER;
  checkFreeText('input.description', input.description, DESCRIPTION_MAX);
  const channel = input.channel ?? Channel.ONLINE;
  if (own && !OWN_CHANNELS.includes(channel)) {
    throw new BadUserInput('input.channel', 'customers file ONLINE, MOBILE or by CHAT.');
  }
  const { sentAt, receivedAt } = checkedDates(input, own, now);
  return {
    customerNumber: customerOf(input, caller, ids, strangers),
    claimant: null,
    formalisationInvited: false,
    branch: caller.branch ?? null,
    handledBy: actor === Actor.ADVISER ? (caller.staffNumber ?? null) : null,
    level: actor === Actor.COMPLAINTS_OFFICER ? ClaimLevel.COMPLAINTS_SERVICE : ClaimLevel.ADVISER,
    actor,
    channel,
    capacity: input.capacity ?? ClaimantCapacity.CUSTOMER,
    product: input.product,
    motive: input.motive,
    description: input.description,
    disputedAmount: checkedAmount(input.disputedAmount ?? null),
    accountNumber: opened('acc', 'input.accountId', input.accountId ?? null, ids),
    operationReference: opened('opr', 'input.operationId', input.operationId ?? null, ids),
    sentAt,
    receivedAt,
    language: input.language ?? Language.FR,
    draft: opened('drf', 'input.draftId', input.draftId ?? null, ids),
    answers: input.answers
      ? checkAnswers(input.answers, input.product, input.motive, {
          tree: intake,
          ids,
          now,
          language: input.language ?? Language.FR,
        })
      : null,
  };
}

function customerOf(
  { customerId }: FileClaimInput,
  { customerNumber }: Caller,
  ids: IdSealer,
  strangers: boolean,
): string | null {
  const concerned = opened('cus', 'input.customerId', customerId ?? null, ids);
  if (customerNumber !== undefined) {
    if (concerned !== null && concerned !== customerNumber) {
      throw new BadUserInput('input.customerId', 'customers file for themselves.');
    }
    return customerNumber;
  }
  if (concerned === null && !strangers) {
    throw new BadUserInput('input.customerId', 'the customer concerned is expected.');
  }
  return concerned;
}

function checkedDates(
  input: FileClaimInput,
  own: boolean,
  now: Date,
): { sentAt: Date | null; receivedAt: Date | null } {
  const checked = (name: 'sentAt' | 'receivedAt'): Date | null => {
    const instant = input[name] ?? null;
    if (instant === null) return null;
    const argument = `input.${name}`;
    if (own) throw new BadUserInput(argument, 'only staff say this.');
    const age = now.getTime() - instant.getTime();
    if (age < -CLOCK_TOLERANCE_MS) throw new BadUserInput(argument, 'lies in the future.');
    if (age > OLDEST_MS) throw new BadUserInput(argument, 'lies more than ten years back.');
    return instant;
  };
  const sentAt = checked('sentAt');
  const receivedAt = checked('receivedAt');
  if (sentAt && sentAt > (receivedAt ?? now)) {
    throw new BadUserInput('input.sentAt', 'a claim is not sent after it is received.');
  }
  return { sentAt, receivedAt };
}

function checkedAmount(amount: Money | null): Money | null {
  if (amount && amount.minorUnits <= 0n) {
    throw new BadUserInput('input.disputedAmount', 'more than zero is expected.');
  }
  return amount;
}

function opened(kind: IdKind, argument: string, id: string | null, ids: IdSealer): string | null {
  if (id === null) return null;
  const reference = ids.open(kind, id);
  if (reference === undefined) throw new BadUserInput(argument, 'not a key of that kind.');
  return reference;
}
