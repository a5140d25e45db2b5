import { type AnswerRules, loadAnswerRules } from './rules';
import { type AnswerTemplates, loadTemplates } from './templates';

/** What answers are made by: data, read once. */
export interface Answering {
  readonly rules: AnswerRules;
  readonly templates: AnswerTemplates;
}

/** What ships with the hub. @throws {Error} a file is not what it should be; the message says where. */
export const loadAnswering = (): Answering => ({ rules: loadAnswerRules(), templates: loadTemplates() });
