/** One line of `customers.ndjson`, as the customer file (référentiel clients) spells it. */
export interface CustomerRecord {
  /** 12 digits. */
  readonly numeroTiers: string;
  /** `P` a person, `M` an organisation. */
  readonly typePersonne: 'P' | 'M';
  /** 1 M, 2 MME, 3 MLLE; `null` for organisations. */
  readonly civilite: '1' | '2' | '3' | null;
  /** Upper case without accents; `null` for organisations, as `prenom`. */
  readonly nom: string | null;
  readonly prenom: string | null;
  /** JJMMAAAA; empty where unknown. */
  readonly dateNaissance: string;
  /** National identification number, 13 characters and a key of 2 digits. */
  readonly nir: string | null;
  readonly raisonSociale?: string;
  readonly siren?: string;
  /** Up to 6 lines of at most 38 characters; a line may be empty. */
  readonly adresse: {
    readonly lignes: readonly string[];
    readonly codePostal: string;
    readonly codePays: string;
  };
  /** Digits in pairs with dots; empty where unknown. */
  readonly telephone: string;
  readonly courriel: string | null;
  readonly langue: 'F' | 'GB' | 'D' | 'E' | 'I';
  /** 5 digits. */
  readonly codeAgence: string;
  /** AAAA-MM-JJ; 0001-01-01 for none. */
  readonly dateEntreeRelation: string;
  /** AAAA-MM-JJ; 9999-12-31 for none. */
  readonly dateFinRelation: string;
  readonly indicateurFragile: 'O' | 'N';
  readonly indicateurDeces: 'O' | 'N';
  readonly indicateurContentieux: 'O' | 'N';
  readonly consentements: readonly { readonly canal: 'MAIL' | 'SMS' | 'TEL'; readonly valeur: 'O' | 'N' }[];
}

/** One line of `accounts.csv`: a row of TCPT0010. Amounts and dates as text, the way the table prints them. */
export interface AccountRow {
  readonly CPT_NUM: string;
  readonly CPT_BQE: string;
  readonly CPT_GUI: string;
  readonly CPT_CLE: string;
  readonly CPT_TIERS: string;
  readonly CPT_TYP: string;
  readonly CPT_DEV: string;
  readonly CPT_SLD: string;
  readonly CPT_SNS: 'D' | 'C';
  readonly CPT_DTO: number;
  readonly CPT_DTF: number;
  readonly CPT_TOP: 'S' | ' ';
}

/** One line of `cards.csv`: a row of TCAR0010. */
export interface CardRow {
  readonly CAR_ID: string;
  readonly CAR_CPT: string;
  readonly CAR_PAN: string;
  readonly CAR_TYP: string;
  readonly CAR_EXP: string;
  readonly CAR_OPP: 'O' | 'N';
}

/** One line of `operations.csv`: a row of TMVT0010. */
export interface OperationRow {
  readonly MVT_ID: string;
  readonly MVT_CPT: string;
  readonly MVT_DTO: number;
  readonly MVT_DTV: number;
  readonly MVT_HOR: string;
  readonly MVT_MNT: number;
  readonly MVT_SNS: 'D' | 'C';
  readonly MVT_DEV: string;
  readonly MVT_COD: string;
  readonly MVT_LIB: string;
}

/** One line of `documents.ndjson`, as the document store (GED) spells it. */
export interface DocumentRecord {
  /** 20 characters. */
  readonly idDocument: string;
  readonly typeDocument: string;
  readonly libelle: string;
  /** Paris time without a zone: `2026-01-15T09:30:05`. */
  readonly dateDepot: string;
  readonly formatMime: string;
  /** Bytes of `contenu`. */
  readonly taille: number;
  readonly classeRetention: string;
  readonly index: readonly {
    readonly nom: 'NUMDOSSIER' | 'NUMTIERS' | 'CODAGENCE' | 'REFEXT';
    readonly valeur: string;
  }[];
  readonly contenu: string;
}

/** One line of `orders.ndjson`, as the payment service spells it. */
export interface OrderRecord {
  readonly numeroOrdre: string;
  readonly referenceExterne: string;
  readonly typeOrdre: 'RBT' | 'GES';
  /** 10 accepted, 20 posted, 90 refused. */
  readonly etat: '10' | '20' | '90';
  /** e.g. `1234.50`. */
  readonly montant: string;
  readonly devise: string;
  readonly compteCredit: string;
  readonly numeroTiers: string;
  readonly codeAgence: string;
  readonly numeroDossier: string;
  readonly dateCreation: string;
  /** 9999-12-31 for none. */
  readonly dateExecution: string;
  readonly libelleRejet: string | null;
}

export type ClaimStatus =
  | 'DRAFT'
  | 'FILED'
  | 'ACKNOWLEDGED'
  | 'IN_PROGRESS'
  | 'WAITING_CUSTOMER'
  | 'WAITING_THIRD_PARTY'
  | 'ANSWERED'
  | 'CLOSED'
  | 'REOPENED'
  | 'WITHDRAWN'
  | 'REQUALIFIED'
  | 'MERGED'
  | 'AT_MEDIATOR';
export type ClaimLevel = 'ADVISER' | 'COMPLAINTS_SERVICE' | 'MEDIATOR';
export type Channel = 'ONLINE' | 'MOBILE' | 'BRANCH' | 'PHONE' | 'EMAIL' | 'LETTER' | 'CHAT' | 'SOCIAL';
export type Capacity =
  'CUSTOMER' | 'FORMER_CUSTOMER' | 'PROSPECT' | 'BENEFICIARY' | 'REPRESENTATIVE' | 'HEIR';
export type Outcome = 'UPHELD' | 'PARTIALLY_UPHELD' | 'REJECTED' | 'NO_FAULT_GOODWILL';
export type Language = 'FR' | 'EN' | 'DE' | 'ES' | 'IT';

/** One step in a claim's life. `at` is an instant in UTC; `actor` a capacity, never a person. */
export interface ClaimEvent {
  readonly at: string;
  readonly type: string;
  readonly channel: Channel | null;
  readonly actor: 'CUSTOMER' | 'ADVISER' | 'COMPLAINTS_OFFICER' | 'MEDIATOR' | 'SYSTEM';
  /** For `MERGED` the number of the claim that goes on. */
  readonly reason: string | null;
}

export interface ClaimMessage {
  readonly at: string;
  readonly author: 'CUSTOMER' | 'BANK';
  readonly channel: Channel;
  readonly text: string;
}

/** One line of `claims.ndjson`. Instants are ISO 8601 in UTC. */
export interface ClaimRecord {
  /** `RC-2026-0001234`: the year of filing and a number within it. */
  readonly number: string;
  readonly status: ClaimStatus;
  readonly level: ClaimLevel;
  readonly channel: Channel;
  readonly product: string;
  readonly motive: string;
  readonly capacity: Capacity;
  readonly description: string;
  readonly disputedAmountCents: number | null;
  readonly currency: string;
  /** Postmark of a letter or date of an e-mail. */
  readonly sentAt: string | null;
  readonly receivedAt: string;
  readonly filedAt: string;
  readonly closedAt: string | null;
  readonly outcome: Outcome | null;
  /** 1 urgent to 5 low. */
  readonly priority: number;
  readonly queue: string;
  readonly branch: string;
  /** Staff number: a letter and 6 digits. */
  readonly handledBy: string | null;
  readonly customerNumber: string;
  readonly accountNumber: string | null;
  readonly operationReference: string | null;
  readonly language: Language;
  readonly events: readonly ClaimEvent[];
  readonly messages: readonly ClaimMessage[];
}

/**
 * One line of `claims-truth.ndjson`: what is right about a claim over fees, as the generator of the world knows it. What
 * decides claims never reads it; what measures those decisions does.
 */
export interface TruthRecord {
  /** The claim's number. */
  readonly claim: string;
  /** The case that was played; `AS_IT_COMES` where none was. */
  readonly kind: string;
  /** Something is owed back, and the bank's records alone show how much. */
  readonly simple: boolean;
  /** Cents. */
  readonly owedCents: number;
}

/** One line of `surveys.ndjson`. */
export interface SurveyRecord {
  /** `SV-2026-0000123`. */
  readonly id: string;
  readonly claimNumber: string;
  readonly customerNumber: string;
  readonly branch: string;
  readonly status: 'INVITED' | 'ANSWERED' | 'EXPIRED';
  readonly invitedAt: string;
  readonly answeredAt: string | null;
  readonly expiresAt: string;
  /** 0 to 10. */
  readonly nps: number | null;
  /** 1 to 5. */
  readonly csat: number | null;
  /** 1 to 7. */
  readonly ces: number | null;
  readonly comment: string | null;
}

/** One entry of `actors.json`: somebody to whom the development issuer gives tokens. */
export interface ActorRecord {
  readonly name: string;
  readonly subject: string;
  readonly clientId: string;
  readonly roles: readonly string[];
  readonly scopes: readonly string[];
  readonly purposes: readonly string[];
  readonly customerNumber?: string;
  readonly branch?: string;
  readonly staffNumber?: string;
  /** Mandates of customers: each stands in the actor's tokens, and in the hub's store from and until these instants. */
  readonly mandates?: readonly ActorMandate[];
}

/** A mandate that a customer gave an application. */
export interface ActorMandate {
  readonly customerNumber: string;
  readonly claimNumber?: string;
  readonly from: string;
  readonly until?: string;
}
