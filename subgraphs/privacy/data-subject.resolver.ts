import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { NotPersonal, Personal } from '../shared/classify';
import { dataSubjectById, type PrivacyContext } from './context';
import { DataMapEntry } from './data-map.type';
import { Customer, DataSubject } from './data-subject.type';
import { SystemErasure } from './erasure.type';
import { requestOf } from './request.record';
import { PrivacyRequest } from './request.type';
import type { ObjectionRow, RestrictionRow } from './privacy.source';
import { ProcessingObjection, ProcessingRestriction } from './standing.type';

const customer = { subject: 'customer' } as const;

@Resolver(() => DataSubject)
export class DataSubjectResolver {
  @Personal('user.privacy_request', customer)
  @Query(() => DataSubject, {
    nullable: true,
    description:
      'A customer as a data subject: for the data protection officer, and for the customer themself.',
  })
  dataSubject(
    @NotPersonal() @Arg('id', () => ID, { description: 'Opaque key of the customer.' }) id: string,
    @Ctx() context: PrivacyContext,
  ): Promise<DataSubject> {
    return dataSubjectById(id, context);
  }

  @NotPersonal()
  @FieldResolver(() => Customer, {
    nullable: true,
    description: 'Them as a customer, with all that hangs on them.',
  })
  customer(@Root() { id }: DataSubject): Customer {
    return { id };
  }

  @NotPersonal('system.access')
  @FieldResolver(() => [DataMapEntry], {
    nullable: true,
    description:
      'What is held about anyone like them: where, what for, for whom, on what basis and how long.',
  })
  dataMap(@Ctx() { dataMap }: PrivacyContext): readonly DataMapEntry[] {
    return dataMap();
  }

  @Personal('user.privacy_request', customer)
  @FieldResolver(() => [PrivacyRequest], {
    nullable: true,
    description: 'What they asked for, oldest first.',
  })
  async requests(
    @Root() { customerNumber }: DataSubject,
    @Ctx() context: PrivacyContext,
  ): Promise<PrivacyRequest[]> {
    const rows = await context.privacy.requests(customerNumber);
    return rows.map((row) => requestOf(row, context));
  }

  @Personal('user.privacy_request', customer)
  @FieldResolver(() => [ProcessingRestriction], {
    nullable: true,
    description: 'Restrictions, oldest first.',
  })
  async restrictions(
    @Root() { customerNumber }: DataSubject,
    @Ctx() context: PrivacyContext,
  ): Promise<ProcessingRestriction[]> {
    const rows = await context.privacy.restrictions(customerNumber);
    return rows.map((row) => ({
      ...standingOf(row, context),
      id: context.ids.seal('rst', row.seq),
      ground: row.ground,
    }));
  }

  @Personal('user.privacy_request', customer)
  @FieldResolver(() => [ProcessingObjection], { nullable: true, description: 'Objections, oldest first.' })
  async objections(
    @Root() { customerNumber }: DataSubject,
    @Ctx() context: PrivacyContext,
  ): Promise<ProcessingObjection[]> {
    const rows = await context.privacy.objections(customerNumber);
    return rows.map((row) => ({
      ...standingOf(row, context),
      id: context.ids.seal('obj', row.seq),
      purpose: row.purpose,
    }));
  }

  @Personal('user.privacy_request', customer)
  @FieldResolver(() => [SystemErasure], {
    nullable: true,
    description: 'Where erasure stands, system by system; empty where it was never asked for.',
  })
  async erasure(
    @Root() { customerNumber }: DataSubject,
    @Ctx() { privacy }: PrivacyContext,
  ): Promise<SystemErasure[]> {
    const rows = await privacy.erasures(customerNumber);
    return rows.map(({ system, status, until, reason, changed_at: changedAt }) => ({
      system,
      status,
      until,
      reason,
      changedAt,
    }));
  }
}

/** What restrictions and objections have in common. */
function standingOf(
  { reason, starts_at: from, ends_at: until, end_reason: endReason }: RestrictionRow | ObjectionRow,
  { clock }: PrivacyContext,
) {
  const now = clock.now();
  const inForce = new Date(from) <= now && (until === null || now < new Date(until));
  return { reason, from, until, inForce, endReason };
}
