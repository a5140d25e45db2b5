import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { BadUserInput } from '../../schema/kernel/errors';
import { SourceUnavailable } from '../../schema/kernel/source-errors';
import { AUDIT } from '../../schema/ports/audit';
import { Personal } from '../shared/classify';
import { Consultation, ConsultationPeriod } from './consultation.type';
import type { PrivacyContext } from './context';
import { DataSubject } from './data-subject.type';

/** How far back a report goes unless told otherwise. */
const USUAL_MONTHS = 12;

@Resolver(() => DataSubject)
export class ConsultationResolver {
  @Personal('user.privacy_request', { subject: 'customer' })
  @FieldResolver(() => [Consultation], {
    nullable: true,
    description: 'When their data were shown, what for and which kinds, oldest first.',
  })
  async consultations(
    @Root() { customerNumber }: DataSubject,
    @Ctx() { clock, consultations, operation }: PrivacyContext,
    @Args(() => ConsultationPeriod) { from, to }: ConsultationPeriod,
  ): Promise<readonly Consultation[]> {
    const end = to ? new Date(to) : clock.now();
    const start = from ? new Date(from) : monthsBefore(end, USUAL_MONTHS);
    if (start > end) throw new BadUserInput('from', 'must not be after "to"');
    if (!consultations) throw new SourceUnavailable(AUDIT);
    return operation.sources.measure(AUDIT, 1, () =>
      consultations.consultationsOf(customerNumber, { from: start, to: end }),
    );
  }
}

function monthsBefore(instant: Date, months: number): Date {
  const before = new Date(instant);
  before.setUTCMonth(before.getUTCMonth() - months);
  return before;
}
