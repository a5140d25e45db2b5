import { ArgsType, Field, ObjectType, registerEnumType } from 'type-graphql';
import { NotPersonal } from '../shared/classify';

/** What the access rules come to before any object is known. */
export enum AccessDecision {
  ALLOW = 'ALLOW',
  MASKED = 'MASKED',
  CONDITIONAL = 'CONDITIONAL',
  DENIED = 'DENIED',
}
registerEnumType(AccessDecision, {
  name: 'AccessDecision',
  description: 'What the access rules come to for this token and purpose, before any object is known.',
  valuesConfig: {
    ALLOW: { description: 'Shown as it is; of an argument: may be given.' },
    MASKED: { description: 'Shown transformed. Nothing can be looked for by what is left of it.' },
    CONDITIONAL: { description: 'It depends on the object: whose it is, who works on it, where it stands.' },
    DENIED: { description: 'Never shown, or not there.' },
  },
});

@ObjectType({ description: 'What the access rules say to one place of the graph.' })
export class Access {
  @NotPersonal('system.access')
  @Field(() => String, { nullable: true, description: 'The place, as it was asked.' })
  coordinate!: string;

  @NotPersonal('system.access')
  @Field(() => AccessDecision, { nullable: true, description: 'What to expect there.' })
  decision!: AccessDecision;

  @NotPersonal('system.access')
  @Field(() => String, {
    nullable: true,
    description: 'How values are transformed where they are, e.g. `iban_last4`, `pseudonym`.',
  })
  mask!: string | null;

  @NotPersonal('system.access')
  @Field(() => String, {
    nullable: true,
    description: 'Why, in the words of the access policy; none where no rule speaks of it.',
  })
  because!: string | null;
}

@ObjectType({ description: 'Who asks, as the access token says it.' })
export class Viewer {
  @NotPersonal('system.access')
  @Field(() => [String], { nullable: true, description: 'Roles of the access policy.' })
  roles!: readonly string[];

  @NotPersonal('system.access')
  @Field(() => [String], {
    nullable: true,
    description: 'Purposes that the token allows; `X-Access-Purpose` picks one of them.',
  })
  purposes!: readonly string[];

  @NotPersonal('system.access')
  @Field(() => String, { nullable: true, description: 'The purpose of this operation.' })
  purpose!: string;

  @NotPersonal('system.access')
  @Field(() => [String], { nullable: true, description: 'Scopes of the token.' })
  scopes!: readonly string[];
}

@ArgsType()
export class CanArgs {
  @NotPersonal('system.access')
  @Field(() => [String], {
    description:
      '1,000 at most, e.g. `Account.iban`, `Query.claims(filter:)`, `ClaimFilter.status`, `Motive.OTHER`. What is not there reads as denied.',
  })
  coordinates!: string[];
}
