import type { MappedField } from '../../schema/contract/data-map';

/** How reading one system went. */
export interface SystemReport {
  /** A subgraph's name. */
  readonly system: string;
  /**
   * `ANSWERED`: everything that was asked; `NOT_FOUND` among the problems says that it knows nothing of an object.
   * `INCOMPLETE`: the problems say what is missing, and why.
   */
  readonly status: 'ANSWERED' | 'INCOMPLETE';
  readonly problems: readonly {
    /** e.g. `SOURCE_UNAVAILABLE`. */
    readonly code: string;
    /** The source's public name, where it is known, e.g. `customer-file`. */
    readonly source: string | null;
    /** What is missing, e.g. `Customer.email`. */
    readonly field: string;
    /** Of how many objects. */
    readonly count: number;
  }[];
}

/** A copy of everything about one data subject (art. 15 and 20 GDPR). */
export interface DataExport {
  readonly format: 'claims-hub-data-export';
  readonly version: 1;
  readonly generatedAt: string;
  /** Opaque key of the customer. */
  readonly dataSubject: string;
  readonly purpose: string;
  readonly policy: { readonly name: string; readonly version: string };
  /** Whether every system answered. */
  readonly complete: boolean;
  readonly systems: readonly SystemReport[];
  /** Fields that the rules do not show to who asked, with the reason; nobody else's fault. */
  readonly withheld: readonly { readonly field: string; readonly because: string | null }[];
  /** Fields of which the rules show a part: what may be other persons' in free text is covered. */
  readonly masked: readonly string[];
  /** What happens to each field that holds data. */
  readonly fields: readonly MappedField[];
  /** The objects, by type. Links are keys of other objects. */
  readonly data: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}
