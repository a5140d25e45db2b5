import type { Clock } from '../../schema/kernel/clock';
import { NotFound } from '../../schema/kernel/errors';
import type { IdSealer } from '../../schema/kernel/ids';
import type { OperationContext } from '../../schema/kernel/operation';
import type { RowFacts } from '../../schema/policy/row';
import type { MeteredStore } from '../shared/metered-store';
import { factsOf, surveyOf } from './survey.record';
import type { Survey } from './survey.type';
import type { SurveysSource } from './surveys.source';

/** What this subgraph's resolvers work with, for one operation of one caller. */
export interface SurveysContext {
  readonly operation: OperationContext;
  readonly clock: Clock;
  readonly ids: IdSealer;
  readonly store: MeteredStore;
  readonly surveys: SurveysSource;
  /** Whether the caller may know of an object. */
  readonly visible: (type: string, facts: RowFacts) => boolean;
}

/** @throws {NotFound} no such survey, or not visible to the caller. */
export async function surveyById(key: string, context: SurveysContext): Promise<Survey> {
  const { ids, surveys, visible, clock } = context;
  const id = ids.open('srv', key);
  const row = id === undefined ? undefined : await surveys.byId(id);
  if (!row || !visible('Survey', factsOf(row))) throw new NotFound('Survey');
  return surveyOf(row, ids, clock.now());
}
