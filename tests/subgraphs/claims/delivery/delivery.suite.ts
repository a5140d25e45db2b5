import { createSmtpDispatch } from '../../../../adapters/smtp';
import { type MailServer, startMailServer } from '../../../../mocks/mail/mail-server';
import { SourceUnavailable } from '../../../../schema/kernel/source-errors';
import type { CustomerContacts } from '../../../../schema/ports/customer-contacts';
import type { SqlStore } from '../../../../schema/ports/store';
import { subgraph } from '../../../../subgraphs/claims';
import { createEmailCarrier } from '../../../../subgraphs/claims/answering/delivery/email';
import { handOverDue } from '../../../../subgraphs/claims/answering/delivery/hand-over';
import { loadDeliveryRules } from '../../../../subgraphs/claims/answering/delivery/rules';
import { killable, Killed, type Kill } from '../../outbox/killable';
import {
  createTestClock,
  customer,
  openSubgraph,
  type SubgraphBench,
  testIds,
} from '../../shared/subgraph-bench';
import { adviser, type Desk, officer, openDesk } from '../claim-desk';
import { PATIENCE_MS } from '../../../harness/patience-ms';

const ada = customer('000000000001');
const START = '2026-11-20T09:30:00.250Z';
const UPHELD = 'answer: { outcome: UPHELD, body: "Le paiement vous est remboursé.", language: FR }';
const DELIVERY = 'sentAnswers { text delivery { medium status reason at } }';

/** Answers on their way to the claimant by e-mail, over a socket. */
export function deliverySuite(name: string, open: () => Promise<SqlStore>): void {
  describe(`an answer by e-mail on ${name}`, () => {
    const clock = createTestClock(START);
    const rules = loadDeliveryRules();
    let store: SqlStore;
    let bench: SubgraphBench;
    let server: MailServer;
    let address: string | null | Error;
    const contacts: CustomerContacts = {
      emailOf: async () => {
        if (address instanceof Error) throw address;
        return address;
      },
      postalOf: async () => null,
    };

    beforeAll(async () => {
      store = await open();
      server = await startMailServer();
      bench = await openSubgraph(subgraph, store, clock);
    });
    beforeEach(async () => {
      await store.query('truncate claims.claim cascade');
      clock.set(START);
      server.behave({ kind: 'take' });
      address = 'ada@courriel.example';
    });
    afterAll(async () => {
      await store.close();
      await server.close();
    });

    const turn = (on: SqlStore = store, url = server.url): Promise<void> => {
      const dispatch = createSmtpDispatch({
        ...{ url, from: 'reponses@banque.example', encrypted: false },
        silenceMs: PATIENCE_MS,
      });
      const carrier = createEmailCarrier(dispatch, contacts, rules, testIds);
      return handOverDue(carrier, { store: on, clock, rules, random: () => 0.5 });
    };
    const later = (minutes: number): void =>
      clock.set(new Date(clock.now().getTime() + minutes * 60_000).toISOString());
    const sent = async (medium = 'EMAIL'): Promise<Desk> => {
      const claim = await openDesk(bench, store);
      await claim.does(adviser, 'draftAnswer', UPHELD);
      expect((await claim.does(adviser, 'sendAnswer', `, medium: ${medium}`)).errors).toEqual([]);
      return claim;
    };
    const delivery = async (claim: Desk) => {
      const [answer] = (await claim.sees(ada, DELIVERY)).at('claim.sentAnswers') as { delivery: object }[];
      return answer?.delivery;
    };
    const undelivered = async () =>
      (await bench.ask(officer, '{ undeliveredAnswers(first: 5) { edges { node { number } } } }')).at(
        'undeliveredAnswers.edges.*.node.number',
      );

    it('is kept with its answer, handed over once, and says so', async () => {
      const claim = await sent();
      expect(await delivery(claim)).toEqual({ medium: 'EMAIL', status: 'PENDING', reason: null, at: START });
      const before = server.taken.length;
      await turn();
      later(120);
      await turn();
      expect(server.taken).toHaveLength(before + 1);
      expect(await delivery(claim)).toMatchObject({ status: 'HANDED_OVER', reason: null, at: START });
      const mail = server.taken.at(-1);
      expect(mail?.to).toEqual(['ada@courriel.example']);
      const head = mail?.source.split('\r\n\r\n')[0] ?? '';
      expect(head).not.toContain(claim.number);
      expect(head).toContain('Content-Language: fr');
    });

    it('that is a message of the claim is there at once', async () => {
      const claim = await sent('SECURE_MESSAGE');
      expect(await delivery(claim)).toMatchObject({ medium: 'SECURE_MESSAGE', status: 'HANDED_OVER' });
    });

    it.each([
      ['the mail server is down', async () => turn(store, 'smtp://127.0.0.1:1')],
      [
        'the mail server takes nothing now',
        async () => {
          server.behave({ kind: 'recipient', code: 451 });
          await turn();
        },
      ],
      [
        'the customer file does not answer',
        async () => {
          address = new SourceUnavailable('customer-file');
          await turn();
        },
      ],
    ])('waits and is tried again: %s', async (_why, attempt) => {
      const claim = await sent();
      const before = server.taken.length;
      await attempt();
      expect(await delivery(claim)).toMatchObject({ status: 'PENDING', reason: null });
      expect(server.taken).toHaveLength(before);
      server.behave({ kind: 'take' });
      address = 'ada@courriel.example';
      await turn();
      expect(server.taken).toHaveLength(before);
      later(2);
      await turn();
      expect(await delivery(claim)).toMatchObject({ status: 'HANDED_OVER' });
      expect(server.taken).toHaveLength(before + 1);
    });

    it.each([
      ['ADDRESS_REFUSED', () => server.behave({ kind: 'recipient', code: 550 })],
      ['MESSAGE_REFUSED', () => server.behave({ kind: 'message', code: 554 })],
      ['NO_ADDRESS', () => void (address = null)],
    ])('that fails for good is somebody’s work: %s; another medium is chosen once', async (reason, spoil) => {
      const claim = await sent();
      spoil();
      await turn();
      expect(await delivery(claim)).toMatchObject({ status: 'FAILED', reason });
      expect(await undelivered()).toEqual([claim.number]);
      expect((await claim.does(officer, 'deliverAnswerAgain', ', medium: LETTER')).errors).toEqual([]);
      expect(await delivery(claim)).toMatchObject({ medium: 'LETTER', status: 'PENDING' });
      expect(await undelivered()).toEqual([]);
      expect((await claim.does(officer, 'deliverAnswerAgain', ', medium: LETTER')).errors).toEqual([
        'deliverAnswerAgain INVALID_STATE',
      ]);
    });

    it('whose connection is cut once the server has it is not known, and goes again under the same number', async () => {
      const claim = await sent();
      const before = server.taken.length;
      server.behave({ kind: 'cut' });
      await turn();
      expect(await delivery(claim)).toMatchObject({ status: 'UNKNOWN', at: START });
      later(2);
      await turn(store, 'smtp://127.0.0.1:1');
      // That it was not taken this time says nothing of the time before.
      expect(await delivery(claim)).toMatchObject({ status: 'UNKNOWN' });
      server.behave({ kind: 'take' });
      later(60);
      await turn();
      expect(await delivery(claim)).toMatchObject({ status: 'HANDED_OVER' });
      const numbers = server.taken
        .slice(before)
        .map(({ source }) => /^Message-ID: (.*)$/im.exec(source)?.[1]);
      expect(numbers).toHaveLength(2);
      expect(new Set(numbers).size).toBe(1);
    });

    it('is given up after the days of the rules, and not before', async () => {
      const claim = await sent();
      later(rules.giveUpAfterDays * 24 * 60 - 1);
      await turn(store, 'smtp://127.0.0.1:1');
      expect(await delivery(claim)).toMatchObject({ status: 'PENDING' });
      later(2);
      await turn(store, 'smtp://127.0.0.1:1');
      expect(await delivery(claim)).toMatchObject({ status: 'FAILED', reason: 'GIVEN_UP' });
    });

    it('is handed over once by several processes at once', async () => {
      await sent();
      await sent();
      const before = server.taken.length;
      await Promise.all([turn(), turn(), turn()]);
      expect(server.taken).toHaveLength(before + 2);
    });

    it('of somebody who is no customer goes to the address that they gave', async () => {
      const claim = await sent();
      await store.query(
        `update claims.claim set claimant = '{"name":"X","email":"eve@courriel.example","address":null,"mandate":null}'
          where number = $1`,
        [claim.number],
      );
      address = new Error('nobody asks for it');
      await turn();
      expect(server.taken.at(-1)?.to).toEqual(['eve@courriel.example']);
    });

    it('is never lost, wherever the process that hands it over dies, and arrives under one number', async () => {
      for (const when of ['before', 'after'] as const) {
        for (let at = 0; ; at += 1) {
          const claim = await sent();
          const before = server.taken.length;
          const kill: Kill = { steps: 0, dead: false };
          const mortal: SqlStore = { ...store, query: killable(store, kill, at, when).query };
          await turn(mortal).catch((error: unknown) => expect(error).toBeInstanceOf(Killed));
          if (!kill.dead) break;
          expect(await delivery(claim)).toMatchObject({
            status: expect.stringMatching(/PENDING|UNKNOWN|HANDED_OVER/) as string,
          });
          later(60);
          await turn();
          expect(await delivery(claim)).toMatchObject({ status: 'HANDED_OVER' });
          const numbers = server.taken
            .slice(before)
            .map(({ source }) => /^Message-ID: (.*)$/im.exec(source)?.[1]);
          expect(numbers.length).toBeGreaterThan(0);
          expect(new Set(numbers).size).toBe(1);
        }
      }
    });
  });
}
