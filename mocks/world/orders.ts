import { FIRST_CLAIM } from './first';
import { addWorkingDays, type Day, TODAY } from './calendar';
import type { Claim } from './claims';
import { isDaily, isOpenOn, type Ledger } from './ledger';
import type { Dice } from './random';
import type { OrderRecord } from './shapes';
import { byText } from './write';

const REFUSALS = ['COMPTE BLOQUE', 'MONTANT SUPERIEUR AU PLAFOND', 'COMPTE CLOTURE'];

/**
 * @returns one payment order for each claim that ended in money, in the order of creation; a refused one is tried again.
 *   What was posted is booked in the ledger.
 */
export function createOrders(dice: Dice, claims: readonly Claim[], ledger: Ledger): OrderRecord[] {
  const daily = new Map(
    ledger.accounts
      .filter((account) => isDaily(account) && !account.deleted)
      .map((account) => [account.holder, account]),
  );
  const loose: Omit<OrderRecord, 'numeroOrdre'>[] = [];
  for (const { record, customer, account, answeredOn, redressCents } of claims) {
    if (!answeredOn || !record.outcome || redressCents === 0) continue;
    const credited = account && isDaily(account) ? account : daily.get(customer);
    const createdOn = addWorkingDays(answeredOn, 0);
    if (!credited || !isOpenOn(credited, createdOn) || createdOn > TODAY) continue;
    const type = record.outcome === 'NO_FAULT_GOODWILL' ? 'GES' : 'RBT';
    const refused = record.number !== FIRST_CLAIM && dice.chance(0.03);
    const order = (attempt: number, etat: OrderRecord['etat'], day: Day, executed: Day | undefined): void => {
      loose.push({
        referenceExterne: `${type}-${record.number}-${attempt}`,
        typeOrdre: type,
        etat,
        montant: (redressCents / 100).toFixed(2),
        devise: 'EUR',
        compteCredit: credited.number,
        numeroTiers: record.customerNumber,
        codeAgence: record.branch,
        numeroDossier: record.number,
        dateCreation: day,
        dateExecution: executed ?? '9999-12-31',
        libelleRejet: etat === '90' ? dice.pick(REFUSALS) : null,
      });
    };
    if (refused) order(1, '90', createdOn, undefined);
    const again = refused ? addWorkingDays(createdOn, 2) : createdOn;
    if (again > TODAY) continue;
    const executed = addWorkingDays(again, dice.int(1, 2));
    const posted = executed < TODAY && isOpenOn(credited, executed);
    order(refused ? 2 : 1, posted ? '20' : '10', again, posted ? executed : undefined);
    if (posted) ledger.book(credited, 'REFUND', executed, redressCents, `REMB RECLAM ${record.number}`);
  }
  loose.sort(byText(({ dateCreation }) => dateCreation));
  return loose.map((order, place) => ({ numeroOrdre: `PAI${String(place + 1).padStart(9, '0')}`, ...order }));
}
