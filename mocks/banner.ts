import type { MockVariables } from './mock-server';
import { USUAL_ISSUER } from './oidc/client';

/** `DATABASE_URL`, or the folder of the embedded PostgreSQL. */
export type StorePlace = { readonly url: string } | { readonly dir: string };

/** What the person who started the hub should know. */
export interface BannerFacts {
  /** e.g. `http://127.0.0.1:4000`. */
  readonly url: string;
  /** e.g. `in one process`. */
  readonly shape: string;
  /** Milliseconds from the start of the launcher until now. */
  readonly startedInMs: number;
  /** Where the stand-ins are, by the variable that would name the real system. */
  readonly standIns: MockVariables;
  /** The hub's environment, stand-ins included. */
  readonly variables: NodeJS.ProcessEnv;
  /** Where our own data is. */
  readonly store: StorePlace;
  /** IBM's driver, which a real Db2 needs, is not installed. */
  readonly driverMissing: boolean;
}

const DRIVER_MISSING =
  'IBM’s Db2 driver is not installed: the stand-in does not need it, a real Db2 does (npm run db2:driver).';

/** @returns the text that `npm start` prints; no line of it holds a secret. */
export function banner(facts: BannerFacts): string {
  const { url, shape, startedInMs, standIns, variables, store } = facts;
  const system = (name: string, variable: string, protocol: string): string[] => {
    const place = variables[variable] ?? '';
    return [name, place === standIns[variable] ? 'imitated' : 'real', protocol, placeOf(place)];
  };
  const table = [
    system('identity provider', 'OIDC_ISSUER', 'OpenID Connect'),
    system('customer file', 'CUSTOMERS_SOAP_URL', 'SOAP 1.1'),
    system('document store', 'DOCUMENTS_SOAP_URL', 'SOAP 1.1'),
    system('payment service', 'PAYMENTS_SOAP_URL', 'SOAP 1.1'),
    system('account ledger', 'DB2_DSN', 'DB2_DSN' in standIns ? 'PostgreSQL (Db2’s tables)' : 'Db2'),
    ...(variables.SMTP_URL ? [system('mail server', 'SMTP_URL', 'SMTP')] : []),
    'url' in store
      ? ['claims and surveys', 'real', 'PostgreSQL', placeOf(store.url)]
      : ['claims and surveys', 'embedded', 'PostgreSQL (PGlite)', store.dir],
  ];
  const issuer = variables.OIDC_ISSUER ?? '';
  const token =
    issuer === standIns.OIDC_ISSUER
      ? `npm run -s token -- adviser${issuer === USUAL_ISSUER ? '' : ` --issuer ${issuer}`}      (--list: who else there is)`
      : `from ${issuer}`;
  return [
    `Claims hub, ${shape}, started in ${(startedInMs / 1000).toFixed(1)} s`,
    '',
    `  graph      ${url}/graphql`,
    `  explorer   ${url}/console/explorer`,
    `  a token    ${token}`,
    '',
    ...aligned(table).map((row) => `  ${row}`),
    '',
    ...(facts.driverMissing ? [DRIVER_MISSING, ''] : []),
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}

/** @returns host and path of a URL, or host and port of a Db2 connection string: never its user or password. */
function placeOf(text: string): string {
  if (URL.canParse(text)) {
    const { host, pathname } = new URL(text);
    return `${host}${pathname}`;
  }
  const part = (name: string): string => new RegExp(`(?:^|;)${name}=([^;]*)`, 'i').exec(text)?.[1] ?? '?';
  return `${part('HOSTNAME')}:${part('PORT')}/${part('DATABASE')}`;
}

/** Pads every column but the last to its longest cell. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const width = (column: number): number => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows.map((row) =>
    row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(width(column)))).join('   '),
  );
}
