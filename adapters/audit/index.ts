export { createAuditLog, type AuditLogOptions } from './log';
