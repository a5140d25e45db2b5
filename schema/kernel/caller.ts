/**
 * Who asks, as the access token says it and nothing else does. Read once by the gateway, carried to the subgraphs
 * in a signed context, never read from an argument, a client header or an entity representation.
 */
export interface Caller {
  /** Token `sub`: a pseudonymous account name of the identity provider. */
  readonly subject: string;
  /** Token `client_id`: the application that holds the token. */
  readonly clientId: string;
  /** Policy roles, e.g. `client_self`, `handler_l1`, `partner:comparator`. */
  readonly roles: readonly string[];
  /** OAuth scopes, e.g. `claims:read`. */
  readonly scopes: readonly string[];
  /** Purposes that the token allows (RFC 9396 `authorization_details`). */
  readonly purposes: readonly string[];
  /** The one purpose of this operation, chosen among them. */
  readonly purpose: string;
  /** The token's `jti`: which token it was, for the audit trail. */
  readonly tokenId?: string;
  /** The bank's customer number (`numeroTiers`, 12 digits) of a customer who acts for themselves. */
  readonly customerNumber?: string;
  /** The agency code (5 digits) of a member of staff. */
  readonly branch?: string;
  /** The staff number (`matricule`, a letter and 6 digits) of a member of staff. */
  readonly staffNumber?: string;
  /** Mandates that the token speaks of (RFC 9396 `claims_hub_mandate`). */
  readonly mandates?: readonly TokenMandate[];
  /** Numbers of the claims to which the token is limited (RFC 9396 `claims_hub_cases`): no other object is visible. */
  readonly cases?: readonly string[];
}

/** What a token says that a customer let its bearer ask for. It counts only where the bank knows the mandate too. */
export interface TokenMandate {
  /** `numeroTiers`. */
  readonly customerNumber: string;
  /** Without one, all that is the customer's. */
  readonly claimNumber?: string;
}

/** @returns whether a caller is an application of another company: asking beyond its rights refuses the whole operation. */
export const isPartner = ({ roles }: Pick<Caller, 'roles'>): boolean =>
  roles.some((role) => role.startsWith('partner:'));

/** The role of whoever shows no token. */
export const ANONYMOUS = 'anonymous';

/** @returns whether for a caller nothing exists but what the rules may show them. */
export const seesOwnGraph = (caller: Pick<Caller, 'roles'>): boolean =>
  isPartner(caller) || caller.roles.includes(ANONYMOUS);

/** A caller who was let in but whose purpose is not chosen yet. */
export type Identity = Omit<Caller, 'purpose'>;
