import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseYamlData } from '../../shared/yaml-data';
import { type Figures, figuresOf } from './figures';
import { type Period, quarterOf } from './period';
import type { KeyResult } from './stats.type';
import type { SteeringSource } from './steering.source';

const MEASURES = {
  MEAN_DAYS: {
    unit: 'DAYS',
    computed: 'Days from receipt to the first answer of the claims answered in the quarter, on average.',
  },
  SATISFACTION: {
    unit: 'SHARE',
    computed: 'Answers of 4 or 5 to the surveys answered in the quarter, of all of them.',
  },
  ONLINE_FILED: { unit: 'COUNT', computed: 'Claims filed online, by mobile or in the chat in the quarter.' },
  ONLINE_SHARE: {
    unit: 'SHARE',
    computed: 'Claims filed online, by mobile or in the chat, of all filed in the quarter.',
  },
  MOBILE_SHARE: { unit: 'SHARE', computed: 'Claims filed by mobile, of all filed in the quarter.' },
  AUTOMATION: {
    unit: 'SHARE',
    computed: 'Claims filed in the quarter that rules granted, of those that rules look at.',
  },
  FEATURES: {
    unit: 'FEATURES',
    computed: 'Places of the graph that are there today, of those that the key result names.',
  },
} as const;
type MeasureName = keyof typeof MEASURES;

const keyResultShape = z
  .strictObject({
    id: z.string().regex(/^\d\.\d$/),
    title: z.string().min(1),
    measure: z.enum(Object.keys(MEASURES) as [MeasureName, ...MeasureName[]]),
    baseline: z
      .string()
      .regex(/^20\d\d-Q[1-4]$/)
      .optional(),
    times: z.number().positive().optional(),
    target: z.number().positive().optional(),
    better: z.enum(['LOWER', 'HIGHER']).default('HIGHER'),
    features: z
      .array(z.string().regex(/^\w+\.\w+$/))
      .min(1)
      .optional(),
  })
  .refine(
    ({ target, times }) => (target === undefined) !== (times === undefined),
    'either `target` or `times` is expected',
  )
  .refine(
    ({ baseline, times }) => (baseline === undefined) === (times === undefined),
    '`times` needs a `baseline`, and the other way round',
  )
  .refine(
    ({ measure, features }) => (measure === 'FEATURES') === (features !== undefined),
    '`features` go with the measure FEATURES',
  );

const fileShape = z.strictObject({ version: z.iso.date(), keyResults: z.array(keyResultShape).min(1) });
/** The key results (`okr.yaml`). */
export type KeyResultRules = z.infer<typeof fileShape>;
type KeyResultRule = KeyResultRules['keyResults'][number];

/** @throws {Error} every mistake with its line. */
export const parseKeyResults = (text: string): KeyResultRules => parseYamlData('okr.yaml', text, fileShape);

/** Those that ship with the hub. */
export const loadKeyResults = (): KeyResultRules =>
  parseKeyResults(readFileSync(join(__dirname, 'okr.yaml'), 'utf8'));

/** @param has whether the graph has a place, e.g. `Query.trackClaim`. */
export async function keyResultsOf(
  { keyResults }: KeyResultRules,
  quarter: Period,
  source: SteeringSource,
  has: (place: string) => boolean,
): Promise<KeyResult[]> {
  const figures = async (period: Period): Promise<Figures> => figuresOf(await source.tally('TOTAL', period));
  const measured = async (rule: KeyResultRule, period: Period): Promise<number | null> => {
    switch (rule.measure) {
      case 'MEAN_DAYS':
        return (await figures(period)).meanDays;
      case 'ONLINE_FILED': {
        const { filed, onlineShare } = await figures(period);
        return onlineShare === null ? null : Math.round(filed * onlineShare);
      }
      case 'ONLINE_SHARE':
        return (await figures(period)).onlineShare;
      case 'MOBILE_SHARE':
        return (await figures(period)).mobileShare;
      case 'AUTOMATION':
        return (await figures(period)).automationShare;
      case 'SATISFACTION': {
        const answered = await source.satisfaction(period);
        return answered && answered.answers > 0 ? answered.satisfied / answered.answers : null;
      }
      case 'FEATURES':
        return (rule.features ?? []).filter(has).length;
    }
  };
  return Promise.all(
    keyResults.map(async (rule) => {
      const { id, title, measure, times, better } = rule;
      const baseline = rule.baseline === undefined ? null : await measured(rule, quarterOf(rule.baseline));
      const target = rule.target ?? (baseline === null || times === undefined ? null : baseline * times);
      const actual = await measured(rule, quarter);
      const met =
        target === null || actual === null ? null : better === 'LOWER' ? actual <= target : actual >= target;
      return { id, title, ...MEASURES[measure], baseline, target, actual, met };
    }),
  );
}
