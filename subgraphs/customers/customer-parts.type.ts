import { Field, ObjectType } from 'type-graphql';
import { Personal } from '../shared/classify';
import { ContactChannel } from './customer.enum';

const customer = { subject: 'customer' } as const;

@ObjectType({ description: 'A postal address.' })
export class Address {
  @Personal('user.contact.address', customer)
  @Field(() => [String], {
    nullable: true,
    description: 'Up to six lines of 38 characters, in capitals (NF Z10-011), without the blank ones.',
  })
  lines!: readonly string[] | null;

  @Personal('user.contact.address', customer)
  @Field(() => String, { nullable: true, description: 'Postal code.' })
  postalCode!: string | null;

  @Personal('user.contact.address', customer)
  @Field(() => String, {
    nullable: true,
    description: 'Country code as the file holds it, usually ISO 3166-1 alpha-2.',
  })
  country!: string | null;
}

@ObjectType({ description: 'What a customer said about being contacted by one channel.' })
export class Consent {
  @Personal('user.privacy_preferences', customer)
  @Field(() => ContactChannel, { nullable: true, description: 'The channel.' })
  channel!: ContactChannel | null;

  @Personal('user.privacy_preferences', customer)
  @Field(() => Boolean, { nullable: true, description: 'They agreed to be contacted this way.' })
  granted!: boolean | null;
}
