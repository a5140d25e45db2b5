import { Field, ObjectType } from 'type-graphql';
import type { RowFacts } from '../../schema/policy/row';
import { NotPersonal, Personal } from '../shared/classify';
import { ClaimMessage } from './claim-parts.type';
import { Claim } from './claim.type';
import { DatedCopy } from './dated-copy.type';

const claimant = { subject: 'claimant' } as const;

@ObjectType({ description: 'What a claimant is given on filing.' })
export class FileClaimPayload {
  /** The claim's, for the policy; not part of the graph. */
  facts!: RowFacts;

  @NotPersonal()
  @Field(() => Claim, { nullable: true, description: 'The claim as it stands.' })
  claim!: Claim | null;

  @Personal('user.unique_id.pseudonymous', claimant)
  @Field(() => String, { nullable: true, description: 'The number to quote on every channel.' })
  number!: string | null;

  @Personal('bank.tracking', claimant)
  @Field(() => String, {
    nullable: true,
    description:
      'With it and the number, whoever complained follows the claim without a token (`trackClaim`). Shown here alone.',
  })
  trackingSecret!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => DatedCopy, { nullable: true, description: 'The dated copy of the filing.' })
  datedCopy!: DatedCopy | null;
}

@ObjectType({ description: 'A message that was added.' })
export class AddClaimMessagePayload {
  /** The claim's, for the policy; not part of the graph. */
  facts!: RowFacts;

  @NotPersonal()
  @Field(() => Claim, { nullable: true, description: 'The claim as it stands.' })
  claim!: Claim | null;

  @NotPersonal()
  @Field(() => ClaimMessage, { nullable: true, description: 'The message as it is kept.' })
  message!: ClaimMessage | null;
}
