import { type Evaluation, evaluate } from './evaluate';
import { loadAutomationRules } from './rules';

/** `rules evaluate`: how the rules that ship with the hub do over a world of which the truth is known. */
export function evaluationReport(folder: string, json: boolean): string {
  const result = evaluate(loadAutomationRules(), folder);
  return json ? JSON.stringify(result, null, 2) : asText(result);
}

function asText(result: Evaluation): string {
  const rules = Object.entries(result.byRule).sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `Rules of ${result.rulesVersion} over ${result.claims} claims.`,
    `${result.simpleClaims} are simple; ${result.handled} of them (${(result.handledShare * 100).toFixed(1)} %) are granted what is owed.`,
    `${result.wrongGrants} granted wrongly${result.wrong.length > 0 ? `: ${result.wrong.join(', ')}` : ''}.`,
    `In shadow mode: ${result.shadowGrants} more would be granted, ${result.wrongShadowGrants} of them wrongly.`,
    '',
    ...rules.map(([id, { right, wrong }]) => `  ${id.padEnd(24)}${right} right, ${wrong} wrong`),
  ].join('\n');
}
