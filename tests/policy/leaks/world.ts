import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLines, readTable } from '../../../mocks/soap/data';
import { ibanOf, nirKey, ribKey } from '../../../mocks/world/keys';
import type {
  ActorRecord,
  ClaimRecord,
  CustomerRecord,
  DocumentRecord,
  OrderRecord,
  SurveyRecord,
} from '../../../mocks/world/shapes';
import { csv, json, ndjson } from '../../../mocks/world/write';
import { type Canaries, createCanaries, type Owner, type WorldRecord } from './canaries';

const DEMO = join(__dirname, '..', '..', '..', 'mocks', 'data');

/** A small world in which every personal value stands at one place only. */
export interface CanaryWorld {
  readonly canaries: Canaries;
  readonly actors: readonly ActorRecord[];
  readonly files: Readonly<Record<string, string>>;
  /** What customers asked for about the use of their data. */
  readonly standings: ReadonlyMap<string, NonNullable<Owner['standing']>>;
  /** What was written about requests of customers, each text at one place. */
  readonly requests: ReadonlyMap<string, RequestTexts>;
}

/** Free texts about what one customer asked for. */
export interface RequestTexts {
  readonly restriction: string;
  readonly restrictionEnd: string;
  readonly objection: string;
  readonly extension: string;
  readonly outcome: string;
}

type Row = Readonly<Record<string, string>>;

/** For how long after its end a claim is recent. */
const RECENT_MS = 90 * 86_400_000;

/** How many customers are taken over. */
const CUSTOMERS = 40;

/**
 * Makes it out of the demo world: some customers with everything that is theirs. Each record is written column by
 * column, so that a new column does not compile before somebody decided how it becomes unique.
 *
 * @param actors who may ask beside the demo world's own actors; their customer numbers are the demo world's.
 * @param otherwise which values to make otherwise: two worlds of one seed differ in those and in nothing else.
 */
export function createCanaryWorld(
  seed: number,
  actors: readonly ActorRecord[] = [],
  otherwise?: (place: string, record: WorldRecord) => boolean,
): CanaryWorld {
  const canaries = createCanaries(seed, otherwise);
  const demo = readDemo();
  const customers = chooseCustomers(demo);
  const numbers = new Set(customers.map(({ numeroTiers }) => numeroTiers));
  const claims = byOwner(demo.claims, ({ customerNumber }) => customerNumber, numbers, 2);
  const wantedAccounts = new Set(claims.flatMap(({ accountNumber }) => accountNumber ?? []));
  const accounts = byOwner(
    [...demo.accounts].sort((a, b) => rank(wantedAccounts, b.CPT_NUM) - rank(wantedAccounts, a.CPT_NUM)),
    ({ CPT_TIERS = '' }) => CPT_TIERS,
    numbers,
    2,
  ).filter(({ CPT_TOP }) => CPT_TOP?.trim() !== 'S');
  const accountNumbers = new Set(accounts.map(({ CPT_NUM = '' }) => CPT_NUM));
  const wantedOperations = new Set(claims.flatMap(({ operationReference }) => operationReference ?? []));
  const operations = byOwner(
    [...demo.operations].sort((a, b) => rank(wantedOperations, b.MVT_ID) - rank(wantedOperations, a.MVT_ID)),
    ({ MVT_CPT = '' }) => MVT_CPT,
    accountNumbers,
    3,
  );
  const operationNumbers = new Set(operations.map(({ MVT_ID = '' }) => MVT_ID));
  const cards = byOwner(demo.cards, ({ CAR_CPT = '' }) => CAR_CPT, accountNumbers, 2);
  const claimNumbers = new Set(claims.map(({ number }) => number));
  const documents = byOwner(demo.documents, numberOfClaim, claimNumbers, 2);
  const orders = byOwner(demo.orders, ({ numeroDossier }) => numeroDossier, claimNumbers, 2);
  const surveys = byOwner(demo.surveys, ({ claimNumber }) => claimNumber, claimNumbers, 1);

  const adviser = demo.actors.find(({ roles }) => roles.includes('handler_l1'));
  const handlerOf = (claim: ClaimRecord, index: number): string | null =>
    claim.branch !== adviser?.branch && index % 4 === 0 ? (adviser?.staffNumber ?? null) : claim.handledBy;
  const handlers = new Map(claims.map((claim, index) => [claim.number, handlerOf(claim, index)]));

  // Keys first: everything refers to them.
  const standings = new Map<string, NonNullable<Owner['standing']>>();
  const record = (name: string, owner: Owner): WorldRecord => ({
    name,
    owner: {
      ...owner,
      ...(typeof owner.customer === 'string' && {
        standing: standings.get(owner.customer) ?? NOTHING_ASKED,
        names: namesOf(owner.customer),
      }),
    },
  });
  const names = new Map<string, string[]>();
  /** Filled in once the customer is made. */
  function namesOf(customer: string): string[] {
    const known = names.get(customer) ?? [];
    names.set(customer, known);
    return known;
  }
  const renamed = new Map<string, string>();
  const rename = (old: string, make: (record: WorldRecord) => string, owner: Owner, kind: string): void =>
    void renamed.set(`${kind} ${old}`, make(record(`${kind} ${old}`, owner)));
  const now = (kind: string, old: string): string => renamed.get(`${kind} ${old}`) ?? old;
  for (const { numeroTiers, codeAgence } of customers)
    rename(
      numeroTiers,
      (of) => canaries.digits(12, 'customers.numeroTiers', of, true),
      { branch: codeAgence },
      'customer',
    );
  // Not the actors' own, who come first: they are looked at for other rules.
  customers.slice(4).forEach(({ numeroTiers }, at) => {
    if (at % 5 < 2)
      standings.set(now('customer', numeroTiers), { restricted: at % 5 === 0, objected: at % 5 === 1 });
  });
  const ownerOfClaim = (claim: ClaimRecord): Owner => ({
    customer: now('customer', claim.customerNumber),
    branch: claim.branch,
    handler: handlers.get(claim.number) ?? null,
    level: claim.level,
  });
  for (const claim of claims)
    rename(
      claim.number,
      (of) =>
        canaries.make(
          'claims.number',
          of,
          (digits) => `RC-2026-${digits(7)}`,
          (all) => all.slice(8),
          true,
        ),
      ownerOfClaim(claim),
      'claim',
    );
  const since = new Date(Date.now() - RECENT_MS).toISOString();
  /** Advisers may know of a customer while they handle a claim of theirs, and for some time after. */
  const handlersOf = (customer: string): readonly string[] =>
    claims
      .filter(({ customerNumber, closedAt }) => customerNumber === customer && (closedAt ?? '9') >= since)
      .flatMap(({ number }) => handlers.get(number) ?? []);
  const levelOf = (claimNumber: string): string | null =>
    claims.find(({ number }) => number === claimNumber)?.level ?? null;
  const ownerOfAccount = ({ CPT_TIERS = '', CPT_GUI = '' }: Row): Owner => ({
    customer: now('customer', CPT_TIERS),
    branch: CPT_GUI,
    handlers: handlersOf(CPT_TIERS),
  });
  for (const account of accounts)
    rename(
      account.CPT_NUM ?? '',
      (of) => canaries.digits(11, 'accounts.CPT_NUM', of, true),
      ownerOfAccount(account),
      'account',
    );
  const accountOf = (number = ''): Owner =>
    ownerOfAccount(accounts.find(({ CPT_NUM }) => CPT_NUM === number) ?? {});
  for (const { MVT_ID = '', MVT_CPT } of operations)
    rename(
      MVT_ID,
      (of) => canaries.digits(16, 'operations.MVT_ID', of, true),
      accountOf(MVT_CPT),
      'operation',
    );

  const requests = new Map<string, RequestTexts>();
  const people = new Map(customers.map((old) => [old.numeroTiers, customerOf(old)]));
  return {
    canaries,
    standings,
    requests,
    actors: [...demo.actors, ...actors].map((actor) => ({
      ...actor,
      ...(actor.customerNumber !== undefined && {
        customerNumber: now('customer', actor.customerNumber),
      }),
      ...(actor.mandates && {
        mandates: actor.mandates.map((mandate) => ({
          ...mandate,
          customerNumber: now('customer', mandate.customerNumber),
          ...(mandate.claimNumber !== undefined && { claimNumber: now('claim', mandate.claimNumber) }),
        })),
      }),
    })),
    files: {
      'customers.ndjson': ndjson([...people.values()]),
      'accounts.csv': csv(accounts.map(accountRow)),
      'cards.csv': csv(cards.map(cardRow)),
      'operations.csv': csv(operations.map(operationRow)),
      'documents.ndjson': ndjson(documents.map(documentOf)),
      'orders.ndjson': ndjson(orders.map(orderOf)),
      'claims.ndjson': ndjson(claims.map(claimOf)),
      'surveys.ndjson': ndjson(surveys.map(surveyOf)),
      'actors.json': '',
    },
  };

  function customerOf(old: CustomerRecord): CustomerRecord {
    const numeroTiers = now('customer', old.numeroTiers);
    const of = record(`customer ${old.numeroTiers}`, {
      customer: numeroTiers,
      branch: old.codeAgence,
      handlers: handlersOf(old.numeroTiers),
    });
    const word = (column: string): string => canaries.word(`customers.${column}`, of);
    const person = old.typePersonne === 'P';
    const birth = (): string =>
      canaries.make(
        'customers.dateNaissance',
        of,
        (digits) => {
          const [day, month, year] = [1 + (Number(digits(3)) % 28), 1 + (Number(digits(3)) % 12), digits(3)];
          return `${String(day).padStart(2, '0')}${String(month).padStart(2, '0')}1${9}${String(Number(year) % 90).padStart(2, '0')}`;
        },
        turned,
      );
    const nir = (): string =>
      canaries.make('customers.nir', of, (digits) => {
        const thirteen = `1${digits(12)}`;
        return `${thirteen}${nirKey(thirteen)}`;
      });
    const written = (column: string): string => `Motif : ${canaries.word(`privacy.${column}`, of)}`;
    requests.set(numeroTiers, {
      restriction: written('restriction.reason'),
      restrictionEnd: written('restriction.end_reason'),
      objection: written('objection.reason'),
      extension: written('request.extension_reason'),
      outcome: written('request.outcome_reason'),
    });
    const [nom, prenom] = person ? [word('nom'), word('prenom')] : [null, null];
    const raisonSociale = person ? null : word('raisonSociale');
    namesOf(numeroTiers).push(...[nom, prenom, raisonSociale].filter((each) => each !== null));
    return {
      numeroTiers,
      typePersonne: old.typePersonne,
      civilite: old.civilite,
      nom,
      prenom,
      dateNaissance: person ? birth() : '',
      nir: person ? nir() : null,
      ...(raisonSociale !== null && { raisonSociale, siren: canaries.digits(9, 'customers.siren', of) }),
      adresse: {
        lignes: [`${word('adresse')} RESIDENCE`, `12 RUE ${word('adresse')}`, `75011 ${word('adresse')}`],
        codePostal: '75011',
        codePays: old.adresse.codePays,
      },
      telephone: canaries.make(
        'customers.telephone',
        of,
        (digits) =>
          `06.${digits(8)
            .replace(/..(?=.)/g, '$&.')
            .replace(/^[39]/, '1')}`,
        (text) => text.slice(3),
      ),
      courriel: `${word('courriel').toLowerCase()}@courriel.example`,
      langue: old.langue,
      codeAgence: old.codeAgence,
      dateEntreeRelation: old.dateEntreeRelation,
      dateFinRelation: old.dateFinRelation,
      indicateurFragile: old.indicateurFragile,
      indicateurDeces: old.indicateurDeces,
      indicateurContentieux: old.indicateurContentieux,
      consentements: old.consentements,
    };
  }

  function accountRow(old: Row): object {
    const { CPT_NUM = '', CPT_BQE = '', CPT_GUI = '' } = old;
    const number = now('account', CPT_NUM);
    const of = record(`account ${CPT_NUM}`, ownerOfAccount(old));
    return {
      CPT_NUM: number,
      CPT_BQE,
      CPT_GUI,
      CPT_CLE: ribKey(CPT_BQE, CPT_GUI, number),
      CPT_TIERS: now('customer', old.CPT_TIERS ?? ''),
      CPT_TYP: old.CPT_TYP,
      CPT_DEV: old.CPT_DEV,
      CPT_SLD: amount('accounts.CPT_SLD', of),
      CPT_SNS: old.CPT_SNS,
      CPT_DTO: old.CPT_DTO,
      CPT_DTF: old.CPT_DTF,
      CPT_TOP: old.CPT_TOP,
    };
  }

  function cardRow(old: Row): object {
    const { CAR_ID = '', CAR_CPT = '' } = old;
    const of = record(`card ${CAR_ID}`, accountOf(CAR_CPT));
    return {
      CAR_ID: canaries.digits(12, 'cards.CAR_ID', of, true),
      CAR_CPT: now('account', CAR_CPT),
      CAR_PAN: canaries.make('cards.CAR_PAN', of, (digits) => `${digits(6)}******${digits(4)}`),
      CAR_TYP: old.CAR_TYP,
      CAR_EXP: old.CAR_EXP,
      CAR_OPP: old.CAR_OPP,
    };
  }

  function operationRow(old: Row): object {
    const { MVT_ID = '', MVT_CPT = '' } = old;
    const of = record(`operation ${MVT_ID}`, accountOf(MVT_CPT));
    return {
      MVT_ID: now('operation', MVT_ID),
      MVT_CPT: now('account', MVT_CPT),
      MVT_DTO: old.MVT_DTO,
      MVT_DTV: old.MVT_DTV,
      MVT_HOR: old.MVT_HOR,
      MVT_MNT: canaries.digits(7, 'operations.MVT_MNT', of),
      MVT_SNS: old.MVT_SNS,
      MVT_DEV: old.MVT_DEV,
      MVT_COD: old.MVT_COD,
      MVT_LIB: `VIR ${canaries.word('operations.MVT_LIB', of, 11)}`,
    };
  }

  function documentOf(old: DocumentRecord): DocumentRecord {
    const valueOf = (name: string): string | null =>
      old.index.find(({ nom }) => nom === name)?.valeur ?? null;
    const customer = valueOf('NUMTIERS');
    const of = record(`document ${old.idDocument}`, {
      customer: customer === null ? null : now('customer', customer),
      branch: valueOf('CODAGENCE'),
      handlers: handlersOf(customer ?? ''),
      level: levelOf(numberOfClaim(old)),
    });
    const text = canaries.word('documents.contenu', of);
    return {
      idDocument: canaries.make(
        'documents.idDocument',
        of,
        (digits) => `GED${digits(17)}`,
        (id) => id.slice(3),
        true,
      ),
      typeDocument: old.typeDocument,
      libelle: `Pièce ${canaries.word('documents.libelle', of)}`,
      dateDepot: old.dateDepot,
      formatMime: old.formatMime,
      taille: Buffer.byteLength(text),
      classeRetention: old.classeRetention,
      index: old.index.map(({ nom, valeur }) => ({
        nom,
        valeur:
          nom === 'NUMDOSSIER' ? now('claim', valeur) : nom === 'NUMTIERS' ? now('customer', valeur) : valeur,
      })),
      contenu: text,
    };
  }

  function orderOf(old: OrderRecord): OrderRecord {
    const of = record(`order ${old.numeroOrdre}`, {
      customer: now('customer', old.numeroTiers),
      branch: old.codeAgence,
      handlers: handlersOf(old.numeroTiers),
      level: levelOf(old.numeroDossier),
    });
    return {
      numeroOrdre: canaries.make(
        'orders.numeroOrdre',
        of,
        (digits) => `PAI${digits(9)}`,
        (id) => id.slice(3),
      ),
      referenceExterne: canaries.make(
        'orders.referenceExterne',
        of,
        (digits) => `RBT-${digits(10)}`,
        (id) => id.slice(4),
        true,
      ),
      typeOrdre: old.typeOrdre,
      etat: old.etat,
      montant: amount('orders.montant', of),
      devise: old.devise,
      compteCredit: now('account', old.compteCredit),
      numeroTiers: now('customer', old.numeroTiers),
      codeAgence: old.codeAgence,
      numeroDossier: now('claim', old.numeroDossier),
      dateCreation: old.dateCreation,
      dateExecution: old.dateExecution,
      libelleRejet: old.libelleRejet === null ? null : `REJET ${canaries.word('orders.libelleRejet', of)}`,
    };
  }

  function claimOf(old: ClaimRecord): ClaimRecord {
    const of = record(`claim ${old.number}`, ownerOfClaim(old));
    const word = (column: string): string => canaries.word(`claims.${column}`, of, 11).toLowerCase();
    const { accountNumber: account, operationReference: operation } = old;
    return {
      number: now('claim', old.number),
      status: old.status,
      level: old.level,
      channel: old.channel,
      product: old.product,
      motive: old.motive,
      capacity: old.capacity,
      description: `Bonjour, à propos de ${word('description')} : réclamé hier, ${word('description')}. ${reach(old)}`,
      disputedAmountCents: Number(canaries.digits(7, 'claims.disputedAmountCents', of)),
      currency: old.currency,
      sentAt: old.sentAt,
      receivedAt: old.receivedAt,
      filedAt: old.filedAt,
      closedAt: old.closedAt,
      outcome: old.outcome,
      priority: old.priority,
      queue: old.queue,
      branch: old.branch,
      handledBy: handlers.get(old.number) ?? null,
      customerNumber: now('customer', old.customerNumber),
      accountNumber: account !== null && accountNumbers.has(account) ? now('account', account) : null,
      operationReference:
        operation !== null && operationNumbers.has(operation) ? now('operation', operation) : null,
      language: old.language,
      events: old.events.map((event) => ({
        at: event.at,
        type: event.type,
        channel: event.channel,
        actor: event.actor,
        reason: `motif ${word('events.reason')}`,
      })),
      messages: [0, 1].map((index) => ({
        at: old.messages[index]?.at ?? old.filedAt,
        author: index === 0 ? ('CUSTOMER' as const) : ('BANK' as const),
        channel: old.messages[index]?.channel ?? old.channel,
        text: `Message ${word('messages.text')}, ${word('messages.text')}. ${signature(old)}`,
      })),
    };
  }

  function surveyOf(old: SurveyRecord): SurveyRecord {
    const of = record(`survey ${old.id}`, {
      customer: now('customer', old.customerNumber),
      branch: old.branch,
      handler: null,
      level: levelOf(old.claimNumber),
    });
    return {
      id: canaries.make(
        'surveys.id',
        of,
        (digits) => `SV-2026-${digits(7)}`,
        (id) => id.slice(8),
        true,
      ),
      claimNumber: now('claim', old.claimNumber),
      customerNumber: now('customer', old.customerNumber),
      branch: old.branch,
      status: 'ANSWERED',
      invitedAt: old.invitedAt,
      answeredAt: old.answeredAt ?? old.invitedAt,
      expiresAt: old.expiresAt,
      nps: old.nps ?? 3,
      csat: old.csat ?? 2,
      ces: old.ces ?? 4,
      comment: `Avis ${canaries.word('surveys.comment', of, 11).toLowerCase()}`,
    };
  }

  /** What customers write into their complaints although nobody asked them. */
  function reach({ customerNumber, accountNumber }: ClaimRecord): string {
    const { courriel, telephone, nir } = people.get(customerNumber) ?? {};
    const account = accounts.find(({ CPT_NUM }) => CPT_NUM === accountNumber);
    const iban =
      account && ibanOf(account.CPT_BQE ?? '', account.CPT_GUI ?? '', now('account', account.CPT_NUM ?? ''));
    return `${signature({ customerNumber })}. Mon adresse : ${courriel}, mon téléphone : ${telephone}${iban ? `, mon compte : ${iban}` : ''}${nir ? `, mon numéro : ${nir}` : ''}.`;
  }

  /** As people write their names: with one capital, or with capitals only. */
  function signature({ customerNumber }: Pick<ClaimRecord, 'customerNumber'>): string {
    const [first = '', ...rest] = namesOf(now('customer', customerNumber));
    return ['Signé :', `${first.slice(0, 1)}${first.slice(1).toLowerCase()}`, ...rest].join(' ');
  }

  function amount(place: string, of: WorldRecord): string {
    return canaries.make(place, of, (digits) => `${digits(5)}.${digits(2)}`);
  }
}

const NOTHING_ASKED = { restricted: false, objected: false };

const FOLDER = join(tmpdir(), 'claims-hub-canaries');

/** @returns a folder that holds the files of a world: equal worlds have one, so that databases are made of it once. */
export function folderOf({ files, actors }: CanaryWorld): string {
  const all = Object.entries({ ...files, 'actors.json': json(actors) });
  const dir = join(FOLDER, createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16));
  if (!existsSync(dir)) {
    mkdirSync(FOLDER, { recursive: true });
    const draft = mkdtempSync(join(FOLDER, 'draft-'));
    for (const [name, text] of all) writeFileSync(join(draft, name), text);
    try {
      renameSync(draft, dir);
    } catch {
      rmSync(draft, { recursive: true }); // Another process was quicker.
    }
  }
  return dir;
}

/** `JJMMAAAA` as the graph writes it, without hyphens. */
const turned = (day: string): string => `${day.slice(4)}${day.slice(2, 4)}${day.slice(0, 2)}`;

const rank = (wanted: ReadonlySet<string>, key = ''): number => Number(wanted.has(key));

const numberOfClaim = ({ index }: DocumentRecord): string =>
  index.find(({ nom }) => nom === 'NUMDOSSIER')?.valeur ?? '';

/** At most so many records of each owner. */
function byOwner<T>(
  records: readonly T[],
  owner: (record: T) => string,
  owners: ReadonlySet<string>,
  most: number,
): T[] {
  const counts = new Map<string, number>();
  return records.filter((record) => {
    const key = owner(record);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    return owners.has(key) && count < most;
  });
}

function readDemo() {
  return {
    customers: readLines<CustomerRecord>(DEMO, 'customers.ndjson'),
    accounts: readTable(DEMO, 'accounts.csv'),
    cards: readTable(DEMO, 'cards.csv'),
    operations: readTable(DEMO, 'operations.csv'),
    documents: readLines<DocumentRecord>(DEMO, 'documents.ndjson'),
    orders: readLines<OrderRecord>(DEMO, 'orders.ndjson'),
    claims: readLines<ClaimRecord>(DEMO, 'claims.ndjson'),
    surveys: readLines<SurveyRecord>(DEMO, 'surveys.ndjson'),
    actors: JSON.parse(readFileSync(join(DEMO, 'actors.json'), 'utf8')) as ActorRecord[],
  };
}

/** Customers with claims: the actors' own, their branches', and of each level and kind some. */
function chooseCustomers({
  customers,
  claims,
  surveys,
  orders,
  actors,
}: ReturnType<typeof readDemo>): CustomerRecord[] {
  const chosen = new Set(
    actors.flatMap(({ customerNumber, mandates = [] }) => [
      ...(customerNumber === undefined ? [] : [customerNumber]),
      ...mandates.map((mandate) => mandate.customerNumber),
    ]),
  );
  const surveyed = new Set(surveys.map(({ claimNumber }) => claimNumber));
  const paid = new Set(orders.map(({ numeroDossier }) => numeroDossier));
  const kinds = new Map(customers.map(({ numeroTiers, typePersonne }) => [numeroTiers, typePersonne]));
  const branches = new Set(actors.flatMap(({ branch }) => branch ?? []));
  const take = (count: number, fits: (claim: ClaimRecord) => boolean): void => {
    const fitting = claims.filter((claim) => fits(claim) && !chosen.has(claim.customerNumber));
    fitting.sort((a, b) => Number(b.operationReference !== null) - Number(a.operationReference !== null));
    for (const { customerNumber } of fitting) {
      if (count <= 0) return;
      if (!chosen.has(customerNumber)) count--;
      chosen.add(customerNumber);
    }
  };
  const complete = ({ number }: ClaimRecord): boolean => surveyed.has(number) && paid.has(number);
  take(9, (claim) => branches.has(claim.branch) && complete(claim));
  take(2, (claim) => branches.has(claim.branch) && kinds.get(claim.customerNumber) === 'M');
  take(6, ({ level }) => level === 'MEDIATOR');
  take(4, (claim) => kinds.get(claim.customerNumber) === 'M');
  take(6, (claim) => claim.level === 'COMPLAINTS_SERVICE' && complete(claim));
  take(CUSTOMERS - chosen.size, complete);
  return customers.filter(({ numeroTiers }) => chosen.has(numeroTiers));
}
