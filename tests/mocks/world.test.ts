import { execFile } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isValidIBAN } from 'ibantools';
import { addWorkingDays, dayOf, isWorkingDay, NOW } from '../../mocks/world/calendar';
import { ibanOf, luhnDigit, nirKey, ribKey } from '../../mocks/world/keys';
import type {
  ActorRecord,
  ClaimRecord,
  ClaimStatus,
  CustomerRecord,
  DocumentRecord,
  OrderRecord,
  SurveyRecord,
  TruthRecord,
} from '../../mocks/world/shapes';
import { WORLD, worldAccounts, worldCards, worldOperations } from '../subgraphs/accounts/world-ledger';

const ROOT = join(__dirname, '..', '..');

/** Runs the generator as its users do. @returns its exit code and what it said on stderr. */
function generate(...args: string[]): Promise<{ code: number; said: string }> {
  const command = ['--import', 'tsx', 'mocks/world/generate.ts', ...args];
  return new Promise((resolve) => {
    execFile(process.execPath, command, { cwd: ROOT }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), said: stdout + stderr }),
    );
  });
}

const read = <T>(file: string): T[] =>
  readFileSync(join(WORLD, file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

const customers = read<CustomerRecord>('customers.ndjson');
const claims = read<ClaimRecord>('claims.ndjson');
const surveys = read<SurveyRecord>('surveys.ndjson');
const documents = read<DocumentRecord>('documents.ndjson');
const orders = read<OrderRecord>('orders.ndjson');
const actors = JSON.parse(readFileSync(join(WORLD, 'actors.json'), 'utf8')) as ActorRecord[];

const byNumber = new Map(customers.map((each) => [each.numeroTiers, each]));
const accounts = new Map(worldAccounts.map((each) => [each.CPT_NUM, each]));
const operations = new Map(worldOperations.map((each) => [each.MVT_ID, each]));
const claimsByNumber = new Map(claims.map((each) => [each.number, each]));
const tally = <T>(list: readonly T[], key: (each: T) => string): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(list, key)].map(([name, group]) => [name, group.length]));

describe('the generator', () => {
  it('gives the same bytes in every run, and says what is stale', async () => {
    const out = mkdtempSync(join(tmpdir(), 'world-'));
    const [current, written] = await Promise.all([generate('--check'), generate('--out', out)]);
    expect([current, written]).toEqual([
      { code: 0, said: '' },
      { code: 0, said: '' },
    ]);
    const files = readdirSync(out).sort();
    expect(files).toEqual(readdirSync(WORLD).sort());
    for (const file of files)
      expect(readFileSync(join(out, file)).equals(readFileSync(join(WORLD, file)))).toBe(true);
    appendFileSync(join(out, 'cards.csv'), 'x');
    rmSync(join(out, 'surveys.ndjson'));
    expect(await generate('--check', '--out', out)).toEqual({
      code: 1,
      said: expect.stringMatching(/^stale: cards\.csv, surveys\.ndjson\./),
    });
    rmSync(out, { recursive: true });
  });

  it('explains itself', async () => {
    expect(await generate('--help')).toEqual({ code: 0, said: expect.stringContaining('--check') });
  });
});

describe('the demo world', () => {
  it('has the promised size, and stays small on disk', () => {
    expect(customers.length).toBeGreaterThanOrEqual(500);
    expect(worldAccounts.length).toBeGreaterThanOrEqual(900);
    expect(worldOperations.length).toBeGreaterThanOrEqual(20_000);
    expect(claims.length).toBeGreaterThanOrEqual(1_500);
    expect(surveys.filter(({ status }) => status === 'ANSWERED').length).toBeGreaterThanOrEqual(900);
    const bytes = readdirSync(WORLD).reduce((sum, file) => sum + statSync(join(WORLD, file)).size, 0);
    expect(bytes).toBeLessThan(8_500_000);
  });

  it('names everything once', () => {
    const unique = (names: readonly string[]): void => expect(new Set(names).size).toBe(names.length);
    unique(customers.map(({ numeroTiers }) => numeroTiers));
    unique(worldAccounts.map(({ CPT_NUM }) => CPT_NUM));
    unique(worldCards.map(({ CAR_ID }) => CAR_ID));
    unique(worldOperations.map(({ MVT_ID }) => MVT_ID));
    unique(claims.map(({ number }) => number));
    unique(surveys.map(({ id }) => id));
    unique(surveys.map(({ claimNumber }) => claimNumber));
    unique(documents.map(({ idDocument }) => idDocument));
    unique(orders.map(({ numeroOrdre }) => numeroOrdre));
    unique(orders.map(({ referenceExterne }) => referenceExterne));
  });

  it('has valid keys in every account number and national number', () => {
    for (const { CPT_BQE, CPT_GUI, CPT_NUM, CPT_CLE } of worldAccounts) {
      expect(CPT_CLE).toBe(ribKey(CPT_BQE, CPT_GUI, CPT_NUM));
      expect(isValidIBAN(ibanOf(CPT_BQE, CPT_GUI, CPT_NUM))).toBe(true);
    }
    const letters = worldAccounts.filter(({ CPT_NUM }) => /[A-Z]/.test(CPT_NUM));
    expect(letters.length).toBeGreaterThan(10);
    const numbered = customers.filter(({ nir }) => nir !== null);
    expect(numbered.length).toBeGreaterThan(300);
    for (const { nir, civilite, dateNaissance } of numbered) {
      expect(nir).toMatch(/^[12]\d{4}(\d\d|2[AB])\d{6}\d\d$/);
      expect(nir!.slice(13)).toBe(nirKey(nir!.slice(0, 13)));
      expect(nir!.startsWith('1')).toBe(civilite === '1');
      if (dateNaissance) expect(nir!.slice(1, 5)).toBe(dateNaissance.slice(6) + dateNaissance.slice(2, 4));
    }
    for (const { siren } of customers) {
      if (siren) expect(siren.slice(8)).toBe(luhnDigit(siren.slice(0, 8)));
    }
  });

  it('spells values the way the legacy systems do', () => {
    for (const each of customers) {
      expect(each.numeroTiers).toMatch(/^\d{12}$/);
      expect(each.codeAgence).toMatch(/^\d{5}$/);
      expect(each.telephone).toMatch(/^(\d\d(\.\d\d){4})?$/);
      for (const name of [each.nom, each.prenom, each.raisonSociale])
        if (name) expect(name).toMatch(/^[A-Z0-9' -]+$/);
      expect(each.adresse.lignes.length).toBeLessThanOrEqual(6);
      for (const line of each.adresse.lignes) expect(line).toMatch(/^[A-Z0-9' -]{0,38}$/);
    }
    for (const { MVT_LIB, MVT_ID } of worldOperations) {
      expect(MVT_LIB).toMatch(/^[A-Z0-9'/ -]{1,32}$/);
      expect(MVT_ID).toMatch(/^\d{16}$/);
    }
    for (const { CAR_PAN } of worldCards) expect(CAR_PAN).toMatch(/^\d{6}\*{6}\d{4}$/);
    for (const { idDocument } of documents) expect(idDocument).toHaveLength(20);
  });

  it('shows every kind of customer', () => {
    const some = (predicate: (each: CustomerRecord) => boolean): void =>
      expect(customers.filter(predicate).length).toBeGreaterThanOrEqual(5);
    some(({ typePersonne }) => typePersonne === 'M');
    some(({ dateFinRelation }) => dateFinRelation !== '9999-12-31');
    some(({ dateEntreeRelation }) => dateEntreeRelation === '0001-01-01');
    some(({ indicateurDeces }) => indicateurDeces === 'O');
    some(({ indicateurFragile }) => indicateurFragile === 'O');
    some(({ indicateurContentieux }) => indicateurContentieux === 'O');
    some(({ courriel }) => courriel === null);
    some(({ nir }) => nir === null);
    some(({ langue }) => langue !== 'F');
    const withAccount = new Set(worldAccounts.map(({ CPT_TIERS }) => CPT_TIERS));
    some(({ numeroTiers }) => !withAccount.has(numeroTiers));
    expect(new Set(customers.map(({ codeAgence }) => codeAgence)).size).toBeGreaterThanOrEqual(10);
    expect(worldAccounts.filter(({ CPT_TYP }) => CPT_TYP === '010').length).toBeGreaterThan(20);
  });

  it('joins: every reference leads somewhere, and to the same customer', () => {
    for (const { CPT_TIERS, CPT_GUI } of worldAccounts)
      expect(byNumber.get(CPT_TIERS)?.codeAgence).toBe(CPT_GUI);
    for (const { CAR_CPT } of worldCards) expect(accounts.has(CAR_CPT)).toBe(true);
    for (const { MVT_CPT } of worldOperations) expect(accounts.get(MVT_CPT)?.CPT_TOP).toBe(' ');
    for (const claim of claims) {
      expect(byNumber.get(claim.customerNumber)?.codeAgence).toBe(claim.branch);
      if (claim.accountNumber) {
        const account = accounts.get(claim.accountNumber);
        expect([account?.CPT_TIERS, account?.CPT_TOP]).toEqual([claim.customerNumber, ' ']);
      }
      if (claim.operationReference) {
        const operation = operations.get(claim.operationReference);
        expect(operation?.MVT_CPT).toBe(claim.accountNumber);
        expect(Number(operation?.MVT_MNT)).toBe(claim.disputedAmountCents);
        expect(operation!.MVT_HOR.slice(0, 10) <= dayOf(claim.filedAt)).toBe(true);
      }
    }
    for (const { claimNumber, customerNumber, branch } of surveys)
      expect(claimsByNumber.get(claimNumber)).toMatchObject({ customerNumber, branch });
    for (const { numeroDossier, numeroTiers, codeAgence, compteCredit } of orders) {
      expect(claimsByNumber.get(numeroDossier)).toMatchObject({
        customerNumber: numeroTiers,
        branch: codeAgence,
      });
      expect(accounts.get(compteCredit)?.CPT_TIERS).toBe(numeroTiers);
    }
    for (const { index } of documents) {
      const value = (name: string): string | undefined => index.find(({ nom }) => nom === name)?.valeur;
      expect(claimsByNumber.get(value('NUMDOSSIER')!)?.customerNumber).toBe(value('NUMTIERS'));
    }
  });

  it('stands still at its own today', () => {
    const instants = [
      ...claims.flatMap(({ filedAt, receivedAt, events, messages }) => [
        filedAt,
        receivedAt,
        ...events.map(({ at }) => at),
        ...messages.map(({ at }) => at),
      ]),
      ...surveys.flatMap(({ invitedAt, answeredAt }) => [invitedAt, answeredAt ?? invitedAt]),
    ];
    expect(instants.filter((each) => !(each <= NOW && each > '2024-11-')).length).toBe(0);
    const days = worldOperations.map(({ MVT_HOR }) => MVT_HOR).sort();
    expect([days[0]! >= '2024-11-21', days.at(-1)! < '2026-11-20']).toEqual([true, true]);
  });

  it('every posted payment order is booked in the ledger', () => {
    const booked = tally(
      worldOperations.filter(({ MVT_LIB }) => MVT_LIB.startsWith('REMB RECLAM ')),
      ({ MVT_CPT, MVT_LIB, MVT_MNT }) => `${MVT_CPT} ${MVT_LIB} ${(Number(MVT_MNT) / 100).toFixed(2)}`,
    );
    const posted = orders.filter(({ etat }) => etat === '20');
    expect(posted.length).toBeGreaterThan(500);
    expect(booked).toEqual(
      tally(posted, ({ compteCredit, numeroDossier, montant }) =>
        [compteCredit, 'REMB RECLAM', numeroDossier, montant].join(' '),
      ),
    );
  });
});

describe('claims', () => {
  /** The status that the last of a claim's events leaves. */
  const AFTER: Readonly<Record<string, ClaimStatus>> = {
    FILED: 'FILED',
    ACKNOWLEDGED: 'ACKNOWLEDGED',
    STARTED: 'IN_PROGRESS',
    INFORMATION_REQUESTED: 'WAITING_CUSTOMER',
    INFORMATION_RECEIVED: 'IN_PROGRESS',
    THIRD_PARTY_ASKED: 'WAITING_THIRD_PARTY',
    THIRD_PARTY_ANSWERED: 'IN_PROGRESS',
    ANSWERED: 'ANSWERED',
    CLOSED: 'CLOSED',
    REOPENED: 'REOPENED',
    WITHDRAWN: 'WITHDRAWN',
    REQUALIFIED: 'REQUALIFIED',
    MERGED: 'MERGED',
    REFERRED_TO_MEDIATOR: 'AT_MEDIATOR',
  };
  const filed = claims.filter(({ status }) => status !== 'DRAFT');
  const when = (claim: ClaimRecord, type: string): string | undefined =>
    claim.events.find((event) => event.type === type)?.at;

  it('are in every state, on every channel, for every reason', () => {
    const states = tally(claims, ({ status }) => status);
    expect(Object.keys(states).sort()).toEqual([...new Set(['DRAFT', ...Object.values(AFTER)])].sort());
    for (const count of Object.values(states)) expect(count).toBeGreaterThanOrEqual(4);
    expect(Object.keys(tally(claims, ({ channel }) => channel))).toHaveLength(8);
    expect(Object.keys(tally(claims, ({ motive }) => motive))).toHaveLength(15);
    expect(Object.keys(tally(claims, ({ capacity }) => capacity))).toHaveLength(6);
    expect(Object.keys(tally(claims, ({ level }) => level))).toHaveLength(3);
  });

  it('are in the state that their events say', () => {
    for (const claim of filed) {
      const last = claim.events.map(({ type }) => AFTER[type]).findLast((each) => each !== undefined);
      expect([claim.number, claim.status]).toEqual([claim.number, last]);
      const times = claim.events.map(({ at }) => at);
      expect(times).toEqual([...times].sort());
      expect(times[0]).toBe(claim.filedAt);
      const over = ['CLOSED', 'WITHDRAWN', 'REQUALIFIED', 'MERGED'].includes(claim.status);
      expect(claim.closedAt !== null).toBe(over);
      expect(claim.outcome !== null).toBe(last === 'ANSWERED' || last === 'CLOSED' || last === 'AT_MEDIATOR');
    }
  });

  it('arrive before they are registered, and are sent before they arrive', () => {
    for (const { channel, sentAt, receivedAt, filedAt } of claims) {
      expect(receivedAt <= filedAt).toBe(true);
      expect(sentAt !== null).toBe(channel === 'LETTER' || channel === 'EMAIL');
      if (sentAt) expect(sentAt < receivedAt).toBe(true);
    }
  });

  it('are acknowledged within ten working days, mostly', () => {
    const old = filed.filter(({ filedAt }) => filedAt < '2026-10-15');
    const late = old.filter((claim) => {
      const answer = when(claim, 'ACKNOWLEDGED') ?? when(claim, 'ANSWERED');
      const start = dayOf(claim.sentAt ?? claim.receivedAt);
      return answer === undefined || dayOf(answer) > addWorkingDays(start, 10);
    });
    expect(late.length / old.length).toBeGreaterThan(0.02);
    expect(late.length / old.length).toBeLessThan(0.15);
  });

  it('name the claim into which they were merged: older, of the same customer', () => {
    const merged = claims.filter(({ status }) => status === 'MERGED');
    for (const claim of merged) {
      const target = claimsByNumber.get(claim.events.at(-1)!.reason!);
      expect(target?.customerNumber).toBe(claim.customerNumber);
      expect(target!.filedAt < claim.filedAt).toBe(true);
    }
  });

  it('are described in two to five sentences, each in its own words', () => {
    for (const { description } of claims) {
      expect(description.length).toBeGreaterThan(40);
      expect(description.length).toBeLessThan(700);
      expect(description).not.toMatch(/[${}|]|undefined| {2}/);
    }
    expect(new Set(claims.map(({ description }) => description)).size / claims.length).toBeGreaterThan(0.97);
  });

  it('have staff of their own branch at the first level', () => {
    for (const { level, handledBy, branch, status } of claims) {
      if (status === 'FILED' || status === 'DRAFT') continue;
      expect(handledBy).toMatch(/^[AC]\d{6}$/);
      if (level === 'ADVISER') expect(handledBy!.slice(1, 6)).toBe(String(10_000 + Number(branch)));
    }
  });
});

describe('the truth about claims over fees', () => {
  const truth = read<TruthRecord>('claims-truth.ndjson');

  it('is known of each of them once, and of no other', () => {
    const filed = claims.filter(({ motive, status }) => motive === 'FEES_CONTESTED' && status !== 'DRAFT');
    expect(truth.map(({ claim }) => claim).sort()).toEqual(filed.map(({ number }) => number).sort());
  });

  it('has simple ones of every kind, and as many kinds that only look like them', () => {
    const simple = truth.filter((each) => each.simple);
    expect(simple.length).toBeGreaterThanOrEqual(100);
    for (const { owedCents } of simple) expect(owedCents).toBeGreaterThan(0);
    const lures = truth.filter((each) => !each.simple && each.kind !== 'AS_IT_COMES');
    expect(lures.length).toBeGreaterThanOrEqual(50);
    for (const { owedCents } of lures) expect(owedCents).toBe(0);
    expect(new Set(lures.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(15);
  });
});

describe('surveys', () => {
  it('follow an answer, and have scores exactly where they were answered', () => {
    for (const survey of surveys) {
      const claim = claimsByNumber.get(survey.claimNumber)!;
      expect(claim.events.some(({ type, at }) => type === 'ANSWERED' && at < survey.invitedAt)).toBe(true);
      const answered = survey.status === 'ANSWERED';
      expect([survey.answeredAt !== null, survey.nps !== null, survey.csat !== null]).toEqual(
        Array(3).fill(answered),
      );
      if (survey.status === 'EXPIRED') expect(survey.expiresAt < NOW).toBe(true);
      if (survey.status === 'INVITED') expect(survey.expiresAt > NOW).toBe(true);
      if (survey.answeredAt) expect(survey.answeredAt < survey.expiresAt).toBe(true);
    }
    const scores = surveys.flatMap(({ nps }) => nps ?? []);
    expect([Math.min(...scores), Math.max(...scores)]).toEqual([0, 10]);
  });
});

describe('the first customer', () => {
  const first = claimsByNumber.get('RC-2026-0000001')!;
  const adviser = actors.find(({ name }) => name === 'adviser')!;

  it('is the actor customer, and has the claim that demonstrations ask for', () => {
    expect(actors.find(({ name }) => name === 'customer')?.customerNumber).toBe('000000000001');
    expect(first).toMatchObject({
      customerNumber: '000000000001',
      motive: 'UNAUTHORISED_OPERATION',
      status: 'CLOSED',
      outcome: 'UPHELD',
      handledBy: adviser.staffNumber,
      branch: adviser.branch,
      disputedAmountCents: 14990,
    });
    expect(operations.get(first.operationReference!)?.MVT_COD).toBe('11');
    expect(surveys.find(({ claimNumber }) => claimNumber === first.number)).toMatchObject({
      status: 'ANSWERED',
      comment: expect.any(String),
    });
    expect(orders.find(({ numeroDossier }) => numeroDossier === first.number)).toMatchObject({
      typeOrdre: 'RBT',
      etat: '20',
      montant: '149.90',
    });
    const own = documents.filter(({ index }) => index[0]?.valeur === first.number);
    expect(own.length).toBeGreaterThanOrEqual(4);
    for (const { taille, contenu } of own) expect(taille).toBe(Buffer.byteLength(contenu));
  });

  it('has an open claim to write to and a survey to answer', () => {
    const own = claims.filter(({ customerNumber }) => customerNumber === '000000000001');
    expect(own.map(({ status }) => status)).toEqual(expect.arrayContaining(['WAITING_CUSTOMER', 'ANSWERED']));
    const waiting = surveys.filter(({ customerNumber }) => customerNumber === '000000000001');
    expect(waiting.map(({ status }) => status)).toEqual(expect.arrayContaining(['INVITED']));
  });
});

describe('actors', () => {
  it('are the nine of the development issuer, one of them with two purposes', () => {
    expect(actors.map(({ name }) => name)).toEqual([
      'customer',
      'adviser',
      'complaints-officer',
      'supervisor',
      'compliance',
      'dpo',
      'mediator',
      'partner-comparator',
      'partner-survey',
    ]);
    expect(actors.find(({ name }) => name === 'complaints-officer')?.purposes).toEqual([
      'complaint_handling',
      'fraud_prevention',
    ]);
    for (const { staffNumber = 'A000000' } of actors) expect(staffNumber).toMatch(/^[A-Z]\d{6}$/);
  });
});

describe('the French calendar', () => {
  it.each([
    ['2025-04-14', 10, '2025-04-26'],
    ['2025-12-19', 15, '2026-01-08'],
    ['2026-04-30', 35, '2026-06-15'],
    ['2026-07-10', 10, '2026-07-23'],
  ])('%s and %i working days is %s', (from, days, to) => expect(addWorkingDays(from, days)).toBe(to));

  it('knows holidays that move', () => {
    expect(['2026-04-06', '2026-05-14', '2026-05-25', '2026-11-01'].map(isWorkingDay)).toEqual(
      Array(4).fill(false),
    );
  });
});
