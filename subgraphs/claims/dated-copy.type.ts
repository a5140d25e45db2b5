import { Field, ObjectType } from 'type-graphql';
import { Personal } from '../shared/classify';
import { GraphQLDateTime } from '../shared/scalars';

const claimant = { subject: 'claimant' } as const;

@ObjectType({ description: 'The copy of a filing that its claimant is given: dated, and never changed.' })
export class DatedCopy {
  @Personal('user.unique_id.pseudonymous', claimant)
  @Field(() => String, { nullable: true, description: 'The copy’s own reference.' })
  reference!: string | null;

  @Personal('bank.claim', claimant)
  @Field(() => GraphQLDateTime, { nullable: true, description: 'The date on the copy.' })
  filedAt!: string | null;

  @Personal('user.content.private', claimant)
  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 of the copy’s text, in hexadecimal: shows later that the filing is what it was.',
  })
  sha256!: string | null;
}
