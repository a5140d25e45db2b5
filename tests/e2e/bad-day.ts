import type { Answered } from '../harness/hub';

/** A query about one claim. @param fields what it asks beside what our own store and the document store hold. */
export const query = (
  fields: string,
): string => `query Some($number: String!) { claimByNumber(number: $number) {
  number status
  ${fields}
  documents(first: 2) { edges { node { label } } }
  survey { nps }
} }`;

/** What an adviser is never shown, on good days and bad ones. */
export const DENIED = expect.objectContaining({
  path: ['claimByNumber', 'customer', 'nationalId'],
  extensions: { code: 'FIELD_ACCESS_DENIED', coordinate: 'Customer.nationalId' },
}) as unknown;
/** The claim that is asked about. */
export const FIRST = { number: 'RC-2026-0000001' };

/** What went wrong, beside what is never shown. */
export const failures = ({ body }: Answered) =>
  (body.errors ?? []).filter(({ extensions }) => extensions.code !== 'FIELD_ACCESS_DENIED');

/** Whatever one answer shows, the other shows too: a bad day widens nothing. */
function isWithin(shown: unknown, whole: unknown): boolean {
  if (shown === null || shown === whole) return true;
  if (typeof shown !== 'object' || typeof whole !== 'object' || whole === null) return false;
  return Object.entries(shown).every(([key, value]) =>
    isWithin(value, (whole as Readonly<Record<string, unknown>>)[key]),
  );
}

/** The answer on a bad day: right code, nothing else affected, nothing more shown, nothing of the system told. */
export function expectBad(
  answer: Answered,
  good: Answered,
  { source, code, missing }: { source: string; code: string; missing: readonly string[] },
): void {
  const { data, extensions } = answer.body;
  const errors = failures(answer);
  expect(answer.status).toBe(200);
  expect(errors.length).toBeGreaterThan(0);
  for (const error of errors) expect(error.extensions).toMatchObject({ code, source });
  expect(JSON.stringify(answer.body)).not.toMatch(/127\.0\.0\.1|Exception|ECONN|BNQ|CPT_NUM|select|wsse/i);
  const denied = good.body.errors ?? [];
  expect(answer.body.errors?.filter((error) => !errors.includes(error))).toEqual(denied);
  for (const field of Object.keys(data.claimByNumber).filter((each) => !missing.includes(each))) {
    expect([field, data.claimByNumber[field]]).toEqual([field, good.body.data.claimByNumber[field]]);
  }
  expect(isWithin(data, good.body.data)).toBe(true);
  expect(extensions?.access?.masked ?? []).toEqual(
    missing.includes('account') ? [] : (good.body.extensions?.access?.masked ?? []),
  );
  for (const [name, use] of Object.entries(extensions?.sources ?? {})) {
    if (name !== source) expect([name, use.errors]).toEqual([name, 0]);
  }
}
