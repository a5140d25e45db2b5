import type { GraphQLSchema } from 'graphql';
import { NotFound } from '../../schema/kernel/errors';
import { createSubgraphSchema } from '../shared/subgraph-schema';
import { surveyById, type SurveysContext } from './context';
import { ClaimSurveyResolver, SurveyResolver } from './survey.resolver';
import type { Claim } from './survey.type';

/** @returns the surveys subgraph's schema. */
export const surveysSchema = (): GraphQLSchema =>
  createSubgraphSchema<SurveysContext>(
    { resolvers: [SurveyResolver, ClaimSurveyResolver] },
    { Survey: ({ id }, context) => surveyById(id, context), Claim: claimByKey },
  );

/** A claim as surveys know it: a key that opens. @throws {NotFound} not a key of a claim. */
async function claimByKey({ id }: { readonly id: string }, { ids }: SurveysContext): Promise<Claim> {
  if (ids.open('clm', id) === undefined) throw new NotFound('Claim');
  return { id };
}
