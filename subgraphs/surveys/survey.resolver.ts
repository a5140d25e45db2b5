import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { NotFound } from '../../schema/kernel/errors';
import { NotPersonal } from '../shared/classify';
import { connection, type Connection, pageRequest } from '../shared/connection';
import { checkIdempotencyKey } from '../shared/idempotency';
import { checkAnswer, recordAnswer } from './answer';
import { surveyById, type SurveysContext } from './context';
import { factsOf, surveyOf } from './survey.record';
import {
  AnswerSurveyInput,
  AnswerSurveyPayload,
  Claim,
  Survey,
  SurveyConnection,
  SurveysArgs,
} from './survey.type';
import { SURVEY_KEYSET, surveyKeyset } from './surveys.source';

@Resolver(() => Survey)
export class SurveyResolver {
  @NotPersonal()
  @Query(() => Survey, { nullable: true, description: 'One survey by key.' })
  survey(
    @NotPersonal() @Arg('id', () => ID, { description: 'Opaque key of a survey.' }) id: string,
    @Ctx() context: SurveysContext,
  ): Promise<Survey> {
    return surveyById(id, context);
  }

  @NotPersonal()
  @Query(() => SurveyConnection, {
    nullable: true,
    description: 'The surveys that the caller may know of, newest first.',
  })
  async surveys(
    @Args(() => SurveysArgs) args: SurveysArgs,
    @Ctx() { surveys, ids, clock }: SurveysContext,
  ): Promise<Connection<Survey>> {
    const request = pageRequest(args, 'surveys', SURVEY_KEYSET, ids);
    const now = clock.now();
    const rows = await surveys.page(request, args.filter?.status ?? null, now);
    return connection(rows, request, surveyKeyset, (row) => surveyOf(row, ids, now));
  }

  @NotPersonal()
  @FieldResolver(() => Claim, { nullable: true, description: 'The claim that it is about.' })
  claim(@Root() { claimNumber }: Survey, @Ctx() { ids }: SurveysContext): Claim {
    return { id: ids.seal('clm', claimNumber) };
  }

  @NotPersonal()
  @Mutation(() => AnswerSurveyPayload, {
    nullable: true,
    description: 'An answer to a survey, once: the customer’s own, or told to whoever runs the survey.',
  })
  async answerSurvey(
    @NotPersonal()
    @Arg('input', () => AnswerSurveyInput, { description: 'The answer.' })
    input: AnswerSurveyInput,
    @NotPersonal()
    @Arg('idempotencyKey', () => String, {
      description:
        'Chosen by the client, 8 to 128 characters, e.g. a UUID: the same key and input give the same answer again.',
    })
    idempotencyKey: string,
    @Ctx() context: SurveysContext,
  ): Promise<AnswerSurveyPayload> {
    checkIdempotencyKey(idempotencyKey);
    const answer = checkAnswer(input);
    const id = context.ids.open('srv', input.surveyId);
    if (id === undefined) throw new NotFound('Survey');
    await recordAnswer(id, answer, idempotencyKey, context);
    context.surveys.forget();
    return { survey: await surveyById(input.surveyId, context) };
  }
}

@Resolver(() => Claim)
export class ClaimSurveyResolver {
  @NotPersonal()
  @FieldResolver(() => Survey, { nullable: true, description: 'The newest survey about how it was handled.' })
  async survey(
    @Root() { id }: Claim,
    @Ctx() { ids, surveys, admit, clock }: SurveysContext,
  ): Promise<Survey | null> {
    const number = ids.open('clm', id);
    const row = number === undefined ? undefined : await surveys.ofClaim(number);
    const facts = row && (await admit('Survey', factsOf(row)));
    return facts ? { ...surveyOf(row, ids, clock.now()), facts } : null;
  }
}
