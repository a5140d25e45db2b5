import { parse, stringify } from 'yaml';

/** A policy with one thing changed. */
export interface Mutant {
  /** The rule, and what was done to it. */
  readonly id: string;
  readonly text: string;
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
interface Entry {
  id: string;
  categories?: string[];
  roles: string[];
  purposes?: string[];
  types?: string[];
  mutations?: string[];
  when?: string;
  decision?: string | Record<string, Json>;
  final?: boolean;
  scope?: string;
}
interface Draft {
  purposes: Record<string, string>;
  roles: Record<string, string>;
  scopes: Record<string, string[]>;
  rules: Entry[];
  rows: Entry[];
  actions: Entry[];
}

const RELATIONS = ['self', 'assigned_handler', 'same_branch'];
const LEVELS = ['ADVISER', 'COMPLAINTS_SERVICE', 'MEDIATOR'];

/** Every small change that somebody could make to a policy by mistake. */
export function* mutantsOf(text: string): Generator<Mutant> {
  const change = (id: string, what: string, edit: (draft: Draft) => void): Mutant => {
    const draft = parse(text) as Draft;
    edit(draft);
    return { id: `${id}: ${what}`, text: stringify(draft) };
  };
  const original = parse(text) as Draft;
  const roles = Object.keys(original.roles);
  const purposes = Object.keys(original.purposes);

  for (const section of ['rules', 'rows', 'actions'] as const) {
    for (const [at, entry] of original[section].entries()) {
      const edit = (what: string, how: (entry: Entry) => void): Mutant =>
        change(entry.id, what, (draft) => how(draft[section][at] as Entry));
      yield change(entry.id, 'dropped', (draft) => void draft[section].splice(at, 1));
      for (const other of outcomesBeside(entry.decision))
        yield edit(`decision ${JSON.stringify(other)}`, (each) => {
          each.decision = other;
          delete each.final;
        });
      if (entry.final) yield edit('no longer final', (each) => void delete each.final);
      else if (entry.decision === 'DENY') yield edit('final', (each) => void (each.final = true));
      if (entry.when !== undefined) {
        yield edit('condition dropped', (each) => void delete each.when);
        if (section === 'rules')
          yield edit('condition turned', (each) => void (each.when = `not (${each.when})`));
        for (const [name, values] of [['relation', RELATIONS] as const, ['level', LEVELS] as const]) {
          const [whole, list = ''] = new RegExp(`${name} in \\[([^\\]]*)\\]`).exec(entry.when) ?? [];
          if (whole === undefined) continue;
          const held = list.split(',').map((each) => each.trim());
          for (const more of values.filter((each) => !held.includes(each)))
            yield edit(`${name} ${more} too`, (each) => {
              each.when = (each.when ?? '').replace(whole, `${name} in [${[...held, more].join(', ')}]`);
            });
          for (const less of held.length > 1 ? held : [])
            yield edit(`${name} no longer ${less}`, (each) => {
              each.when = (each.when ?? '').replace(
                whole,
                `${name} in [${held.filter((one) => one !== less).join(', ')}]`,
              );
            });
        }
      }
      yield* lists(entry, 'roles', roles, edit);
      if (entry.purposes) yield* lists(entry, 'purposes', purposes, edit);
      for (const name of ['categories', 'types', 'mutations'] as const) {
        const held = entry[name];
        if (!held) continue;
        for (const less of held.length > 1 ? held : [])
          yield edit(`${name} without ${less}`, (each) => {
            each[name] = held.filter((one) => one !== less);
          });
        for (const one of name === 'categories' ? held.filter((each) => each.includes('.')) : [])
          yield edit(`category ${one} widened`, (each) => {
            each[name] = held.map((other) => (other === one ? one.slice(0, one.lastIndexOf('.')) : other));
          });
        if (name === 'types' && !held.includes('*'))
          yield edit('every type', (each) => void (each[name] = ['*']));
      }
      for (const scope of Object.keys(original.scopes).filter((each) => entry.scope && each !== entry.scope))
        yield edit(`scope ${scope}`, (each) => void (each.scope = scope));
    }
  }
  for (const [scope, types] of Object.entries(original.scopes))
    for (const type of types)
      yield change(scope, `no longer needed for ${type}`, (draft) => {
        draft.scopes[scope] = types.filter((each) => each !== type);
        if (draft.scopes[scope].length === 0) delete draft.scopes[scope];
      });
}

function* lists(
  entry: Entry,
  name: 'roles' | 'purposes',
  all: readonly string[],
  edit: (what: string, how: (entry: Entry) => void) => Mutant,
): Generator<Mutant> {
  const held = entry[name] ?? [];
  for (const more of held.includes('*') ? [] : all.filter((each) => !held.includes(each)))
    yield edit(`${name} ${more} too`, (each) => void (each[name] = [...held, more]));
  for (const less of held.length > 1 ? held : [])
    yield edit(`${name} without ${less}`, (each) => void (each[name] = held.filter((one) => one !== less)));
}

/** Every other outcome: what is shown more, what is shown less, and what is shown otherwise. */
function outcomesBeside(decision: Entry['decision']): NonNullable<Entry['decision']>[] {
  if (decision === undefined) return [];
  const others: NonNullable<Entry['decision']>[] = [
    'ALLOW',
    'DENY',
    { pseudonymise: true },
    { mask: 'name_initial' },
  ];
  return others.filter((each) => JSON.stringify(each) !== JSON.stringify(decision));
}
