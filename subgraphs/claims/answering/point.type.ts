import { Field, ID, ObjectType } from 'type-graphql';
import { NotPersonal, Personal } from '../../shared/classify';

const claimant = { subject: 'claimant' } as const;

@ObjectType({ description: 'One thing that a claimant wants answered.' })
export class ClaimPoint {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;

  @Personal('user.content.private', claimant)
  @Field(() => String, { nullable: true, description: 'What is to be answered.' })
  text!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the answer says something about it: no answer leaves before it does.',
  })
  answered!: boolean | null;
}
