import type { Caller } from '../kernel/caller';
import type { AccessTable } from './compile';

/** What the rules say about one datum to the person whom it is about (art. 13 to 15 GDPR). */
export interface DatumUse {
  readonly category: string;
  /** What it is used for: purposes for which anyone may get something of it. */
  readonly purposes: readonly string[];
  /** Who may get something of it: roles. */
  readonly recipients: readonly string[];
  readonly legalBases: readonly string[];
  /** Retention classes. */
  readonly retention: readonly string[];
}

/** Stands in every relation that rules may ask for. */
const ANYONE = { subject: '-', clientId: '-', customerNumber: '-', branch: '-', staffNumber: '-' } as const;

/** A caller of whom only this is known: what rules may ever show to them is what they may ever show to anyone like them. */
export const nobodyWith = (role: string, purpose: string, scopes: readonly string[]): Caller => ({
  ...ANYONE,
  roles: [role],
  scopes,
  purposes: [purpose],
  purpose,
});

/** @returns what the rules make of a field, over everybody and every purpose. */
export function useOf(coordinate: string, table: AccessTable): DatumUse {
  const { policy, classification } = table;
  const rules = new Map(policy.rules.map((rule) => [rule.id, rule]));
  const scopes = [...new Set(policy.scopes.values())];
  const uses = policy.roles.flatMap((role) =>
    policy.purposes.flatMap((purpose) => {
      const look = table.look(coordinate, nobodyWith(role, purpose, scopes));
      const outcomes = look.kind === 'CONDITIONAL' ? look.possible : [look.decision];
      const shown = outcomes.filter(({ effect }) => effect !== 'DENY');
      return shown.flatMap(({ rule }) =>
        rule.split(' ').flatMap((id) => {
          const found = rules.get(id);
          return found ? [{ role, purpose, legalBasis: found.legalBasis, retention: found.retention }] : [];
        }),
      );
    }),
  );
  const all = (name: keyof (typeof uses)[number]): readonly string[] =>
    [...new Set(uses.map((use) => use[name]))].sort();
  return {
    category: classification.get(coordinate)?.category ?? '-',
    purposes: all('purpose'),
    recipients: all('role'),
    legalBases: all('legalBasis'),
    retention: all('retention'),
  };
}
