import { join } from 'node:path';
import type { Clock } from '../../schema/kernel/clock';
import type { OrderRecord } from '../world/shapes';
import { readContract } from './contract';
import { readLines, readTable } from './data';
import { changeFirst, Refusal, type SoapService } from './service';
import { textOf, textsOf, type XmlElement } from './xml';

const WSDL = join(__dirname, '..', '..', 'subgraphs', 'payments', 'paiements.wsdl');

/** No answer holds more orders. */
const ROWS = 200;

/**
 * The payment service: refunds and goodwill gestures. An order is known by its external reference, and a second one
 * with the same reference is refused; what is created lives as long as the process.
 *
 * @param bookAfterMs how old an order gets before it is booked.
 */
export function createPaymentService(dataDir: string, clock: Clock, bookAfterMs = Infinity): SoapService {
  const orders = new Map(
    readLines<OrderRecord>(dataDir, 'orders.ndjson').map((order) => [order.referenceExterne, order]),
  );
  const accounts = new Map(readTable(dataDir, 'accounts.csv').map((row) => [row.CPT_NUM?.trim(), row]));
  let created = 0;
  const createdAt = new Map<string, number>();
  const today = (): string => clock.now().toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });

  /** An order as it stands now. */
  const shown = (order: OrderRecord): OrderRecord => {
    const since = createdAt.get(order.referenceExterne);
    if (since === undefined || clock.now().getTime() - since < bookAfterMs) return order;
    return { ...order, etat: '20', dateExecution: order.dateCreation };
  };

  const create = (request: XmlElement): OrderRecord => {
    const text = (name: string): string => textOf(request, name) ?? '';
    const account = accounts.get(text('compteCredit'));
    if (orders.has(text('referenceExterne'))) throw new Refusal('08', 'PAI0409', 'REFERENCE DEJA CONNUE');
    if (!account || account.CPT_TOP === 'S') throw new Refusal('08', 'PAI0404', 'COMPTE INCONNU');
    if (!(Number(text('montant')) > 0)) throw new Refusal('08', 'PAI0422', 'MONTANT INVALIDE');
    if (text('devise') !== account.CPT_DEV?.trim()) throw new Refusal('08', 'PAI0423', 'DEVISE INVALIDE');
    return {
      numeroOrdre: `N${today().replaceAll('-', '')}${String((created += 1)).padStart(6, '0')}`,
      referenceExterne: text('referenceExterne'),
      typeOrdre: text('typeOrdre') as OrderRecord['typeOrdre'],
      etat: '10',
      montant: text('montant'),
      devise: text('devise'),
      compteCredit: text('compteCredit'),
      numeroTiers: account.CPT_TIERS?.trim() ?? '',
      codeAgence: account.CPT_GUI?.trim() ?? '',
      numeroDossier: text('numeroDossier'),
      dateCreation: today(),
      dateExecution: '9999-12-31',
      libelleRejet: null,
    };
  };

  return {
    path: '/soap/paiements',
    contract: readContract(WSDL),
    spelling: { prefix: 'ord', encoding: 'UTF-8' },
    spoil: (answer) => changeFirst(answer, 'ordre', (order) => ({ ...order, etat: '55' })),
    operations: {
      creerOrdre: {
        keys: ['referenceExterne'],
        answer(request) {
          const order = create(request);
          orders.set(order.referenceExterne, order);
          createdAt.set(order.referenceExterne, clock.now().getTime());
          return { ordre: [{ ...order }] };
        },
      },
      consulterOrdres: {
        keys: ['referenceExterne', 'numeroDossier'],
        answer(request) {
          const references = textsOf(request, 'referenceExterne');
          const cases = new Set(textsOf(request, 'numeroDossier'));
          const found =
            references.length > 0
              ? references.map((reference) => orders.get(reference)).filter((order) => order !== undefined)
              : [...orders.values()].filter((order) => cases.has(order.numeroDossier));
          return { ordre: found.slice(0, ROWS).map((order) => ({ ...shown(order) })) };
        },
      },
    },
  };
}
