import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { RowFacts } from '../../../schema/policy/row';
import { NotPersonal, Personal } from '../../shared/classify';
import { Claim } from '../claim.type';

/** What became of a change. */
export enum ChangeResult {
  CHANGED = 'CHANGED',
  VERSION_CONFLICT = 'VERSION_CONFLICT',
}
registerEnumType(ChangeResult, {
  name: 'ChangeResult',
  description: 'What became of a change.',
  valuesConfig: {
    CHANGED: { description: 'It is done, and safe on disk.' },
    VERSION_CONFLICT: {
      description:
        'Somebody else changed the claim meanwhile: nothing was written, and `claim` is the newer one.',
    },
  },
});

@InputType({ description: 'Which claim is changed, as the caller saw it.' })
export class ChangeClaimInput {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key of the claim.' })
  claimId!: string;

  @Personal('bank.claim', { subject: 'claimant' })
  @Field(() => Int, {
    description: 'The `version` that the caller saw: a claim that has another by now is left as it is.',
  })
  version!: number;

  @NotPersonal()
  @Field(() => String, {
    description:
      'Chosen by the client, 8 to 128 characters, e.g. a UUID: the same key and input give the same answer again.',
  })
  idempotencyKey!: string;
}

@ObjectType({ description: 'What became of a change, and the claim as it stands.' })
export class ChangeClaimPayload {
  /** The claim's, for the policy; not part of the graph. */
  facts!: RowFacts;

  @NotPersonal()
  @Field(() => ChangeResult, { nullable: true, description: 'Whether it happened.' })
  result!: ChangeResult | null;

  @NotPersonal()
  @Field(() => Claim, { nullable: true, description: 'The claim as it stands now.' })
  claim!: Claim | null;
}
