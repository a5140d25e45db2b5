import { identityFrom } from '../../gateway/auth/identity';

const identityOf = (...authorization_details: object[]) =>
  identityFrom({ sub: 's', client_id: 'c', jti: 'j', authorization_details });

describe('what a token’s authorization details say', () => {
  const purpose = { type: 'claims_hub_purpose', purposes: ['complaint_handling'] };

  it('mandates of customers, for all that is theirs or for one claim', () => {
    const one = { type: 'claims_hub_mandate', customer_number: '000000000001' };
    const other = { ...one, claim_number: 'RC-2026-0000001' };
    expect(identityOf(purpose, one, other)).toMatchObject({
      purposes: ['complaint_handling'],
      mandates: [
        { customerNumber: '000000000001' },
        { customerNumber: '000000000001', claimNumber: 'RC-2026-0000001' },
      ],
    });
    expect(identityOf(purpose)).not.toHaveProperty('mandates');
  });

  it('cases to which the token is limited: of several limits what all of them allow', () => {
    const cases = (...claims: string[]) => ({ type: 'claims_hub_cases', claims });
    const [first, second] = ['RC-2026-0000001', 'RC-2026-0000002'];
    expect(identityOf(cases(first, second))?.cases).toEqual([first, second]);
    expect(identityOf(cases(first, second), cases(second))?.cases).toEqual([second]);
    expect(identityOf(cases())?.cases).toEqual([]);
    expect(identityOf(purpose)).not.toHaveProperty('cases');
  });

  it('nothing of details that are meant for other services', () => {
    expect(identityOf({ type: 'payment_initiation', amount: '1' })).toMatchObject({ purposes: [] });
  });
});
