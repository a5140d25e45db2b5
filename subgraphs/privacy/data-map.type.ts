import { Field, ObjectType } from 'type-graphql';
import { NotPersonal } from '../shared/classify';

@ObjectType({
  description: 'What happens to one kind of datum of the graph: what art. 13 to 15 GDPR have told.',
})
export class DataMapEntry {
  @NotPersonal('system.access')
  @Field(() => String, { nullable: true, description: 'The field, e.g. `Customer.email`.' })
  field!: string;

  @NotPersonal('system.access')
  @Field(() => String, {
    nullable: true,
    description: 'The way to it from the data subject, e.g. `DataSubject.customer.claims.survey.nps`.',
  })
  path!: string;

  @NotPersonal('system.access')
  @Field(() => String, { nullable: true, description: 'The kind of data, as the access policy names it.' })
  category!: string;

  @NotPersonal('system.access')
  @Field(() => [String], { nullable: true, description: 'What it is used for.' })
  purposes!: readonly string[];

  @NotPersonal('system.access')
  @Field(() => [String], { nullable: true, description: 'Who may get something of it.' })
  recipients!: readonly string[];

  @NotPersonal('system.access')
  @Field(() => [String], { nullable: true, description: 'On what legal basis (art. 6 GDPR).' })
  legalBases!: readonly string[];

  @NotPersonal('system.access')
  @Field(() => [String], { nullable: true, description: 'How long it is kept, by retention class.' })
  retention!: readonly string[];

  @NotPersonal('system.access')
  @Field(() => [String], {
    nullable: true,
    description: 'The systems that answer for it: names of subgraphs.',
  })
  systems!: readonly string[];

  @NotPersonal('system.access')
  @Field(() => String, {
    nullable: true,
    description: 'The old system’s own name of it, where there is one.',
  })
  source!: string | null;
}
