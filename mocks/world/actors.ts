import { FIRST_CUSTOMER } from './first';
import { HEAD_OFFICE, HOME, HOME_ADVISER, OFFICERS } from './places';
import type { ActorRecord } from './shapes';

const EVERYDAY = [
  'claims:read',
  'claims:write',
  'surveys:read',
  'surveys:write',
  'customers:read',
  'accounts:read',
];

/** Those to whom the development issuer gives tokens. */
export const ACTORS: readonly ActorRecord[] = [
  {
    name: 'customer',
    subject: 'usr-7f3a2c10',
    clientId: 'claims-portal',
    roles: ['client_self'],
    scopes: EVERYDAY,
    purposes: ['customer_self_service'],
    customerNumber: FIRST_CUSTOMER,
  },
  {
    name: 'adviser',
    subject: 'usr-51d0e8b4',
    clientId: 'claims-desk',
    roles: ['handler_l1'],
    scopes: EVERYDAY,
    purposes: ['complaint_handling'],
    branch: HOME.code,
    staffNumber: HOME_ADVISER,
  },
  {
    name: 'complaints-officer',
    subject: 'usr-c2984f6d',
    clientId: 'claims-desk',
    roles: ['handler_l2'],
    scopes: EVERYDAY,
    purposes: ['complaint_handling', 'fraud_prevention'],
    branch: HEAD_OFFICE,
    staffNumber: OFFICERS[0]!,
  },
  {
    name: 'supervisor',
    subject: 'usr-0b6e93a7',
    clientId: 'claims-desk',
    roles: ['supervisor'],
    scopes: EVERYDAY,
    purposes: ['complaint_handling', 'quality_improvement'],
    branch: HOME.code,
    staffNumber: 'S300042',
  },
  {
    name: 'compliance',
    subject: 'usr-9a417e52',
    clientId: 'claims-console',
    roles: ['compliance_officer'],
    scopes: ['policy:read', 'audit:read'],
    purposes: ['security_audit'],
    branch: HEAD_OFFICE,
    staffNumber: 'F400007',
  },
  {
    name: 'dpo',
    subject: 'usr-e4d2067b',
    clientId: 'claims-console',
    roles: ['dpo'],
    scopes: [...EVERYDAY.filter((scope) => scope.endsWith(':read')), 'privacy:write', 'policy:read', 'audit:read'],
    purposes: ['dsr_fulfilment'],
    branch: HEAD_OFFICE,
    staffNumber: 'D500001',
  },
  {
    name: 'mediator',
    subject: 'usr-38fa51c9',
    clientId: 'mediation-desk',
    roles: ['mediator'],
    scopes: ['claims:read'],
    purposes: ['mediation'],
  },
  {
    name: 'partner-comparator',
    subject: 'svc-comparator',
    clientId: 'partner-comparator',
    roles: ['partner:comparator'],
    scopes: ['accounts:read'],
    purposes: ['customer_self_service'],
  },
  {
    name: 'partner-survey',
    subject: 'svc-survey',
    clientId: 'partner-survey',
    roles: ['partner:survey'],
    scopes: ['surveys:read', 'surveys:write', 'claims:read'],
    purposes: ['satisfaction_survey'],
  },
];
