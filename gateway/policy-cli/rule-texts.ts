import type { Policy } from '../../schema/policy/types';
import { conditionInWords, outcomeInWords } from './words';

/** How the text of one rule differs between two policies. */
export interface RuleChange {
  readonly id: string;
  readonly kind: 'added' | 'removed' | 'changed';
  /** What differs, in words: `legalBasis: contract → legal_obligation`. */
  readonly texts: readonly string[];
}

type Texts = ReadonlyMap<string, string>;

/** Everything that a policy's file says, by the id of the rule, or by the name of what else it declares. */
function textsOf(policy: Policy): ReadonlyMap<string, Texts> {
  const data = policy.rules.map(({ when, outcome, ...rule }) => ({
    ...rule,
    decision: outcomeInWords(outcome),
    when: when ? conditionInWords(when) : 'always',
  }));
  const rows = policy.rows.map(({ when, ...rule }) => ({
    ...rule,
    when: when ? conditionInWords(when) : 'always',
  }));
  const named = [...data, ...rows, ...policy.actions].map(({ id, ...texts }) => [id, texts] as const);
  const declared = [
    ...policy.purposes.map((name) => [`purpose ${name}`, {}] as const),
    ...policy.roles.map((name) => [`role ${name}`, {}] as const),
    ...policy.auditStrict.map((name) => [`strict audit of ${name}`, {}] as const),
  ];
  return new Map(
    [...named, ...declared].map(([id, texts]) => [
      id,
      new Map(
        Object.entries(texts).map(([name, value]) => [
          name,
          Array.isArray(value) ? value.join(', ') : String(value),
        ]),
      ),
    ]),
  );
}

/** Compares what two policies say, also where nobody sees more or less for it. */
export function compareTexts(before: Policy, after: Policy): readonly RuleChange[] {
  const [was, is] = [textsOf(before), textsOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((id): RuleChange[] => {
    const [old, now] = [was.get(id), is.get(id)];
    if (!old || !now) {
      const because = (old ?? now)?.get('because');
      return [{ id, kind: old ? 'removed' : 'added', texts: because === undefined ? [] : [because] }];
    }
    const texts = [...new Set([...old.keys(), ...now.keys()])].flatMap((name) =>
      old.get(name) === now.get(name) ? [] : [`${name}: ${old.get(name) ?? '-'} → ${now.get(name) ?? '-'}`],
    );
    return texts.length > 0 ? [{ id, kind: 'changed', texts }] : [];
  });
}
