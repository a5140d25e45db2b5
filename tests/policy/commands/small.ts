import { policyText } from '../small-policy';
import { SMALL_ACTORS, SMALL_GRAPH, testDesk } from './desk';

/** Rules of a small policy; a test plants its change among them. */
export const RULES = {
  technical: {
    id: 'R-TECHNICAL',
    categories: 'system',
    roles: 'staff,owner',
    purposes: '*',
    decision: 'ALLOW',
  },
  name: { id: 'R-NAME', categories: 'user.name', roles: 'staff', decision: 'ALLOW' },
  email: {
    id: 'R-EMAIL',
    categories: 'user.contact.email',
    roles: 'staff',
    decision: '{ mask: email_domain }',
    when: 'relation in [same_branch]',
  },
  contact: {
    id: 'R-CONTACT',
    categories: 'user.contact',
    roles: 'staff',
    decision: 'ALLOW',
    when: 'relation in [assigned_handler]',
  },
  own: { id: 'R-OWN', categories: 'user', roles: 'owner', decision: 'ALLOW', when: 'relation in [self]' },
} as const;

/** The sections beside the rules. */
export const SECTIONS = {
  rows: `
  - { id: V-STAFF, roles: [staff], types: [Person], because: Staff knows every person. }
  - { id: V-OWNER, roles: [owner], types: ["*"], when: "relation in [self]", because: Owners know themselves. }`,
  actions: `
  - { id: A-RENAME, mutations: [rename], roles: [staff], purposes: [work], scope: "people:write", legalBasis: contract, because: Names change now and then. }`,
  scopes: '{ "people:read": [Person] }',
};

/** The small policy's text. */
export const smallText = (sections: Partial<Parameters<typeof policyText>[0]> = {}): string =>
  policyText({ rules: Object.values(RULES), ...SECTIONS, ...sections });

/** A desk with the small policy and graph. @param more other files. @param revisions policies by revision. */
export const smallDesk = (
  more: Readonly<Record<string, string>> = {},
  revisions: Readonly<Record<string, string>> = {},
) =>
  testDesk(
    { 'policy.yaml': smallText(), 'supergraph.graphql': SMALL_GRAPH, 'actors.json': SMALL_ACTORS, ...more },
    revisions,
  );
