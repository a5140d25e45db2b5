import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CustomerRecord, DocumentRecord, OrderRecord } from '../../mocks/world/shapes';

/** A person of the small world; the number is also in the name, so that an answer can be told from another. */
export function person(number: number, changes: Partial<CustomerRecord> = {}): CustomerRecord {
  return {
    numeroTiers: String(number).padStart(12, '0'),
    typePersonne: 'P',
    civilite: '2',
    nom: 'LEFEBVRE',
    prenom: `PRENOM ${number}`,
    dateNaissance: '03051971',
    nir: null,
    adresse: { lignes: ['12 RUE DES LILAS'], codePostal: '75012', codePays: 'FR' },
    telephone: '06.39.98.00.01',
    courriel: null,
    langue: 'F',
    codeAgence: '00042',
    dateEntreeRelation: '0001-01-01',
    dateFinRelation: '9999-12-31',
    indicateurFragile: 'N',
    indicateurDeces: 'N',
    indicateurContentieux: 'N',
    consentements: [{ canal: 'MAIL', valeur: 'O' }],
    ...changes,
  };
}

const document = (number: number): DocumentRecord => ({
  idDocument: `GED${String(number).padStart(17, '0')}`,
  typeDocument: 'RECL01',
  libelle: 'Relevé à 12 € – annoté',
  dateDepot: '2026-01-15T09:30:05',
  formatMime: 'text/plain',
  taille: 5,
  classeRetention: 'RECL5',
  index: [{ nom: 'NUMDOSSIER', valeur: 'RC-2026-0000001' }],
  contenu: 'texte',
});

const order: OrderRecord = {
  numeroOrdre: 'N20260115000001',
  referenceExterne: 'REF-1',
  typeOrdre: 'RBT',
  etat: '20',
  montant: '12.50',
  devise: 'EUR',
  compteCredit: '0000000001A',
  numeroTiers: '000000000001',
  codeAgence: '00042',
  numeroDossier: 'RC-2026-0000001',
  dateCreation: '2026-01-15',
  dateExecution: '9999-12-31',
  libelleRejet: null,
};

const ACCOUNTS = [
  'CPT_NUM,CPT_BQE,CPT_GUI,CPT_CLE,CPT_TIERS,CPT_TYP,CPT_DEV,CPT_SLD,CPT_SNS,CPT_DTO,CPT_DTF,CPT_TOP',
  '0000000001A,30004,00042,12,000000000001,001,EUR,100.00,C,1200115,9999999, ',
  '',
].join('\n');

/** Writes a world of 45 persons, one organisation, 205 documents, one account and one order into a new folder. */
export function writeSmallWorld(): { dataDir: string; remove(): void } {
  const dataDir = mkdtempSync(join(tmpdir(), 'small-world-'));
  const write = (file: string, records: readonly unknown[]): void =>
    writeFileSync(join(dataDir, file), records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  write('customers.ndjson', [
    ...Array.from({ length: 45 }, (_, index) => person(index + 1)),
    {
      ...person(100, {
        typePersonne: 'M',
        civilite: null,
        nom: null,
        prenom: null,
        dateNaissance: '',
        telephone: '',
      }),
      raisonSociale: 'BOULANGERIE <DUPONT & FILS>',
      siren: '732829320',
    },
  ]);
  write(
    'documents.ndjson',
    Array.from({ length: 205 }, (_, index) => document(index + 1)),
  );
  write('orders.ndjson', [order]);
  writeFileSync(join(dataDir, 'accounts.csv'), ACCOUNTS);
  return { dataDir, remove: () => rmSync(dataDir, { recursive: true }) };
}
