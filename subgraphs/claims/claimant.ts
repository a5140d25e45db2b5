import { Field, InputType, ObjectType } from 'type-graphql';
import { BadUserInput } from '../../schema/kernel/errors';
import { Personal } from '../shared/classify';
import { checkFreeText } from '../shared/free-text';
import { GraphQLEmailAddress } from '../shared/scalars';

const claimant = { subject: 'claimant' } as const;

/** Who complains, where it is not the customer concerned or where there is none. As it is kept. */
export type KeptClaimant = {
  readonly name: string;
  readonly email: string | null;
  readonly address: readonly string[] | null;
  /** Reference of the written mandate of somebody who represents the customer. */
  readonly mandate: string | null;
};

@ObjectType({ description: 'Who complains, where it is not the customer concerned or where there is none.' })
export class Claimant {
  @Personal('user.name', claimant)
  @Field(() => String, { nullable: true, description: 'As the claimant gave it.' })
  name!: string | null;

  @Personal('user.contact.email', claimant)
  @Field(() => GraphQLEmailAddress, { nullable: true, description: 'Where the claimant is reached.' })
  email!: string | null;

  @Personal('user.contact.address', claimant)
  @Field(() => [String], { nullable: true, description: 'Lines of the postal address.' })
  address!: readonly string[] | null;

  @Personal('user.unique_id', claimant)
  @Field(() => String, {
    nullable: true,
    description: 'Reference of the written mandate of a representative.',
  })
  mandate!: string | null;
}

@InputType({ description: 'Who complains, where it is not the customer concerned or where there is none.' })
export class ClaimantInput {
  @Personal('user.name', claimant)
  @Field(() => String, { description: 'First and last name, or the company’s.' })
  name!: string;

  @Personal('user.contact.email', claimant)
  @Field(() => GraphQLEmailAddress, { nullable: true, description: 'This or the address is needed.' })
  email?: string | null;

  @Personal('user.contact.address', claimant)
  @Field(() => [String], { nullable: true, description: 'Up to six lines of up to 100 characters.' })
  address?: string[] | null;

  @Personal('user.unique_id', claimant)
  @Field(() => String, {
    nullable: true,
    description: 'Representatives: the reference of the written mandate that was shown.',
  })
  mandate?: string | null;
}

/** @throws {BadUserInput} nobody could be answered there. */
export function checkClaimant({ name, email, address, mandate }: ClaimantInput): KeptClaimant {
  checkFreeText('input.claimant.name', name, 100);
  const lines = (address ?? []).filter((line) => line.trim() !== '');
  if (lines.length > 6) throw new BadUserInput('input.claimant.address', 'at most six lines are taken.');
  for (const line of lines) checkFreeText('input.claimant.address', line, 100);
  if (!email && lines.length === 0) {
    throw new BadUserInput('input.claimant', 'an e-mail address or a postal address is expected.');
  }
  if (mandate) checkFreeText('input.claimant.mandate', mandate, 100);
  return {
    name,
    email: email ?? null,
    address: lines.length > 0 ? lines : null,
    mandate: mandate === '' ? null : (mandate ?? null),
  };
}
