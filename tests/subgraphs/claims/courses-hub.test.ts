import { startTestHub, type TestHub } from '../../harness/hub';

describe('what hangs on a claim, by the hub’s policy', () => {
  let hub: TestHub;
  beforeAll(async () => {
    hub = await startTestHub({ mode: 'one process' });
  }, 240_000);
  afterAll(() => hub.close());

  const keyOf = async (): Promise<string> => {
    const found = await hub.ask('customer', '{ claimByNumber(number: "RC-2026-0000001") { id } }');
    return found.body.data.claimByNumber.id as string;
  };

  it('lets compliance hold a claim that it may not read, and nobody else', async () => {
    const hold =
      'mutation ($id: ID!) { placeLegalHold(claimId: $id, reason: "Assignation.", idempotencyKey: "hold-e2e-1") { held } }';
    const id = await keyOf();
    const held = await hub.ask('compliance', hold, { id });
    expect(held.body).toMatchObject({ data: { placeLegalHold: { held: true } } });
    expect(held.body.errors).toBeUndefined();
    const read = await hub.ask('compliance', '{ claimByNumber(number: "RC-2026-0000001") { status } }');
    expect(JSON.stringify(read.body.data ?? null)).not.toContain('status":"');
    for (const actor of ['adviser', 'customer', 'dpo', 'mediator']) {
      const refused = await hub.ask(actor, hold, { id });
      expect([actor, refused.status]).toEqual([actor, 403]);
    }
    expect((await hub.ask('dpo', '{ purgeReports { claims } }')).body.data).toEqual({ purgeReports: [] });
  });

  it('shows the claimant the way to the mediator, and staff what was told of clocks', async () => {
    const own = await hub.ask(
      'customer',
      '{ claimByNumber(number: "RC-2026-0000001") { mediation { reason eligibleUntil opinion } retention { purgeOn } deadlines { rule kind status } deadlineNotices { rule } } }',
    );
    expect(own.body.data.claimByNumber.mediation.reason).toEqual(expect.any(String));
    expect(own.body.data.claimByNumber.deadlineNotices).toBeNull();
    const staff = await hub.ask('adviser', '{ deadlineNotices(first: 3) { edges { node { rule } } } }');
    expect(staff.body.errors).toBeUndefined();
    expect(staff.body.data.deadlineNotices.edges).toEqual([]);
  });

  it('lets the mediator tell both parties and give an opinion on a claim that is there', async () => {
    const list = await hub.ask(
      'mediator',
      '{ claims(first: 1, filter: { status: [AT_MEDIATOR] }) { edges { node { id version status } } } }',
    );
    const { id, version } = list.body.data.claims.edges[0].node as { id: string; version: number };
    const notify =
      'mutation ($input: ChangeClaimInput!) { notifyMediationParties(input: $input) { result claim { mediation { opinionDueOn } } } }';
    const told = await hub.ask('mediator', notify, {
      input: { claimId: id, version, idempotencyKey: 'notify-e2e' },
    });
    expect(told.body.errors).toBeUndefined();
    expect(told.body.data.notifyMediationParties).toMatchObject({
      result: 'CHANGED',
      claim: { mediation: { opinionDueOn: expect.stringMatching(/^\d{4}-/) as unknown } },
    });
    const opinion =
      'mutation ($input: ChangeClaimInput!) { giveMediatorOpinion(input: $input, opinion: "Rembourser.") { result } }';
    const input = { claimId: id, version: version + 1, idempotencyKey: 'opinion-e2e' };
    expect((await hub.ask('customer', opinion, { input })).status).toBe(403);
    expect((await hub.ask('mediator', opinion, { input })).body.data).toEqual({
      giveMediatorOpinion: { result: 'CHANGED' },
    });
  });
});
