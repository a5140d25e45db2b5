import { Arg, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { classifySchema } from '../../../schema/contract/classification';
import { Unclassified } from '../../../subgraphs/shared/classify';
import { createSubgraphSchema } from '../../../subgraphs/shared/subgraph-schema';

@ObjectType({ description: 'Something imported.' })
class Imported {
  @Unclassified()
  @Field(() => String, { nullable: true, description: 'Anything.' })
  anything!: string | null;
}

@Resolver()
class ImportedResolver {
  @Unclassified()
  @Query(() => Imported, { nullable: true, description: 'It.' })
  imported(
    @Unclassified() @Arg('key', () => String, { description: 'Its key.' }) anything: string,
  ): Imported {
    return { anything };
  }
}

it('what an import leaves to classify says so in the contract: fields, questions and arguments', () => {
  const schema = createSubgraphSchema({ resolvers: [ImportedResolver] }, {});
  expect(Object.fromEntries(classifySchema(schema))).toEqual({
    'Query.imported': { category: 'unclassified', target: 'Imported' },
    'Query.imported(key:)': { category: 'unclassified' },
    'Imported.anything': { category: 'unclassified' },
  });
});
