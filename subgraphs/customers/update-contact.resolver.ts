import {
  Arg,
  Ctx,
  Field,
  FieldResolver,
  ID,
  InputType,
  Mutation,
  ObjectType,
  Resolver,
  Root,
} from 'type-graphql';
import { BadUserInput } from '../../schema/kernel/errors';
import { NotPersonal, Personal } from '../shared/classify';
import { checkIdempotencyKey } from '../shared/idempotency';
import { GraphQLEmailAddress } from '../shared/scalars';
import type { ContactValues } from './contact.record';
import { ContactChange } from './contact-change.type';
import type { CustomersContext } from './context';
import { customerById } from './customer.resolver';
import { Customer } from './customer.type';
import { phoneSpelling } from './phone.record';

const customer = { subject: 'customer' } as const;

@InputType({ description: 'How a customer is to be reached; what is left out stays as it is.' })
export class UpdateContactInput {
  @NotPersonal()
  @Field(() => ID, { description: 'Opaque key of the customer.' })
  customerId!: string;

  @Personal('user.contact.phone_number', customer)
  @Field(() => String, {
    nullable: true,
    description: 'A French telephone number in E.164, e.g. `+33612345678`: the customer file holds no other.',
  })
  phone?: string | null;

  @Personal('user.contact.email', customer)
  @Field(() => GraphQLEmailAddress, { nullable: true, description: 'An e-mail address.' })
  email?: string | null;
}

@ObjectType({ description: 'What became of a change of contact details.' })
export class UpdateContactPayload {
  @NotPersonal()
  @Field(() => ContactChange, { nullable: true, description: 'The change as it stands now.' })
  contactChange!: ContactChange | null;

  @NotPersonal()
  @Field(() => Boolean, {
    description: 'Nothing was sent: the same change came earlier, or the customer file said so already.',
  })
  replayed!: boolean;
}

@Resolver(() => Customer)
export class ContactChangeResolver {
  @Personal('user.contact', customer)
  @FieldResolver(() => [ContactChange], {
    nullable: true,
    description: 'Changes of how they are reached: on their way, and those settled lately; the oldest first.',
  })
  contactChanges(
    @Root() { id, facts }: Customer,
    @Ctx() context: CustomersContext,
  ): Promise<ContactChange[]> {
    return context.contacts.of(context.ids.open('cus', id) ?? '', facts);
  }

  @NotPersonal()
  @Mutation(() => UpdateContactPayload, {
    nullable: true,
    description:
      'Changes how a customer is reached, once per key. It is kept before it is sent: PENDING and UNKNOWN changes are looked after until the customer file has them or has declined them. One change of a customer at a time.',
  })
  async updateContact(
    @NotPersonal()
    @Arg('input', () => UpdateContactInput, { description: 'Whose, and what to change.' })
    input: UpdateContactInput,
    @NotPersonal()
    @Arg('idempotencyKey', () => String, {
      description: 'Chosen by the client, 8 to 128 characters; the same key is the same change.',
    })
    key: string,
    @Ctx() context: CustomersContext,
  ): Promise<UpdateContactPayload> {
    checkIdempotencyKey(key);
    const values = valuesOf(input);
    const { id, facts } = await customerById({ id: input.customerId }, context);
    const number = context.ids.open('cus', id) ?? '';
    const { change, replayed } = await context.contacts.request({ number, values, key }, facts);
    return { contactChange: change, replayed };
  }
}

/** @throws {BadUserInput} nothing to change, or a number that the file cannot hold. */
function valuesOf({ phone, email }: UpdateContactInput): ContactValues {
  if (!phone && !email)
    throw new BadUserInput('input', 'a telephone number or an e-mail address is expected.');
  if (phone && phoneSpelling(phone) === undefined) {
    throw new BadUserInput('input.phone', 'a French telephone number in E.164 is expected.');
  }
  return { ...(phone && { phone }), ...(email && { email }) };
}
