/**
 * A claim `c` as it was filed, that nobody has taken up: no version but the first, nothing said or noted about it since,
 * and no word of the rules yet.
 */
export const UNTOUCHED = `c.status = 'FILED' and c.version = 1
   and not exists (select from claims.automation a where a.claim_seq = c.seq)
   and not exists (select from claims.claim_event e where e.claim_seq = c.seq and e.type not in ('FILED', 'FORMALISATION_INVITED'))
   and not exists (select from claims.claim_message m where m.claim_seq = c.seq)
   and not exists (select from claims.internal_note n where n.claim_seq = c.seq)`;
