import { type Eraser, ErasureStatus } from '../../schema/ports/erasure';

/**
 * Erases what is kept of changes of contact details, those on their way included: nobody writes what is to be erased into
 * the customer file. The file itself is erased by whoever runs it.
 */
export const contactEraser: Eraser = {
  system: 'contact-changes',
  async erase(session, customerNumber) {
    const [table] = await session.query<{ there: boolean }>(
      `select to_regclass('customers.outbox') is not null as there`,
    );
    const gone = table?.there
      ? await session.query('delete from customers.outbox where subject = $1 returning reference', [
          customerNumber,
        ])
      : [];
    return gone.length > 0
      ? { status: ErasureStatus.DONE_AT_SOURCE, reason: 'Changes of contact details are deleted.' }
      : { status: ErasureStatus.NOTHING_HELD, reason: 'There was no change of contact details.' };
  },
};
