import type { Clock } from '../../schema/kernel/clock';
import { NotFound } from '../../schema/kernel/errors';
import type { IdSealer } from '../../schema/kernel/ids';
import type { OperationContext } from '../../schema/kernel/operation';
import type { RowGate } from '../shared/row-gate';
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
  /** Lets through what the caller may know of. */
  readonly admit: RowGate;
}

/** @throws {NotFound} no such survey, or not visible to the caller. */
export async function surveyById(key: string, context: SurveysContext): Promise<Survey> {
  const { ids, surveys, admit, clock } = context;
  const id = ids.open('srv', key);
  const row = id === undefined ? undefined : await surveys.byId(id);
  const facts = await admit('Survey', row && factsOf(row));
  if (!row || !facts) throw new NotFound('Survey');
  return { ...surveyOf(row, ids, clock.now()), facts };
}
