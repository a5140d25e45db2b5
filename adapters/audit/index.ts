export { createConsultations } from './consultations';
export { createAuditLog, type AuditLogOptions } from './log';
