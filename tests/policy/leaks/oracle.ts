import { Kind, parse } from 'graphql';
import { parse as parseYaml } from 'yaml';
import type { Owner } from './canaries';

/**
 * A second reading of the policy, straight from its document and sharing no line with the engine: slow, plain, and
 * made to be compared with what the hub does.
 */

/** Who asks, for what. */
export interface Asker {
  readonly name: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly purposes: readonly string[];
  readonly purpose: string;
  readonly customerNumber?: string;
  readonly branch?: string;
  readonly staffNumber?: string;
  readonly mandates?: readonly { readonly customerNumber: string }[];
}

interface YamlRule {
  readonly id: string;
  readonly categories: readonly string[];
  readonly roles: readonly string[];
  readonly purposes: readonly string[];
  readonly when?: string;
  readonly decision: 'ALLOW' | 'DENY' | { readonly mask: string } | { readonly pseudonymise: true };
  readonly final?: boolean;
}

interface YamlPolicy {
  readonly purposes: Readonly<Record<string, string>>;
  readonly roles: Readonly<Record<string, string>>;
  readonly scopes: Readonly<Record<string, readonly string[]>>;
  readonly rules: readonly YamlRule[];
  readonly rows: readonly {
    readonly id: string;
    readonly roles: readonly string[];
    readonly types: readonly string[];
    readonly when?: string;
  }[];
  readonly actions: readonly {
    readonly id: string;
    readonly mutations: readonly string[];
    readonly roles: readonly string[];
    readonly purposes: readonly string[];
    readonly scope: string;
  }[];
}

/** `ALLOW`, `PSEUDONYMISE`, `DENY`, or a mask's name. */
export type Share = string;

/** What is left of a value behind a pseudonym: something of its form, or nothing where its type cannot carry it. */
const ANY_PSEUDONYM = Symbol('pseudonym');

/** What a rule came to at one cell. */
export interface Ruling {
  readonly share: Share;
  /** The rules that decided, in every way that the unknown can turn out. */
  readonly by: readonly string[];
}

/** One way in which everything unknown can turn out. */
interface Situation {
  readonly relations: ReadonlySet<string>;
  readonly level: string;
  readonly standing: readonly string[];
}

const ANY_LEVEL = ['ADVISER', 'COMPLAINTS_SERVICE', 'MEDIATOR', '-'];
const RELATIONS = ['self', 'assigned_handler', 'same_branch', 'mandated_partner'] as const;
const STANDINGS = [[], ['restricted'], ['objected'], ['restricted', 'objected']] as const;

export interface Oracle {
  readonly policy: YamlPolicy;
  readonly places: Places;
  /** What a caller gets of a coordinate of an object with these facts. */
  rule(coordinate: string, asker: Asker, facts: Owner): Ruling;
  /** Whether no object at all could make it more than a denial. */
  isHopeless(coordinate: string, asker: Asker): boolean;
  /** Whether an argument or input field may be used: some object's datum of that kind may be read whole. */
  mayUse(coordinate: string, asker: Asker): boolean;
  isVisible(
    type: string,
    asker: Asker,
    facts: Owner,
  ): { readonly visible: boolean; readonly by: readonly string[] };
}

export function createOracle(policyText: string, sdl: string): Oracle {
  const policy = parseYaml(policyText) as YamlPolicy;
  const places = readPlaces(sdl);
  const scopeOf = new Map(
    Object.entries(policy.scopes ?? {}).flatMap(([scope, types]) =>
      types.map((type) => [type, scope] as const),
    ),
  );

  const categoryAt = (coordinate: string): string => places.get(coordinate)?.category ?? '';

  // Places are many, kinds of data few: what rules come to is worked out once for each kind.
  const ofCategory = remembered((category, asker, facts): Ruling =>
    all(situations(asker, facts).map((situation) => decide(category, asker, situation))),
  );
  const everOf = remembered(
    (category, asker): ReadonlySet<Share> =>
      new Set(situations(asker, ANYTHING).map((situation) => decide(category, asker, situation).share)),
  );

  const ruled = remembered(
    (coordinate, asker, facts): Ruling =>
      gateOf(coordinate, asker) ?? ofCategory(categoryAt(coordinate), asker, facts),
  );

  const hopeless = remembered((coordinate, asker): boolean => {
    const gate = gateOf(coordinate, asker);
    if (gate) return gate.share === 'DENY';
    return [...everOf(categoryAt(coordinate), asker, ANYTHING)].every((share) => share === 'DENY');
  });

  const usable = remembered(
    (coordinate, asker): boolean =>
      !gateOf(coordinate, asker) && everOf(categoryAt(coordinate), asker, ANYTHING).has('ALLOW'),
  );

  const visible = remembered((type, asker, facts) => {
    const by = policy.rows.filter(
      ({ roles, types, when }) =>
        roles.some((role) => asker.roles.some((own) => speaksOf(role, own))) &&
        (types.includes('*') || types.includes(type)) &&
        situations(asker, facts).every((situation) => holds(when, asker, situation)),
    );
    return { visible: by.length > 0, by: by.map(({ id }) => id) };
  });

  /** What stands before the rules: purposes, actions, scopes. */
  function gateOf(coordinate: string, asker: Asker): Ruling | undefined {
    const no = { share: 'DENY', by: [] };
    if (!Object.keys(policy.purposes).includes(asker.purpose)) return no;
    const [type = ''] = coordinate.split('.');
    if (type === 'Mutation') {
      const name = coordinate.slice('Mutation.'.length).split('(')[0] ?? '';
      const granting = policy.actions.filter(
        ({ mutations, roles, purposes, scope }) =>
          mutations.includes(name) &&
          roles.some((role) => asker.roles.some((own) => speaksOf(role, own))) &&
          (purposes.includes('*') || purposes.includes(asker.purpose)) &&
          asker.scopes.includes(scope),
      );
      return granting.length > 0 ? { share: 'ALLOW', by: granting.map(({ id }) => id) } : no;
    }
    const place = places.get(coordinate);
    if (!place) return no;
    for (const named of [type, place.target ?? '']) {
      const scope = scopeOf.get(named);
      if (scope !== undefined && !asker.scopes.includes(scope)) return no;
    }
    return undefined;
  }

  const fitted = new WeakMap<Asker, Map<string, readonly Fitted[]>>();
  /** The rules that speak of a category to someone, whatever their conditions; final ones first, then the closest. */
  function fitting(category: string, asker: Asker): readonly Fitted[] {
    let ofAsker = fitted.get(asker);
    if (!ofAsker) fitted.set(asker, (ofAsker = new Map()));
    let found = ofAsker.get(category);
    if (!found) {
      found = policy.rules.flatMap((each) => {
        const fit = closeness(each, category, asker);
        return fit ? [{ each, fit }] : [];
      });
      ofAsker.set(category, found);
    }
    return found;
  }

  function decide(category: string, asker: Asker, situation: Situation): Ruling {
    const applying = fitting(category, asker).filter(({ each }) => holds(each.when, asker, situation));
    const final = applying.find(({ each }) => each.final);
    if (final) return { share: 'DENY', by: [final.each.id] };
    if (applying.length === 0) return { share: 'DENY', by: [] };
    const best = applying.map(({ fit }) => fit).sort((a, b) => compare(b, a))[0];
    const closest = applying.filter(({ fit }) => best && compare(fit, best) === 0);
    return all(closest.map(({ each: { id, decision } }) => ({ share: shareIn(decision), by: [id] })));
  }

  return {
    policy,
    places,
    rule: ruled,
    isHopeless: (coordinate, asker) => hopeless(coordinate, asker, ANYTHING),
    mayUse: (coordinate, asker) => usable(coordinate, asker, ANYTHING),
    isVisible: visible,
  };
}

/** Any object at all. */
const ANYTHING: Owner = {};

/** Callers and objects are many, ways in which they stand to each other few. */
function remembered<T>(
  decide: (place: string, asker: Asker, facts: Owner) => T,
): (place: string, asker: Asker, facts: Owner) => T {
  const byAsker = new WeakMap<Asker, Map<string, Map<string, T>>>();
  const byFacts = new WeakMap<Asker, WeakMap<Owner, Map<string, T>>>();
  const entry = <K extends object, V>(map: WeakMap<K, V>, key: K, make: () => V): V => {
    let value = map.get(key);
    if (!value) map.set(key, (value = make()));
    return value;
  };
  return (place, asker, facts) => {
    const known = entry(
      entry(byFacts, asker, () => new WeakMap()),
      facts,
      () => {
        const ways = entry(byAsker, asker, () => new Map());
        const way = wayOf(asker, facts);
        let alike = ways.get(way);
        if (!alike) ways.set(way, (alike = new Map()));
        return alike;
      },
    );
    let found = known.get(place);
    if (found === undefined) known.set(place, (found = decide(place, asker, facts)));
    return found;
  };
}

/** Everything about an object that can matter to someone. */
function wayOf(asker: Asker, facts: Owner): string {
  const { restricted, objected } = facts.standing ?? {};
  return [
    stands(asker.customerNumber, facts.customer),
    stands(asker.staffNumber, facts.handlers ?? facts.handler),
    stands(asker.branch, facts.branch),
    mandate(asker, facts),
    ...[facts.level, restricted, objected, facts.customer === null].map(String),
  ].join();
}

interface Fitted {
  readonly each: YamlRule;
  readonly fit: readonly number[];
}

function shareIn(decision: YamlRule['decision']): Share {
  if (typeof decision === 'string') return decision;
  return 'mask' in decision ? decision.mask : PSEUDONYM;
}

const PSEUDONYM = 'PSEUDONYMISE';

/** The least of several: a denial if any, nothing where two masks disagree. */
function all(rulings: readonly Ruling[]): Ruling {
  const by = [...new Set(rulings.flatMap((each) => each.by))];
  const shares = new Set(rulings.map(({ share }) => share));
  const masks = [...shares].filter((share) => !['ALLOW', 'DENY', PSEUDONYM].includes(share));
  if (shares.has('DENY') || masks.length > 1 || shares.size === 0) return { share: 'DENY', by };
  return { share: shares.has(PSEUDONYM) ? PSEUDONYM : (masks[0] ?? 'ALLOW'), by };
}

function speaksOf(ofRule: string, own: string): boolean {
  return ofRule === '*' || ofRule === own || (ofRule.endsWith(':*') && own.startsWith(ofRule.slice(0, -1)));
}

/** How closely a rule fits, largest first: category depth, role, purpose; `undefined` where it does not. */
function closeness(
  rule: YamlRule,
  category: string,
  { roles, purpose }: Asker,
): readonly number[] | undefined {
  const depths = rule.categories
    .filter((each) => each === '*' || `${category}.`.startsWith(`${each}.`))
    .map((each) => (each === '*' ? 0 : each.split('.').length));
  const ranks = rule.roles
    .filter((each) => roles.some((own) => speaksOf(each, own)))
    .map((each) => (each === '*' ? 0 : each.endsWith(':*') ? 1 : 2));
  const aims = rule.purposes
    .filter((each) => each === '*' || each === purpose)
    .map((each) => (each === '*' ? 0 : 1));
  if (depths.length === 0 || ranks.length === 0 || aims.length === 0) return undefined;
  return [Math.max(...depths), Math.max(...ranks), Math.max(...aims)];
}

const compare = (a: readonly number[], b: readonly number[]): number => {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
};

function stands(
  own: string | undefined,
  of: string | readonly string[] | null | undefined,
): 'sure' | 'open' | 'no' {
  if (own === undefined || of === null) return 'no';
  if (of === undefined) return 'open';
  return (typeof of === 'string' ? of === own : of.includes(own)) ? 'sure' : 'no';
}

/** The bank knows of every mandate that a token speaks of, unless an object tells otherwise. */
function mandate({ mandates = [] }: Asker, { customer, mandated }: Owner): 'sure' | 'open' | 'no' {
  if (mandates.length === 0 || mandated === false) return 'no';
  if (customer === undefined) return 'open';
  return mandates.some(({ customerNumber }) => customerNumber === customer) ? 'sure' : 'no';
}

/** Every way in which what the facts leave open can turn out. */
function situations(asker: Asker, facts: Owner): readonly Situation[] {
  const standing = {
    self: stands(asker.customerNumber, facts.customer),
    assigned_handler: stands(asker.staffNumber, facts.handlers ?? facts.handler),
    same_branch: stands(asker.branch, facts.branch),
    mandated_partner: mandate(asker, facts),
  } as const;
  const levels = facts.level === undefined ? ANY_LEVEL : [facts.level ?? '-'];
  let found: Situation[] = levels.flatMap((level) =>
    standingsIn(facts).map((asked) => ({ relations: new Set(), level, standing: asked })),
  );
  for (const name of RELATIONS) {
    const withIt = (each: Situation): Situation => ({
      ...each,
      relations: new Set([...each.relations, name]),
    });
    if (standing[name] === 'open') found = found.flatMap((each) => [each, withIt(each)]);
    else if (standing[name] === 'sure') found = found.map(withIt);
  }
  return found;
}

/** Nobody asked for anything about what is nobody's. */
function standingsIn({ standing, customer }: Owner): readonly (readonly string[])[] {
  if (standing) return [STANDINGS[(standing.restricted ? 1 : 0) + (standing.objected ? 2 : 0)] ?? []];
  return customer === null ? [[]] : STANDINGS;
}

/** Reads a condition each time anew: `x in [a, b]`, `x = a`, `and`, `or`, `not`, parentheses. */
function holds(when: string | undefined, asker: Asker, situation: Situation): boolean {
  if (when === undefined) return true;
  const own: Readonly<Record<string, readonly string[]>> = {
    relation: situation.relations.size > 0 ? [...situation.relations] : ['none'],
    level: [situation.level],
    standing: situation.standing,
    scope: asker.scopes,
    role: asker.roles,
    purpose: [asker.purpose],
  };
  let rest = when;
  for (;;) {
    const next = rest
      .replace(/(\w+)\s+in\s+\[([^\]]*)\]/g, (_, name: string, list: string) =>
        String(list.split(',').some((value) => own[name]?.includes(value.trim()))),
      )
      .replace(/(\w+)\s*=\s*([\w:.-]+)/g, (_, name: string, value: string) =>
        String(own[name]?.includes(value) ?? false),
      )
      .replace(/\(\s*(true|false)\s*\)/g, '$1')
      .replace(/\bnot\s+(true|false)/g, (_, value: string) => String(value === 'false'))
      .replace(/\b(true|false)\s+and\s+(true|false)/g, (_, a: string, b: string) =>
        String(a === 'true' && b === 'true'),
      );
    if (next !== rest) {
      rest = next;
      continue;
    }
    const either = rest.replace(/\b(true|false)\s+or\s+(true|false)/g, (_, a: string, b: string) =>
      String(a === 'true' || b === 'true'),
    );
    if (either === rest) break;
    rest = either;
  }
  const value = rest.trim();
  if (value !== 'true' && value !== 'false')
    throw new Error(`the oracle cannot read the condition "${when}"`);
  return value === 'true';
}

/** What the supergraph says about each coordinate. */
export type Places = ReadonlyMap<string, { readonly category: string; readonly target?: string }>;

function readPlaces(sdl: string): Places {
  const places = new Map<string, { category: string; target?: string }>();
  const definitions = parse(sdl, { noLocation: true }).definitions;
  const objects = new Map(
    definitions.flatMap((each) =>
      each.kind === Kind.OBJECT_TYPE_DEFINITION ? [[each.name.value, each]] : [],
    ),
  );
  /** A connection stands for its nodes. */
  const meant = (type: string): string => {
    const typeOf = (of: string, field: string): string | undefined => {
      const found = objects.get(of)?.fields?.find(({ name }) => name.value === field);
      return found && namedType(found.type);
    };
    return typeOf(typeOf(type, 'edges') ?? '', 'node') ?? type;
  };
  interface Named {
    readonly name: { readonly value: string };
    readonly directives?: readonly {
      readonly name: { readonly value: string };
      readonly arguments?: readonly { readonly name: { readonly value: string }; readonly value: unknown }[];
    }[];
  }
  const categoryOf = ({ directives = [] }: Named): string | undefined => {
    const found = directives.find(({ name }) => name.value === 'personalData');
    const value = found?.arguments?.find(({ name }) => name.value === 'category')?.value;
    return (value as { value?: string } | undefined)?.value;
  };
  const add = (coordinate: string, of: Named, type?: string): void => {
    const category = categoryOf(of);
    if (category === undefined) return;
    places.set(
      coordinate,
      type !== undefined && objects.has(type) ? { category, target: meant(type) } : { category },
    );
  };
  for (const definition of definitions) {
    if (definition.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION) {
      for (const field of definition.fields ?? []) add(`${definition.name.value}.${field.name.value}`, field);
    }
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) {
      const coordinate = `${definition.name.value}.${field.name.value}`;
      add(coordinate, field, namedType(field.type));
      for (const argument of field.arguments ?? []) add(`${coordinate}(${argument.name.value}:)`, argument);
    }
  }
  return places;
}

function namedType(type: { kind: string; name?: { value: string }; type?: unknown }): string {
  return type.kind === 'NamedType' ? (type.name?.value ?? '') : namedType(type.type as typeof type);
}

const COVER = '•••';

/** What is left of a value that a mask is not made for: a cover, or nothing. */
export const NOTHING = Symbol('nothing');

const LIMITS = [50, 200, 1_000, 5_000, 20_000];

/** What each mask promises to leave of a text. `redact` as far as this world's texts go. */
const PROMISES: Readonly<
  Record<string, (text: string, names: readonly string[]) => string | typeof NOTHING>
> = {
  iban_last4: (text) => COVER + text.slice(-4),
  card_last4: (text) => COVER + text.slice(-4),
  email_domain: (text) => COVER + text.slice(text.indexOf('@')),
  phone_last2: (text) => COVER + text.slice(-2),
  name_initial: (text) => `${text.slice(0, 1).toUpperCase()}.`,
  birth_year: (text) => text.slice(0, 4),
  amount_band(text) {
    const [amount = '', currency = ''] = text.split(' ');
    const size = Math.abs(Number(amount));
    const above = LIMITS.find((limit) => Math.floor(size) < limit);
    const below = above === undefined ? undefined : ([0, ...LIMITS][LIMITS.indexOf(above)] ?? 0);
    const band = above === undefined ? `${LIMITS.at(-1)}+` : `${below}..${above}`;
    return `${amount.startsWith('-') ? '-' : ''}${band} ${currency}`;
  },
  redact: (text, names) =>
    withoutWords(text, names)
      .replace(/[\w.+-]+@[\w.-]+\w/g, COVER)
      .replace(/\bFR\d{25}\b/g, COVER)
      .replace(/\b0\d(?:\.\d\d){4}\b/g, COVER)
      .replace(/\b\d{15}\b/g, COVER),
  city_only(text) {
    const [, code = '', city = ''] = /^(\d{5}) (.+)$/.exec(text) ?? [];
    return code === '' ? NOTHING : city;
  },
};

/** A text without the words of some names, however they are written. */
function withoutWords(text: string, names: readonly string[]): string {
  const plain = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const words = new Set(names.flatMap((name) => name.split(' ').map(plain)));
  return text.replace(/\p{L}+/gu, (word) => (words.has(plain(word)) ? COVER : word));
}

/** What each mask is made for; of anything else it leaves nothing. */
const FORMS: Readonly<Record<string, RegExp>> = {
  iban_last4: /^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/,
  card_last4: /^\d{4,6}\*+\d{4}$/,
  email_domain: /^[^@\s]+@[^@\s]+$/,
  phone_last2: /^\+?\d{6,}$/,
  name_initial: /\p{L}/u,
  birth_year: /^\d{4}-\d{2}-\d{2}$/,
  amount_band: /^-?\d+\.\d{2} [A-Z]{3}$/,
  city_only: /^/,
  redact: /^/,
};

/** @returns whether an answer is what a share leaves. */
export function isShare(expected: unknown, answered: unknown): boolean {
  if (expected === NOTHING) return answered === null || answered === COVER;
  if (expected === ANY_PSEUDONYM)
    return answered === null || (typeof answered === 'string' && /^psn_[\w-]{43}$/.test(answered));
  if (Array.isArray(expected)) {
    const items = answered as unknown[];
    return (
      Array.isArray(answered) &&
      items.length === expected.length &&
      expected.every((each, index) => isShare(each, items[index]))
    );
  }
  return JSON.stringify(expected ?? null) === JSON.stringify(answered ?? null);
}

/**
 * @param names of the parties: what they wrote is redacted of them.
 * @returns what of a value a share leaves.
 */
export function shareOf(value: unknown, share: Share, names: readonly string[] = []): unknown {
  if (share === 'ALLOW') return value;
  if (share === 'DENY' || value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map((each: unknown) => shareOf(each, share, names));
  if (share === PSEUDONYM) return ANY_PSEUDONYM;
  const promise = PROMISES[share];
  const form = FORMS[share];
  if (!promise || !form) throw new Error(`the oracle does not know what "${share}" leaves of a value`);
  if (typeof value !== 'string') return null;
  return form.test(value) ? promise(value, names) : NOTHING;
}
