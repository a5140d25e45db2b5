import { Directive, Field, ID, ObjectType } from 'type-graphql';
import type { RowFacts } from '../../schema/policy/row';
import { NotPersonal, Personal } from '../shared/classify';
import { connectionType } from '../shared/connection';
import { GraphQLDate, GraphQLEmailAddress } from '../shared/scalars';
import { Address, Consent } from './customer-parts.type';
import { CustomerKind, CustomerTitle, Language } from './customer.enum';

const customer = { subject: 'customer' } as const;

@Directive('@key(fields: "id")')
@ObjectType({
  description: 'A person or an organisation that the bank knows, as its customer file holds it.',
})
export class Customer {
  /** Whose this is, for row rules; not part of the graph. */
  facts!: RowFacts;

  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key.' })
  id!: string;

  @Personal('user.name', customer)
  @Field(() => CustomerTitle, {
    nullable: true,
    description: 'How to address them; none for an organisation.',
  })
  title!: CustomerTitle | null;

  @Personal('user.name', customer)
  @Field(() => String, {
    nullable: true,
    description: 'Family name, without the accents that the file does not keep.',
  })
  lastName!: string | null;

  @Personal('user.name', customer)
  @Field(() => String, {
    nullable: true,
    description: 'First name, without the accents that the file does not keep.',
  })
  firstName!: string | null;

  @Personal('user.name', customer)
  @Field(() => String, {
    nullable: true,
    description: 'Registered name of an organisation, in capitals as registered.',
  })
  companyName!: string | null;

  @Personal('user.name', customer)
  @Field(() => CustomerKind, { nullable: true, description: 'A person or an organisation.' })
  kind!: CustomerKind | null;

  @Personal('user.demographic.date_of_birth', customer)
  @Field(() => GraphQLDate, { nullable: true, description: 'Date of birth of a person, where it is known.' })
  birthDate!: string | null;

  @Personal('user.government_id.national_identification_number', customer)
  @Field(() => String, {
    nullable: true,
    description: 'Social security number (NIR), where the bank may hold it.',
  })
  nationalId!: string | null;

  @Personal('user.contact.email', customer)
  @Field(() => GraphQLEmailAddress, { nullable: true, description: 'E-mail address for correspondence.' })
  email!: string | null;

  @Personal('user.contact.phone_number', customer)
  @Field(() => String, { nullable: true, description: 'Telephone number in E.164, e.g. `+33612345678`.' })
  phone!: string | null;

  @Personal('user.contact.address', customer)
  @Field(() => Address, { nullable: true, description: 'Postal address for correspondence.' })
  address!: Address | null;

  @Personal('user.demographic.language', customer)
  @Field(() => Language, { nullable: true, description: 'Language of correspondence.' })
  language!: Language | null;

  @Personal('user.financial', customer)
  @Field(() => String, { nullable: true, description: 'Code of the agency that looks after them, 5 digits.' })
  branch!: string | null;

  @Personal('user.financial', customer)
  @Field(() => GraphQLDate, { nullable: true, description: 'First day as a customer, where it is known.' })
  customerSince!: string | null;

  @Personal('user.financial', customer)
  @Field(() => GraphQLDate, {
    nullable: true,
    description: 'Last day as a customer; none while they are one.',
  })
  customerUntil!: string | null;

  @Personal('user.vulnerability', customer)
  @Field(() => Boolean, {
    nullable: true,
    description: 'Counts as financially fragile, so that fee caps apply.',
  })
  vulnerable!: boolean | null;

  @Personal('user.vulnerability', customer)
  @Field(() => Boolean, { nullable: true, description: 'Has died; the heirs are dealt with.' })
  deceased!: boolean | null;

  @Personal('user.vulnerability', customer)
  @Field(() => Boolean, { nullable: true, description: 'Is in litigation with the bank.' })
  litigation!: boolean | null;

  @Personal('user.privacy_preferences', customer)
  @Field(() => [Consent], {
    nullable: true,
    description: 'What they said about being contacted, by channel.',
  })
  consents!: readonly Consent[] | null;
}

/** A page of customers. */
export const CustomerConnection = connectionType(() => Customer, 'Customer');
