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
  const documents = new Map<string, DocumentRecord>();
  const byIndex = new Map<string, DocumentRecord[]>();
  const keep = (document: DocumentRecord): void => {
    documents.set(document.idDocument, document);
    for (const { nom, valeur } of document.index) {
      const key = `${nom}=${valeur}`;
      const entry = byIndex.get(key);
      if (entry) entry.push(document);
      else byIndex.set(key, [document]);
    }
  };
  readLines<DocumentRecord>(dataDir, 'documents.ndjson').forEach(keep);
  /** Of what is deposited, the bytes: they need be no text. */
  const contents = new Map<string, string>();
  let deposits = 0;

  /** Values of one criterion are alternatives, criteria add up; the order is that of the identifiers. */
  const matching = (criteria: readonly (readonly string[])[]): DocumentRecord[] => {
    const [first, ...others] = criteria.map((keys) => new Set(keys.flatMap((key) => byIndex.get(key) ?? [])));
    return [...(first ?? [])]
      .filter((document) => others.every((other) => other.has(document)))
      .sort((a, b) => (a.idDocument < b.idDocument ? -1 : 1));
  };

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
            .map((critere) =>
              textsOf(critere, 'valeur').map((valeur) => `${textOf(critere, 'nom') ?? ''}=${valeur}`),
            );
          const after = textOf(request, 'cleRepositionnement');
          const { page, next } = pageOf(matching(criteria), ({ idDocument }) => idDocument, ROWS, after);
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
          const deposited = contents.get(document.idDocument);
          return { contenu: deposited ?? Buffer.from(document.contenu, 'utf8').toString('base64') };
        },
      },
      deposerDocument: {
        keys: [],
        answer(request) {
          const bytes = Buffer.from(textOf(request, 'contenu') ?? '', 'base64');
          const dateDepot = parisTime(clock.now());
          const day = dateDepot.slice(0, 10).replaceAll('-', '');
          const idDocument = `DEP${day}${String((deposits += 1)).padStart(9, '0')}`;
          keep({
            idDocument,
            typeDocument: textOf(request, 'typeDocument') ?? '',
            libelle: textOf(request, 'libelle') ?? '',
            dateDepot,
            formatMime: textOf(request, 'formatMime') ?? '',
            taille: bytes.length,
            classeRetention: 'RECL5A',
            index: request.children
              .filter(({ name }) => name === 'index')
              .map((each) => ({
                nom: textOf(each, 'nom') as IndexName,
                valeur: textOf(each, 'valeur') ?? '',
              })),
            contenu: '',
          });
          contents.set(idDocument, bytes.toString('base64'));
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
