import { ACTORS } from './actors';
import { createClaims } from './claims';
import { createDocuments } from './documents';
import { accountRow, createLedger } from './ledger';
import { createOrders } from './orders';
import { createPeople } from './people';
import { createDice } from './random';
import { createSimpleClaims } from './simple-claims';
import { createSurveys } from './surveys';
import { byText, csv, json, ndjson } from './write';

/** The contents of every file of the demo world, by file name. */
export type WorldFiles = Readonly<Record<string, string>>;

const CUSTOMERS = 620;
const CLAIMS = 1_560;

/** Makes the whole demo world. It takes nothing from outside: each run gives the same bytes. */
export function createWorld(): WorldFiles {
  const people = createPeople(createDice(1), CUSTOMERS);
  const ledger = createLedger(createDice(2), people);
  const claims = createClaims(createDice(3), people, ledger, CLAIMS);
  const orders = createOrders(createDice(4), claims, ledger);
  const surveys = createSurveys(createDice(5), claims);
  const documents = createDocuments(createDice(6), claims);
  // Balances leave out what is booked from here on.
  const accounts = ledger.accounts.map(accountRow);
  const { claims: simple, truth } = createSimpleClaims(createDice(7), claims, ledger);
  const operations = ledger.accounts.flatMap((account) => account.operations.map(({ row }) => row));
  operations.sort(byText(({ MVT_ID }) => MVT_ID));
  return {
    'customers.ndjson': ndjson(people.map(({ record }) => record)),
    'accounts.csv': csv(accounts),
    'cards.csv': csv(ledger.accounts.flatMap(({ cards }) => cards)),
    'operations.csv': csv(operations),
    'documents.ndjson': ndjson(documents),
    'orders.ndjson': ndjson(orders),
    'claims.ndjson': ndjson([...claims, ...simple].map(({ record }) => record)),
    'claims-truth.ndjson': ndjson(truth),
    'surveys.ndjson': ndjson(surveys),
    'actors.json': json(ACTORS),
  };
}
