import type { OperationContext } from '../../schema/kernel/operation';
import type { SoapCaller } from '../../schema/ports/soap';
import { soapElement } from '../shared/soap-element';
import { nextPage, readRow, type Row } from '../shared/soap-rows';
import { customerRecord, type CustomerRecord } from './customer.record';

/** What `rechercherPersonne` is asked, in the file's own spelling. */
export interface CustomerSearch {
  /** Upper case, no accents. */
  readonly nom: string;
  readonly prenom?: string;
  /** `JJMMAAAA`. */
  readonly dateNaissance?: string;
  /** Where the previous page ended. It may hold a name: never show it. */
  readonly cleRepositionnement?: string;
}

/** Up to 20 rows. */
export interface CustomerSearchPage {
  readonly rows: readonly Row<CustomerRecord>[];
  /** The next page's `cleRepositionnement`; absent on the last page. */
  readonly next?: string;
}

/** Asks for one page. */
export function searchPage(
  soap: SoapCaller,
  { requestId, signal, sources }: OperationContext,
  timeoutMs: number,
  { nom, prenom, dateNaissance, cleRepositionnement }: CustomerSearch,
): Promise<CustomerSearchPage> {
  return sources.measure(soap.source, 1, () =>
    soap.call({
      operation: 'rechercherPersonne',
      // In the contract's order: the service reads a sequence.
      body: { nom, prenom, dateNaissance, cleRepositionnement },
      timeoutMs,
      signal,
      requestId,
      parse(body) {
        const answer = soapElement(body);
        const rows = answer.children('personne').map((each) => readRow(soap.source, each, customerRecord));
        const next = nextPage(answer, 'indicateurSuite', cleRepositionnement);
        return next === undefined ? { rows } : { rows, next };
      },
    }),
  );
}
