import { parse, print } from 'graphql';
import { cutOperation } from '../../gateway/policy/cut';
import { maskedFields } from '../../gateway/policy/masked';
import { choosePurpose } from '../../gateway/policy/purpose';
import type { Caller } from '../../schema/kernel/caller';
import type { AccessTable } from '../../schema/policy/compile';
import { entries, run, schema, tableWith } from './cut-world';
import { callerWith } from './small-policy';

const staff = callerWith({ scopes: ['places:read'] });

interface Asked {
  readonly source: string;
  readonly table: AccessTable;
  readonly caller?: Caller;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

function ask({ source, table, caller = staff, variables = {}, operationName }: Asked) {
  const document = parse(source);
  const before = print(document);
  const cut = cutOperation({ document, operationName, variables, schema, table, caller });
  expect(print(document)).toBe(before);
  if (cut.kind === 'rejected') return { rejected: { code: cut.error.code, ...cut.error.facts } };
  const resolved: string[] = [];
  const result = cut.restore(
    run(cut.document, variables, operationName, (coordinate) => resolved.push(coordinate)),
  );
  return {
    text: print(cut.document),
    key: cut.key,
    same: cut.document === document,
    data: result.data,
    errors: result.errors?.map(({ path, extensions: { code, coordinate } }) => ({
      path: path?.join('.'),
      code,
      coordinate,
    })),
    resolved,
  };
}

describe('cutting an operation', () => {
  it('leaves a document in which nothing is denied as it is, the object itself', () => {
    const answer = ask({ source: '{ person { name } }', table: tableWith([]) });
    expect(answer.same).toBe(true);
    expect(answer.errors).toBeUndefined();
  });

  it('cuts before execution and puts null and one error back, with the alias in the path (pitfall 11)', () => {
    const answer = ask({
      source: '{ me: person { tel: phone name tel: phone } }',
      table: tableWith(['Person.phone']),
    });
    expect(answer.text).not.toContain('phone');
    expect(answer.resolved).not.toContain('Person.phone');
    expect(entries(answer.data)).toEqual([
      [
        'me',
        [
          ['tel', null],
          ['name', 'p'],
        ],
      ],
    ]);
    expect(answer.errors).toEqual([
      { path: 'me.tel', code: 'FIELD_ACCESS_DENIED', coordinate: 'Person.phone' },
    ]);
  });

  it('reports a list once, with a path of response keys alone (pitfall 11)', () => {
    const answer = ask({
      source: '{ things { ... on Place { next { name } city } } }',
      table: tableWith(['Place.city']),
    });
    expect(answer.errors).toEqual([
      { path: 'things.city', code: 'FIELD_ACCESS_DENIED', coordinate: 'Place.city' },
    ]);
    expect(entries(answer.data)).toEqual([
      [
        'things',
        [
          [
            [
              ['next', null],
              ['city', null],
            ],
            [],
          ],
          null,
          [],
        ],
      ],
    ]);
  });

  it('keeps an object of which nothing is left, null where it is null', () => {
    const source = '{ person { home { city } } place { next { name } city } }';
    const answer = ask({
      source,
      table: tableWith(['Place.city', 'Named.name', 'Person.name', 'Place.name']),
    });
    expect(entries(answer.data)).toEqual([
      ['person', [['home', [['city', null]]]]],
      [
        'place',
        [
          ['next', null],
          ['city', null],
        ],
      ],
    ]);
    expect(answer.errors?.map(({ path }) => path)).toEqual(['person.home.city', 'place.city']);
  });

  it('takes the least of the implementations for a field of an interface, by either route', () => {
    const table = tableWith(['Place.name']);
    const byInterface = ask({ source: '{ named { name } }', table });
    expect(entries(byInterface.data)).toEqual([['named', [[['name', null]], [['name', null]], null]]]);
    const byType = ask({ source: '{ named { ... on Person { name } ... on Place { name } } }', table });
    expect(entries(byType.data)).toEqual([['named', [[['name', 'p']], [['name', null]], null]]]);
    expect(byType.errors).toEqual([
      { path: 'named.name', code: 'FIELD_ACCESS_DENIED', coordinate: 'Place.name' },
    ]);
  });

  it('gives back aliases that are names of every object (pitfall 12)', () => {
    const source =
      '{ __proto__: person { constructor: phone toString: name } hasOwnProperty: place { __proto__: city } }';
    const answer = ask({ source, table: tableWith(['Person.phone', 'Place.city']) });
    expect(entries(answer.data)).toEqual([
      [
        '__proto__',
        [
          ['constructor', null],
          ['toString', 'p'],
        ],
      ],
      ['hasOwnProperty', [['__proto__', null]]],
    ]);
    expect(answer.errors?.map(({ path }) => path)).toEqual([
      '__proto__.constructor',
      'hasOwnProperty.__proto__',
    ]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  it('reports nothing that @skip or @include leave out, by variables, defaults or literals', () => {
    const source = `query ($no: Boolean!, $yes: Boolean = true) {
      person { name a: phone @include(if: $no) b: phone @skip(if: true) c: phone @skip(if: $yes) ... @include(if: $no) { d: phone } e: phone @include(if: $yes) }
    }`;
    const answer = ask({ source, table: tableWith(['Person.phone']), variables: { no: false } });
    expect(answer.errors?.map(({ path }) => path)).toEqual(['person.e']);
    expect(answer.text).not.toContain('$');
  });

  it('carries the null of a field that cannot be null up to where null may stand', () => {
    const table = tableWith(['Person.strict']);
    expect(
      entries(ask({ source: '{ place { name owner { strict } } person { name strict } }', table }).data),
    ).toEqual([
      ['place', null],
      ['person', null],
    ]);
    expect(entries(ask({ source: '{ person { many { ... on Person { strict } } } }', table }).data)).toEqual([
      ['person', [['many', null]]],
    ]);
  });

  it('removes fragments and variables that nothing uses any more', () => {
    const source =
      'query ($n: Boolean!) { person { name ...F } } fragment F on Person { ...G } fragment G on Person { phone @include(if: $n) }';
    const { text } = ask({ source, table: tableWith(['Person.phone']), variables: { n: true } });
    expect(text).toBe('{\n  person {\n    name\n  }\n}');
  });

  it('cuts only the named operation', () => {
    const source = 'query A { person { phone } } query B { person { name } }';
    const table = tableWith(['Person.phone']);
    expect(ask({ source, table, operationName: 'B' }).errors).toBeUndefined();
    expect(
      ask({
        source: 'query A { person { phone name } } query B { place { city } }',
        table,
        operationName: 'A',
      }).text,
    ).not.toContain('B');
  });

  it('lets introspection stand', () => {
    const answer = ask({
      source: '{ __schema { queryType { name } } person { phone __typename } }',
      table: tableWith(['Person.phone']),
    });
    expect(entries(answer.data)).toEqual([
      ['__schema', [['queryType', [['name', 'Query']]]]],
      [
        'person',
        [
          ['phone', null],
          ['__typename', 'Person'],
        ],
      ],
    ]);
  });

  it('leaves alone what depends on the object: the subgraph decides that', () => {
    const answer = ask({
      source: '{ person { phone } }',
      table: tableWith([], { 'Person.phone': 'bank.claim' }),
      caller: callerWith({ branch: '00001' }),
    });
    expect(answer.same).toBe(true);
  });
});

describe('plans of cut operations', () => {
  const source = '{ person { name phone } }';

  it('have a key of what is left, so that no caller runs the plan of another, in either order (pitfall 1)', () => {
    const [open, closed] = [tableWith([]), tableWith(['Person.phone'])];
    const document = parse(source);
    const keyFor = (table: AccessTable): string => {
      const cut = cutOperation({ document, variables: {}, schema, table, caller: staff });
      return cut.kind === 'cut' ? cut.key : 'rejected';
    };
    const keys = [keyFor(open), keyFor(closed), keyFor(open), keyFor(closed)];
    expect(new Set(keys).size).toBe(2);
    expect([keys[0], keys[1]]).toEqual([keys[2], keys[3]]);
    expect(keys[1]).toBe(ask({ source: '{ person { name } }', table: open }).key);
  });

  it('are found again for callers with the same rights and for no others', () => {
    const table = tableWith(['Person.phone'], {});
    const document = parse('{ person { name } place { city } }');
    const cutFor = (caller: Caller) => {
      const cut = cutOperation({ document, variables: {}, schema, table, caller });
      return cut.kind === 'cut' ? cut.document : undefined;
    };
    expect(cutFor(callerWith({ subject: 'a', roles: ['staff'] }))).toBe(
      cutFor(callerWith({ subject: 'b', roles: ['staff'] })),
    );
    expect(cutFor(callerWith({ roles: ['owner'] }))).toBeUndefined();
  });

  it('tell two operations of one document apart', () => {
    const text = 'query A { person { name } } query B { person { name } }';
    expect(ask({ source: text, table: tableWith([]), operationName: 'A' }).key).not.toBe(
      ask({ source: text, table: tableWith([]), operationName: 'B' }).key,
    );
  });
});

describe('arguments', () => {
  const table = tableWith(['Query.find(by:)', 'Filter.secret']);

  it.each([
    ['a literal', '{ find(by: "x") { name } place { city } }', {}, 'Query.find(by:)'],
    [
      'a variable',
      'query ($x: String) { find(by: $x) { name } place { city } }',
      { x: 'y' },
      'Query.find(by:)',
    ],
    ['a default', 'query ($x: String = "y") { find(by: $x) { name } place { city } }', {}, 'Query.find(by:)'],
    ['a null', '{ find(by: null) { name } place { city } }', {}, 'Query.find(by:)'],
    ['a field of an input', '{ find(filter: { secret: "x" }) { name } place { city } }', {}, 'Filter.secret'],
    [
      'a field of a variable',
      'query ($f: Filter) { find(filter: $f) { name } place { city } }',
      { f: { inner: { secret: 'x' } } },
      'Filter.secret',
    ],
    [
      'a variable inside an input',
      'query ($x: String) { find(filter: { inner: { secret: $x } }) { name } place { city } }',
      { x: 'y' },
      'Filter.secret',
    ],
  ])('are denied like their field, given by %s', (_, source, variables, coordinate) => {
    const answer = ask({ source, table, variables });
    expect(answer.resolved).not.toContain('Query.find');
    expect(answer.errors).toEqual([{ path: 'find', code: 'ARGUMENT_ACCESS_DENIED', coordinate }]);
    expect(entries(answer.data)).toEqual([
      ['find', null],
      ['place', [['city', 'c']]],
    ]);
  });

  it('are fine where they are not given: one document, two answers', () => {
    const source = 'query ($x: String, $f: Filter) { find(by: $x, filter: $f) { name } place { city } }';
    const document = parse(source);
    const cut = (variables: Record<string, unknown>) => {
      const result = cutOperation({ document, variables, schema, table, caller: staff });
      return result.kind === 'cut' && result.document === document;
    };
    expect([cut({}), cut({ x: 'y' }), cut({ f: { open: 'z' } }), cut({ f: { secret: 'z' } })]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it('need the right to read the datum whole: a masked one is refused', () => {
    const answer = ask({
      source: '{ find(by: "x") { name } place { city } }',
      table: tableWith([], { 'Query.find(by:)': 'user.financial' }),
    });
    expect(answer.errors?.map(({ code }) => code)).toEqual(['ARGUMENT_ACCESS_DENIED']);
  });
});

describe('operations refused as a whole', () => {
  it('are queries of which nothing is left', () => {
    const table = tableWith(['Query.person', 'Query.place']);
    const denied = { rejected: { code: 'OPERATION_ACCESS_DENIED', scopes: [] } };
    expect(ask({ source: '{ person { name } a: place { city } __typename }', table })).toEqual(denied);
    expect(
      ask({
        source: '{ person { name } named @include(if: false) { next { next { __typename } } } }',
        table,
      }),
    ).toEqual(denied);
    expect(
      ask({ source: '{ person { name } named { next { __typename } } }', table }).rejected,
    ).toBeUndefined();
  });

  it('are mutations of which anything is denied: nothing is executed', () => {
    const writer = callerWith({ scopes: ['write', 'places:read'] });
    const table = tableWith(['Person.phone']);
    expect(ask({ source: 'mutation { rename { name phone } }', table, caller: writer }).rejected?.code).toBe(
      'OPERATION_ACCESS_DENIED',
    );
    expect(ask({ source: 'mutation { rename { name } }', table, caller: writer }).errors).toBeUndefined();
    expect(ask({ source: 'mutation { rename { name } }', table }).rejected).toEqual({
      code: 'OPERATION_ACCESS_DENIED',
      scopes: ['write'],
    });
  });

  it('are those of a partner who asks beyond their rights, naming the scopes that lack', () => {
    const partner = callerWith({ roles: ['partner:one'] });
    const source = '{ person { name } place { city } }';
    expect(ask({ source, table: tableWith([]), caller: partner }).rejected).toEqual({
      code: 'OPERATION_ACCESS_DENIED',
      scopes: ['places:read'],
    });
    expect(
      ask({ source: '{ person { name } }', table: tableWith([]), caller: partner }).errors,
    ).toBeUndefined();
  });
});

describe('the purpose of an operation', () => {
  const identity = (purposes: string[]) => ({ subject: 's', clientId: 'c', roles: [], scopes: [], purposes });

  it('is the only one of the token, or the one that the header picks', () => {
    expect(choosePurpose(identity(['work']), undefined).purpose).toBe('work');
    expect(choosePurpose(identity(['work', 'other']), ' other ').purpose).toBe('other');
  });

  it.each([
    ['none was picked of several', ['work', 'other'], undefined, 'PURPOSE_REQUIRED'],
    ['the token does not allow it', ['work'], 'other', 'PURPOSE_NOT_ALLOWED'],
    ['the token allows none', [], undefined, 'PURPOSE_NOT_ALLOWED'],
  ])('is refused where %s', (_, purposes, header, code) => {
    expect(() => choosePurpose(identity(purposes), header)).toThrow(
      expect.objectContaining({ code }) as Error,
    );
  });
});

describe('the list of masked fields', () => {
  it('gathers the coordinates of all subgraphs once, and nothing that is no coordinate', () => {
    const answers = [
      { access: { masked: ['Account.iban', 'Card.maskedNumber'] } },
      undefined,
      { access: { masked: ['Account.iban', 7, 'FR76 3000', null] } },
      { access: {} },
    ];
    expect(maskedFields(answers)).toEqual(['Account.iban', 'Card.maskedNumber']);
  });
});
