import { type GraphQLResolveInfo, type GraphQLSchema, isObjectType } from 'graphql';
import { Arg, Ctx, Info, Query, Resolver } from 'type-graphql';
import { BadUserInput } from '../../../schema/kernel/errors';
import { NotPersonal } from '../../shared/classify';
import type { ClaimsContext } from '../context';
import { figuresOf } from './figures';
import { keyResultsOf } from './okr';
import { periodOf, quarterOf } from './period';
import { regulatoryReport } from './regulator';
import { ClaimStats, ClaimStatsBy, KeyResult } from './stats.type';

/** Groups of fewer claims are told to nobody who has no right to exact figures. */
const FEW = 5;

@Resolver()
export class StatsResolver {
  @NotPersonal('bank.statistics')
  @Query(() => ClaimStats, {
    nullable: true,
    description: 'How claims of the whole bank go, from counts that are kept up to date.',
  })
  async claimStats(
    @NotPersonal()
    @Arg('period', () => String, { description: '`2026`, `2026-Q3` or `2026-07`.' })
    period: string,
    @NotPersonal()
    @Arg('by', () => ClaimStatsBy, { description: 'By what claims are told apart.' })
    by: ClaimStatsBy,
    @Ctx() { steering }: ClaimsContext,
  ): Promise<ClaimStats> {
    const [rows, waiting] = await Promise.all([steering.tally(by, periodOf(period)), steering.waiting()]);
    const groups = [...Map.groupBy(rows, ({ key }) => key)].map(([key, own]) => {
      const exact = figuresOf(own);
      return { key, exact, figures: Math.max(exact.filed, exact.answered) < FEW ? null : exact };
    });
    return { waiting, rows: groups.filter(({ exact }) => exact.filed > 0 || exact.answered > 0) };
  }

  @NotPersonal('bank.statistics')
  @Query(() => [KeyResult], {
    nullable: true,
    description: 'The key results of a quarter, each with what it is compared with and how it is computed.',
  })
  okr(
    @NotPersonal()
    @Arg('quarter', () => String, { description: 'As in `2026-Q3`.' })
    quarter: string,
    @Ctx() { keyResults, steering }: ClaimsContext,
    @Info() { schema }: GraphQLResolveInfo,
  ): Promise<KeyResult[]> {
    return keyResultsOf(keyResults, quarterOf(quarter), steering, (place) => isThere(schema, place));
  }

  @NotPersonal('bank.exact_statistics')
  @Query(() => String, {
    nullable: true,
    description: 'The yearly report on complaints for the regulator, a line per product, as CSV.',
  })
  async regulatoryReport(
    @NotPersonal()
    @Arg('year', () => String, { description: 'As in `2026`.' })
    year: string,
    @Ctx() { steering }: ClaimsContext,
  ): Promise<string> {
    if (!/^20\d\d$/.test(year)) throw new BadUserInput('year', 'a year, as in 2026.');
    return regulatoryReport(year, await steering.tally('PRODUCT', periodOf(year, 'year')));
  }
}

function isThere(schema: GraphQLSchema, place: string): boolean {
  const [name = '', field = ''] = place.split('.');
  const type = schema.getType(name);
  return isObjectType(type) && type.getFields()[field] !== undefined;
}
