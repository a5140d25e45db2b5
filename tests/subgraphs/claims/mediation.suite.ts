import type { Caller } from '../../../schema/kernel/caller';
import type { SqlStore } from '../../../schema/ports/store';
import { importClaims, subgraph } from '../../../subgraphs/claims';
import { sweepClocks } from '../../../subgraphs/claims/deadlines/clock-sweep';
import { loadDeadlineRules } from '../../../subgraphs/claims/deadlines/rules';
import { createTestClock, customer, openSubgraph, staff, type SubgraphBench } from '../shared/subgraph-bench';
import { importedClaim } from './claim-rows';

const ada = customer('000000000001');
const adviser = staff('handler_l1', 'A000001', '00101');
const officer = staff('handler_l2', 'S000001', '00900');
const mediator = staff('mediator', 'M000001', '00000');

const SHOWN = `result claim { status level version
  mediation { eligible eligibleFrom eligibleUntil reason referredAt notifiedAt opinionDueOn opinion bankFollows followUpReason }
  holdingReply { sentAt reason latestOn } deadlines { rule dueOn status } timeline { type actor reason } messages { edges { node { text } } } }`;

/** A claim's holding reply, and its way through the mediator. */
export function mediationSuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`holding replies and mediation on ${name}`, () => {
    const clock = createTestClock('2026-05-04T09:00:00Z');
    let store: SqlStore;
    let bench: SubgraphBench;
    let count = 0;

    beforeAll(async () => {
      store = await open();
      bench = await openSubgraph(subgraph, store, clock);
    });
    afterAll(() => store.close());

    /** A letter of 30 April 2026 about a transfer, in the branch of the adviser. @returns its key. */
    async function letter(changes: Parameters<typeof importedClaim>[1] = {}): Promise<string> {
      const at = '2026-04-30T08:00:00.000Z';
      const filed = { at, type: 'FILED', channel: 'LETTER', actor: 'ADVISER', reason: null };
      const claim = importedClaim((count += 1), {
        ...{ product: 'TRANSFER', channel: 'LETTER', filedAt: at, receivedAt: at, events: [filed] },
        ...changes,
      });
      await importClaims(store, [claim]);
      return bench.ids.seal('clm', claim.number);
    }
    const change = (
      caller: Caller,
      mutation: string,
      claimId: string,
      version: number,
      more: Record<string, string | boolean> = {},
      key = `key-${String((count += 1)).padStart(8, '0')}`,
    ) => {
      const types: Record<string, string> = { latestOn: 'Date!', follows: 'Boolean!', reason: 'String' };
      const typeOf = (argument: string) =>
        argument === 'reason' && mutation === 'sendHoldingReply' ? 'String!' : (types[argument] ?? 'String!');
      const names = Object.keys(more);
      return bench.ask(
        caller,
        `mutation ($input: ChangeClaimInput!${names.map((each) => `, $${each}: ${typeOf(each)}`).join('')}) {
          ${mutation}(input: $input${names.map((each) => `, ${each}: $${each}`).join('')}) { ${SHOWN} } }`,
        { input: { claimId, version, idempotencyKey: key }, ...more },
      );
    };
    const holding = { reason: 'THIRD_PARTY', latestOn: '2026-06-10', text: 'Nous attendons l’autre banque.' };

    it('keeps the latest day of a holding reply, writes to the claimant, and holds the bank to it', async () => {
      const id = await letter();
      const answer = await change(adviser, 'sendHoldingReply', id, 1, holding);
      expect(answer.errors).toEqual([]);
      expect(answer.at('sendHoldingReply.claim.holdingReply')).toEqual({
        sentAt: '2026-05-04T09:00:00.000Z',
        reason: 'THIRD_PARTY',
        latestOn: '2026-06-10',
      });
      expect(answer.at('sendHoldingReply.claim.deadlines')).toEqual(
        expect.arrayContaining([
          { rule: 'PAYMENT_ANSWER', dueOn: '2026-05-21', status: 'MET' },
          { rule: 'HOLDING_PROMISE', dueOn: '2026-06-10', status: 'RUNNING' },
        ]),
      );
      expect(answer.at('sendHoldingReply.claim.messages.edges.0.node.text')).toBe(holding.text);
      const second = await change(adviser, 'sendHoldingReply', id, 2, holding);
      expect(second.errors).toEqual(['sendHoldingReply INVALID_STATE']);
    });

    it('takes no later day than the law allows, none that is over, and no reason of one’s own', async () => {
      const id = await letter();
      const asked = (more: object) => change(adviser, 'sendHoldingReply', id, 1, { ...holding, ...more });
      expect((await asked({ latestOn: '2026-06-16' })).messages).toEqual([
        expect.stringContaining('2026-06-15') as unknown as string,
      ]);
      expect((await asked({ latestOn: '2026-05-03' })).errors).toEqual(['sendHoldingReply BAD_USER_INPUT']);
      expect((await asked({ reason: 'NO_TIME' })).errors).toEqual(['sendHoldingReply BAD_USER_INPUT']);
      expect((await asked({ latestOn: '2026-06-15' })).errors).toEqual([]);
    });

    it('takes the same key for another day for another request', async () => {
      const id = await letter();
      expect((await change(adviser, 'sendHoldingReply', id, 1, holding, 'same-key-1')).errors).toEqual([]);
      const other = { ...holding, latestOn: '2026-06-11' };
      expect((await change(adviser, 'sendHoldingReply', id, 1, other, 'same-key-1')).errors).toEqual([
        'sendHoldingReply IDEMPOTENCY_KEY_REUSED',
      ]);
    });

    it('lists what was told of clocks to those who handle the claim, and to nobody of another branch', async () => {
      await store.query('truncate claims.claim cascade');
      const id = await letter({ branch: '00101' });
      clock.set('2026-05-22T09:00:00Z');
      await sweepClocks(store, loadDeadlineRules(), clock);
      const query =
        '{ deadlineNotices(first: 1, breachesOnly: true) { edges { node { rule stage dueOn noticedAt claim { id } } } pageInfo { hasNextPage endCursor } } }';
      const page = await bench.ask(adviser, query);
      const notice = {
        ...{
          rule: 'PAYMENT_ANSWER',
          stage: 'BREACH',
          dueOn: '2026-05-21',
          noticedAt: '2026-05-22T09:00:00.000Z',
        },
        claim: { id },
      };
      expect(page.at('deadlineNotices.edges.*.node')).toEqual([notice]);
      const next = query.replace(
        'first: 1',
        `first: 1, after: "${String(page.at('deadlineNotices.pageInfo.endCursor'))}"`,
      );
      expect((await bench.ask(adviser, next)).at('deadlineNotices.edges.*.node.rule')).toEqual([
        'ACKNOWLEDGEMENT',
      ]);
      const elsewhere = staff('handler_l1', 'A000009', '00202');
      expect((await bench.ask(elsewhere, query)).at('deadlineNotices.edges')).toEqual([]);
      const own = await bench.ask(adviser, `{ claim(id: "${id}") { deadlineNotices { rule stage } } }`);
      expect(own.at('claim.deadlineNotices')).toHaveLength(2);
      clock.set('2026-05-04T09:00:00Z');
    });

    it('goes from the referral over notices and opinion to what the bank does, each once and by whom it is for', async () => {
      const id = await letter();
      expect((await change(ada, 'referToMediator', id, 1)).errors).toEqual(['referToMediator INVALID_STATE']);
      clock.set('2026-05-22T09:00:00Z'); // Fifteen working days are over.
      const unseen = await bench.ask(mediator, `{ claim(id: "${id}") { status } }`);
      expect(unseen.errors).toEqual(['claim NOT_FOUND']);
      const referred = await change(ada, 'referToMediator', id, 1);
      expect(referred.errors).toEqual([]);
      expect(referred.at('referToMediator.claim')).toMatchObject({
        status: 'AT_MEDIATOR',
        level: 'MEDIATOR',
        mediation: {
          eligible: false,
          reason: 'REFERRED',
          referredAt: '2026-05-22T09:00:00.000Z',
          opinionDueOn: null,
        },
      });
      const early = await change(mediator, 'giveMediatorOpinion', id, 2, { opinion: 'Rembourser.' });
      expect(early.errors).toEqual(['giveMediatorOpinion INVALID_STATE']);
      clock.set('2026-05-25T09:00:00Z');
      const notified = await change(mediator, 'notifyMediationParties', id, 2);
      expect(notified.at('notifyMediationParties.claim.mediation')).toMatchObject({
        notifiedAt: '2026-05-25T09:00:00.000Z',
        opinionDueOn: '2026-08-23',
      });
      const again = await change(mediator, 'notifyMediationParties', id, 3);
      expect(again.errors).toEqual(['notifyMediationParties INVALID_STATE']);
      const opinion = await change(mediator, 'giveMediatorOpinion', id, 3, {
        opinion: 'Rembourser la moitié.',
      });
      expect(opinion.errors).toEqual([]);
      const silent = await change(officer, 'followUpMediation', id, 4, { follows: false });
      expect(silent.errors).toEqual(['followUpMediation BAD_USER_INPUT']);
      const followed = await change(officer, 'followUpMediation', id, 4, {
        follows: false,
        reason: 'Prescription.',
      });
      expect(followed.errors).toEqual([]);
      expect(followed.at('followUpMediation.claim.mediation')).toMatchObject({
        opinion: 'Rembourser la moitié.',
        bankFollows: false,
        followUpReason: 'Prescription.',
      });
      expect(followed.at('followUpMediation.claim.timeline.*.type')).toEqual([
        'FILED', 'REFERRED_TO_MEDIATOR', 'MEDIATOR_NOTIFIED', 'MEDIATOR_OPINION', 'MEDIATION_FOLLOWED_UP',
      ]); // prettier-ignore
      clock.set('2026-05-04T09:00:00Z');
    });

    it('takes over what an older tool had brought to the mediator', async () => {
      const filed = {
        at: '2026-04-30T08:00:00.000Z',
        type: 'FILED',
        channel: 'LETTER',
        actor: 'CUSTOMER',
        reason: null,
      };
      const referral = {
        ...filed,
        at: '2026-05-03T08:00:00.000Z',
        type: 'REFERRED_TO_MEDIATOR',
        channel: null,
      };
      const id = await letter({ status: 'AT_MEDIATOR', level: 'MEDIATOR', events: [filed, referral] });
      const notified = await change(mediator, 'notifyMediationParties', id, 1);
      expect(notified.errors).toEqual([]);
      expect(notified.at('notifyMediationParties.claim.mediation')).toMatchObject({
        referredAt: '2026-05-03T08:00:00.000Z',
        notifiedAt: '2026-05-04T09:00:00.000Z',
        opinionDueOn: '2026-08-02',
      });
    });

    it('tells on a claim’s version, and changes nothing, where somebody was quicker', async () => {
      clock.set('2026-05-22T09:00:00Z');
      const id = await letter();
      const answer = await change(ada, 'referToMediator', id, 7);
      expect(answer.at('referToMediator.result')).toBe('VERSION_CONFLICT');
      expect(answer.at('referToMediator.claim.status')).toBe('FILED');
      expect(answer.at('referToMediator.claim.mediation')).toMatchObject({
        eligible: true,
        referredAt: null,
      });
      clock.set('2026-05-04T09:00:00Z');
    });
  });
}
