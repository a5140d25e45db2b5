import type { SourceName } from '../../schema/kernel/source-errors';
import type { Question } from '../shared/soap-ask';
import { nextPage, readRow, type Row } from '../shared/soap-rows';
import type { CustomerReader, CustomerRecord } from './customer.record';

/** What `rechercherPersonne` is asked, in the file's own spelling. */
export interface CustomerSearch {
  /** How the family or company name begins: upper case, no accents, two characters or more. */
  readonly nom: string;
  /** How the first name begins. */
  readonly prenom?: string;
  /** `JJMMAAAA`. */
  readonly dateNaissance?: string;
  /** Where the previous page ended. It may hold a name: never show it. */
  readonly cleRepositionnement?: string;
}

/** Up to 20 rows. */
export interface CustomerSearchPage {
  readonly rows: readonly Row<CustomerRecord>[];
  /** The next page's `cleRepositionnement`; `undefined` on the last page. */
  readonly next: string | undefined;
}

/** @returns the question for one page. */
export function searchQuestion(
  source: SourceName,
  search: CustomerSearch,
  reader: CustomerReader,
): Question<CustomerSearchPage> {
  const { nom, prenom, dateNaissance, cleRepositionnement } = search;
  return {
    operation: 'rechercherPersonne',
    body: { nom, prenom, dateNaissance, cleRepositionnement },
    keys: 1,
    keep: ['indicateurSuite', 'cleRepositionnement', ...reader.keep],
    read: (answer) => ({
      rows: answer.children('personne').map((each) => readRow(source, each, reader.read)),
      next: nextPage(answer, 'indicateurSuite', cleRepositionnement),
    }),
  };
}
