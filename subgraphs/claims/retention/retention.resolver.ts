import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Temporal } from 'temporal-polyfill';
import { NotPersonal, Personal } from '../../shared/classify';
import { checkFreeText } from '../../shared/free-text';
import { checkIdempotencyKey } from '../../shared/idempotency';
import { Claim } from '../claim.type';
import type { MeteredStore } from '../../shared/metered-store';
import type { ClaimsContext } from '../context';
import { changeHold, HELD_CLAIMS } from './legal-hold';
import { LegalHoldPayload, PurgeReport, Retention } from './retention.type';
import { prospectUntil, type RetentionDates, retentionOf } from './rules';
import { LAST_CONTACT } from './purge';

const REASON_MAX = 1_000;
const KEY =
  'Chosen by the client, 8 to 128 characters, e.g. a UUID: the same key and input give the same answer again.';
const REPORTS = 100;

interface ReportRow {
  readonly at: string;
  readonly rules: string;
  readonly claims: number;
  readonly held: number;
  readonly rows: Readonly<Record<string, number>>;
}

@Resolver(() => Claim)
export class RetentionResolver {
  @Personal('bank.claim', { subject: 'claimant' })
  @FieldResolver(() => Retention, {
    nullable: true,
    description: 'Until when it is kept; known once it is closed.',
  })
  async retention(
    @Root() { seq, closedAt, facts, capacity }: Claim,
    @Ctx() { store, retention }: ClaimsContext,
  ): Promise<Retention | null> {
    const dates = closedAt === null ? undefined : retentionOf(new Date(closedAt), retention);
    if (!dates) return null;
    const held = await store.query(1, HELD_CLAIMS, [[seq]]);
    const wrote = facts.customer === null && capacity !== null ? await lastContactOf(store, seq) : undefined;
    const other = wrote && capacity !== null ? prospectUntil(capacity, wrote, retention) : undefined;
    return { ...earlier(dates, other), held: held.length > 0 };
  }

  @NotPersonal('system.retention')
  @Mutation(() => LegalHoldPayload, {
    nullable: true,
    description: 'Keeps a claim from being deleted, whatever its age: litigation, an inquiry.',
  })
  placeLegalHold(
    @NotPersonal('system.retention')
    @Arg('claimId', () => ID, { description: 'Opaque key of the claim.' })
    claimId: string,
    @NotPersonal('system.retention')
    @Arg('reason', () => String, { description: 'Why, up to 1,000 characters, without names.' })
    reason: string,
    @NotPersonal('system.retention')
    @Arg('idempotencyKey', () => String, { description: KEY })
    idempotencyKey: string,
    @Ctx() context: ClaimsContext,
  ): Promise<LegalHoldPayload> {
    return hold('placeLegalHold', claimId, reason, idempotencyKey, context);
  }

  @NotPersonal('system.retention')
  @Mutation(() => LegalHoldPayload, {
    nullable: true,
    description: 'Ends a hold: the claim is deleted when its time is over.',
  })
  liftLegalHold(
    @NotPersonal('system.retention')
    @Arg('claimId', () => ID, { description: 'Opaque key of the claim.' })
    claimId: string,
    @NotPersonal('system.retention')
    @Arg('reason', () => String, { description: 'Why, up to 1,000 characters, without names.' })
    reason: string,
    @NotPersonal('system.retention')
    @Arg('idempotencyKey', () => String, { description: KEY })
    idempotencyKey: string,
    @Ctx() context: ClaimsContext,
  ): Promise<LegalHoldPayload> {
    return hold('liftLegalHold', claimId, reason, idempotencyKey, context);
  }

  @NotPersonal('system.retention')
  @Query(() => [PurgeReport], {
    nullable: true,
    description: 'What was deleted because its time was over: the last hundred reports, newest first.',
  })
  async purgeReports(@Ctx() { store }: ClaimsContext): Promise<PurgeReport[]> {
    const rows = await store.query<ReportRow>(
      1,
      'select at, rules, claims, held, rows from claims.purge_report order by seq desc limit $1',
      [REPORTS],
    );
    return rows.map(({ at, rows: counts, ...report }) => ({
      ...report,
      at: new Date(at),
      rows: Object.entries(counts).map(([table, count]) => ({ table, count })),
    }));
  }
}

async function lastContactOf(store: MeteredStore, seq: string): Promise<Date | undefined> {
  const [row] = await store.query<{ at: string }>(
    1,
    `select l.at from claims.claim c cross join lateral (${LAST_CONTACT}) l where c.seq = $1::bigint`,
    [seq],
  );
  return row && new Date(row.at);
}

/** Whichever time is over first; nothing is archived for longer than it is kept. */
function earlier(dates: RetentionDates, other: ReturnType<typeof prospectUntil>): RetentionDates {
  if (!other || Temporal.PlainDate.compare(dates.purgeOn, other.purgeOn) <= 0) return dates;
  const isKept = Temporal.PlainDate.compare(dates.archiveOn, other.purgeOn) <= 0;
  return { ...other, archiveOn: isKept ? dates.archiveOn : other.purgeOn };
}

async function hold(
  mutation: 'placeLegalHold' | 'liftLegalHold',
  claimId: string,
  reason: string,
  key: string,
  context: ClaimsContext,
): Promise<LegalHoldPayload> {
  checkIdempotencyKey(key);
  checkFreeText('reason', reason, REASON_MAX);
  return {
    held: await changeHold(mutation, { number: context.ids.open('clm', claimId), reason, key }, context),
  };
}
