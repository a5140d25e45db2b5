import { join } from 'node:path';
import type { Clock } from '../../schema/kernel/clock';
import type { DocumentRecord } from '../world/shapes';
import { readContract } from './contract';
import { readLines } from './data';
import { changeFirst, pageOf, Refusal, type SoapService } from './service';
import type { Answer } from './write';
import { textOf, textsOf } from './xml';

const WSDL = join(__dirname, '..', '..', 'subgraphs', 'documents', 'ged.wsdl');

/** No search answers more; it says `topSuite` O instead. */
const ROWS = 200;

type IndexName = DocumentRecord['index'][number]['nom'];

/** GED, the document store: a .NET service that writes ISO-8859-15; what is deposited lives as long as the process. */
export function createDocumentStore(dataDir: string, clock: Clock): SoapService {
  const documents = new Map(
    readLines<DocumentRecord>(dataDir, 'documents.ndjson').map((document) => [document.idDocument, document]),
  );
  let deposits = 0;

  return {
    path: '/soap/ged',
    contract: readContract(WSDL),
    spelling: { prefix: '', encoding: 'ISO-8859-15' },
    spoil: (answer) =>
      changeFirst(answer, 'document', (document) => ({
        ...document,
        index: [{ nom: 'NUMZZZ', valeur: '1' }],
      })),
    operations: {
      rechercherDocument: {
        keys: [],
        nothing: { topSuite: 'N' },
        answer(request) {
          const criteria = request.children
            .filter(({ name }) => name === 'critere')
            .map((critere) => ({
              nom: textOf(critere, 'nom'),
              valeurs: new Set(textsOf(critere, 'valeur')),
            }));
          const matches = [...documents.values()].filter(({ index }) =>
            criteria.every(({ nom, valeurs }) =>
              index.some((each) => each.nom === nom && valeurs.has(each.valeur)),
            ),
          );
          const after = textOf(request, 'cleRepositionnement');
          const { page, next } = pageOf(matches, ({ idDocument }) => idDocument, ROWS, after);
          return {
            document: page.map(toDocument),
            topSuite: next === undefined ? 'N' : 'O',
            cleRepositionnement: next,
          };
        },
      },
      consulterDocuments: {
        keys: ['idDocument'],
        answer(request) {
          const found = textsOf(request, 'idDocument').map((id) => documents.get(id));
          return { document: found.filter((document) => document !== undefined).map(toDocument) };
        },
      },
      lireDocument: {
        keys: ['idDocument'],
        answer(request) {
          const document = documents.get(textOf(request, 'idDocument') ?? '');
          if (!document) throw new Refusal('08', 'GED0404', 'DOCUMENT INCONNU');
          return { contenu: Buffer.from(document.contenu, 'utf8').toString('base64') };
        },
      },
      deposerDocument: {
        keys: [],
        answer(request) {
          const bytes = Buffer.from(textOf(request, 'contenu') ?? '', 'base64');
          const dateDepot = parisTime(clock.now());
          const day = dateDepot.slice(0, 10).replaceAll('-', '');
          const idDocument = `DEP${day}${String((deposits += 1)).padStart(9, '0')}`;
          documents.set(idDocument, {
            idDocument,
            typeDocument: textOf(request, 'typeDocument') ?? '',
            libelle: textOf(request, 'libelle') ?? '',
            dateDepot,
            formatMime: textOf(request, 'formatMime') ?? '',
            taille: bytes.length,
            classeRetention: 'RECL5',
            index: request.children
              .filter(({ name }) => name === 'index')
              .map((each) => ({
                nom: textOf(each, 'nom') as IndexName,
                valeur: textOf(each, 'valeur') ?? '',
              })),
            contenu: bytes.toString('utf8'),
          });
          return { idDocument };
        },
      },
    },
  };
}

function toDocument({ contenu: _, taille, index, ...document }: DocumentRecord): Answer {
  return { ...document, taille: String(taille), index: index.map(({ nom, valeur }) => ({ nom, valeur })) };
}

/** @returns the wall clock in Paris without a zone, e.g. `2026-01-15T09:30:05`. */
function parisTime(now: Date): string {
  return now.toLocaleString('sv-SE', { timeZone: 'Europe/Paris' }).replace(' ', 'T');
}
