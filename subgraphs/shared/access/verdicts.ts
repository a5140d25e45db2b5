import { deniedArgument, writtenBack } from '../../../schema/contract/arguments';
import type { Caller } from '../../../schema/kernel/caller';
import type { OperationContext } from '../../../schema/kernel/operation';
import type { AccessTable } from '../../../schema/policy/compile';
import { masks } from '../../../schema/policy/masks';
import { createMemo } from '../../../schema/policy/memo';
import { type RowFacts, rowVisible } from '../../../schema/policy/row';
import type { Decision } from '../../../schema/policy/types';
import { argumentDenied, fieldDenied, maskedWriteBack } from './errors';
import { createFactsOf, type FactsOf, signatureOf } from './facts';
import type { Guard } from './guard';
import type { Transform } from './mask';
import type { Pseudonymise } from './pseudonym';

/** What happens to one field of one object: shown, shown masked or as a pseudonym, or refused. */
export type Verdict = { readonly show: true; readonly transform?: FieldTransform } | { readonly show: false };

/** What is left of a value. It may depend on who asks and on whose the object is. */
type FieldTransform = (text: string, caller: Caller, facts: RowFacts | undefined) => string;

/** The decisions of one subgraph. */
export interface Verdicts {
  /**
   * @param context the resolver's context, with the operation in it.
   * @returns a verdict, remembered per kind of caller, field and facts.
   */
  of(guard: Guard, parent: unknown, context: unknown): Verdict;
  /** @throws {HubError} `FIELD_ACCESS_DENIED`, or `ARGUMENT_ACCESS_DENIED` where an argument is what is refused. */
  demand(guard: Guard, parent: unknown, args: Readonly<Record<string, unknown>>, context: unknown): void;
  /** @returns a transform for the values of one object. */
  bind(transform: FieldTransform, parent: unknown, context: unknown): Transform;
  /** Remembers what the parts of a value belong to. @returns the value. */
  carry(parent: unknown, value: unknown, context: unknown): unknown;
  /** Whether the field takes arguments that this caller may not use. */
  refusedArgument(
    guard: Guard,
    args: Readonly<Record<string, unknown>>,
    context: unknown,
  ): string | undefined;
}

interface Session {
  readonly caller: Caller;
  readonly facts: FactsOf;
  readonly bySignature: Map<string, Verdict[]>;
  readonly byParent: WeakMap<object, Verdict[]>;
}

const GRANTS_MAX = 200;
const REFUSED: Verdict = { show: false };

/**
 * @param table compiled for this subgraph.
 * @param pseudonymise without it, what may only be shown as a pseudonym is not shown.
 */
export function createVerdicts(table: AccessTable, pseudonymise?: Pseudonymise): Verdicts {
  const sessions = new WeakMap<OperationContext, Session>();
  const remembered = createMemo(GRANTS_MAX, () => new Map<string, Verdict[]>());

  function sessionOf(context: unknown): Session {
    const { operation } = context as { readonly operation: OperationContext };
    let session = sessions.get(operation);
    if (!session) {
      const { caller } = operation;
      const byParent = new WeakMap<object, Verdict[]>();
      const facts = createFactsOf(caller, (part) => byParent.delete(part));
      session = { caller, facts, bySignature: remembered(table.grantsKey(caller)), byParent };
      sessions.set(operation, session);
    }
    return session;
  }

  function verdictsFor({ caller, facts, bySignature, byParent }: Session, parent: unknown): Verdict[] {
    const known = typeof parent === 'object' && parent !== null ? byParent.get(parent) : undefined;
    if (known) return known;
    const signature = signatureOf(facts.of(parent), caller);
    let verdicts = bySignature.get(signature);
    if (!verdicts) bySignature.set(signature, (verdicts = []));
    if (typeof parent === 'object' && parent !== null) byParent.set(parent, verdicts);
    return verdicts;
  }

  function judge(guard: Guard, caller: Caller, facts: RowFacts | undefined): Verdict {
    if (guard.needsRow && !rowVisible(table.policy, guard.typeName, caller, facts)) return REFUSED;
    if (guard.link && !facts) {
      // Nothing is known about a stub. What it leads to is judged by its own row, so a rule that may allow is enough.
      return table.look(guard.coordinate, caller).kind === 'ALWAYS_DENY' ? REFUSED : { show: true };
    }
    const decision = table.decide(guard.coordinate, caller, facts);
    if (decision.effect === 'ALLOW') return { show: true };
    const transform = transformOf(decision);
    if (!transform) return REFUSED;
    return guard.leaf ? { show: true, transform } : { show: true }; // An object's own fields are masked each by its category.
  }

  function transformOf({ effect, mask }: Decision): FieldTransform | undefined {
    if (effect === 'PSEUDONYMISE') return pseudonymise && ((text, caller) => pseudonymise(caller, text));
    return effect === 'MASK' && mask ? (text, _, facts) => masks[mask](text, facts?.names ?? []) : undefined;
  }

  function of(guard: Guard, parent: unknown, context: unknown): Verdict {
    const session = sessionOf(context);
    const verdicts = verdictsFor(session, parent);
    return (verdicts[guard.index] ??= judge(guard, session.caller, session.facts.of(parent)));
  }

  const refusedArgument: Verdicts['refusedArgument'] = (guard, args, context) =>
    guard.field.args.length === 0
      ? undefined
      : deniedArgument(guard.typeName, guard.field, args, table, sessionOf(context).caller);

  return {
    of,
    refusedArgument,
    demand(guard, parent, args, context) {
      if (!of(guard, parent, context).show) throw fieldDenied(guard.coordinate);
      const refused = refusedArgument(guard, args, context);
      if (refused !== undefined) throw argumentDenied(refused);
      const written = writtenBack(guard.typeName, guard.field, args, table.classification);
      if (written !== undefined) throw maskedWriteBack(written);
    },
    bind(transform, parent, context) {
      const { caller, facts } = sessionOf(context);
      return (text) => transform(text, caller, facts.of(parent));
    },
    carry: (parent, value, context) => sessionOf(context).facts.carry(parent, value),
  };
}
