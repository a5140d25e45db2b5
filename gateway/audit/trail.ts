import { accessRecordOf } from '../../schema/audit/access-record';
import { perDecisions } from '../../schema/audit/decisions';
import type { Pseudonymiser } from '../../schema/audit/pseudonyms';
import type { AccessGroup, AccessRecord } from '../../schema/audit/record';
import type { Clock } from '../../schema/kernel/clock';
import { SourceUnavailable } from '../../schema/kernel/source-errors';
import type { AccessTable } from '../../schema/policy/compile';
import { isAuditStrict } from '../../schema/policy/types';
import { AUDIT, type AuditSink } from '../../schema/ports/audit';
import type { ReportError } from '../../subgraphs/shared/error-answer';
import type { Answer } from '../answer/answer';
import { publicError } from '../answer/errors';
import type { GraphHttpRequest, Trace } from '../pipeline';
import { accessesOf, callerOf, circumstancesOf, codesOf, legalBasesOf } from './facts';
import { type Asked, withholder } from './withhold';

/** What the records of a gateway are made with. */
export interface AuditTrailOptions {
  readonly sink: AuditSink;
  readonly pseudonyms: Pseudonymiser;
  readonly table: AccessTable;
  readonly clock: Clock;
  /** Told of records that could not be made. */
  readonly report: ReportError;
}

/** Records every operation of everybody who was let in, and keeps back what must not leave unrecorded. */
export interface AuditTrail {
  /** Says that an operation has begun: see `AuditSink.expect`. @returns to be called once its record was asked for. */
  expect(): () => void;
  /**
   * Asked before a mutation runs, since it cannot be undone.
   *
   * @throws {SourceUnavailable} with source `audit`: its answer would hold what must be recorded first, and the store
   *   is known to be down. Nothing was done.
   */
  admit(asked: Asked): Promise<void>;
  /**
   * Records an answer: durably first where it holds kinds of data that the policy marks `auditStrict`, soon otherwise.
   *
   * @returns the answer that may leave: without those data where they could not be recorded. Never rejects.
   */
  record(
    request: Pick<GraphHttpRequest, 'requestId' | 'purpose'>,
    trace: Trace,
    answer: Answer,
  ): Promise<Answer>;
}

export function createAuditTrail({ sink, pseudonyms, table, clock, report }: AuditTrailOptions): AuditTrail {
  const { policy } = table;
  const basesOf = legalBasesOf(table);
  const isStrict = (category: string): boolean => isAuditStrict(policy, category);
  const isStrictField = (coordinate: string): boolean => {
    const category = table.classification.get(coordinate)?.category;
    return category !== undefined && isStrict(category);
  };
  const areStrict = perDecisions((decisions) =>
    decisions.some(({ category, decision }) => decision !== 'DENY' && isStrict(category)),
  );
  const showsStrict = (accesses: readonly AccessGroup[]): boolean =>
    accesses.some(({ decisions }) => areStrict(decisions));

  const queue = (make: () => AccessRecord): void => {
    try {
      sink.queue([make()]);
    } catch (error) {
      report(error);
    }
  };

  return {
    expect: () => sink.expect(),
    async admit(asked) {
      if (withholder(asked, isStrictField).asks()) await sink.append([]);
    },
    async record(request, trace, answer) {
      const caller = callerOf(trace, request, table);
      if (!caller) return answer;
      const circumstances = circumstancesOf(trace, request);
      const recordOf = (
        accesses: readonly AccessGroup[],
        { status, errors }: { status: number; errors: readonly string[] },
      ) =>
        accessRecordOf(
          {
            ...circumstances,
            ...{ at: clock.now(), caller, accesses, status, errors },
            legalBases: basesOf(accesses),
            policy: policy.version,
          },
          pseudonyms,
        );
      const accesses = accessesOf(trace.run, table);
      const outcome = { status: answer.status, errors: codesOf(answer) };
      if (!showsStrict(accesses)) {
        queue(() => recordOf(accesses, outcome));
        return answer;
      }
      try {
        await sink.append([recordOf(accesses, outcome)]);
        return answer;
      } catch (error) {
        if (!(error instanceof SourceUnavailable)) report(error);
        const left = withoutStrict(trace.asked, answer);
        queue(() => recordOf(deniedStrict(accesses), { status: left.status, errors: codesOf(left) }));
        return left;
      }
    },
  };

  /** What was decided in the end: strict kinds of data did not leave. */
  function deniedStrict(accesses: readonly AccessGroup[]): AccessGroup[] {
    return accesses.map(({ subjects, decisions }) => ({
      subjects,
      decisions: decisions.map((each) =>
        isStrict(each.category) && each.decision !== 'DENY' ? { ...each, decision: 'DENY', rule: '-' } : each,
      ),
    }));
  }

  function withoutStrict(asked: Asked | undefined, answer: Answer): Answer {
    const { data, errors = [], extensions } = answer.body;
    if (!asked || !data) return answer;
    const unavailable = publicError(new SourceUnavailable(AUDIT), report);
    const left = withholder(asked, isStrictField).withhold(data, unavailable);
    const masked = extensions?.access?.masked.filter((coordinate) => !isStrictField(coordinate)) ?? [];
    const { access: _access, ...others } = extensions ?? {};
    const rest = masked.length > 0 ? { ...others, access: { masked } } : others;
    return {
      ...answer,
      body: {
        errors: [...errors, ...left.errors],
        data: left.data,
        ...(Object.keys(rest).length > 0 ? { extensions: rest } : {}),
      },
    };
  }
}
