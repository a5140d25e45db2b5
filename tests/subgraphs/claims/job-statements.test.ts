import { getConstructionPlans } from 'pg-boss';
import { statementsOf } from '../../../subgraphs/shared/jobs/statements';

describe('a text of several statements', () => {
  it('is taken apart at its semicolons, and not at those of literals, names, bodies and comments', () => {
    const body = 'create function f() returns int as $x$ begin; return 1; end; $x$ language sql';
    const text = `BEGIN; select ';', 'it''s; so' as "a;b" -- not; here\n; /* nor; here */ ${body};\nselect $1 / 2;COMMIT;`;
    expect(statementsOf(text)).toEqual([
      'BEGIN',
      `select ';', 'it''s; so' as "a;b"`,
      body,
      'select $1 / 2',
      'COMMIT',
    ]);
  });

  it('keeps every statement of the job library’s tables whole', () => {
    const statements = statementsOf(getConstructionPlans('jobs'));
    expect(statements.length).toBeGreaterThan(20);
    const unbalanced = statements.filter((each) => (each.match(/\$\$/g) ?? []).length % 2 !== 0);
    expect(unbalanced).toEqual([]);
    const words = /^(begin|commit|set|select|create|alter|insert|do|comment|grant|drop|update)\b/i;
    expect(statements.filter((each) => !words.test(each))).toEqual([]);
  });
});
