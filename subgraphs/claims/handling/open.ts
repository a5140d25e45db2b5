import type { RowFilter } from '../../../schema/policy/row';
import type { MeteredStore } from '../../shared/metered-store';
import { createWorkQueues, type WorkQueues } from '../work-queue/work-queue.source';
import { loadNoteWords } from './note-words';
import { createNotesSource, type NotesSource } from './notes';

/** As part of the claims' context. */
export interface HandlingContext {
  readonly workQueues: WorkQueues;
  readonly notes: NotesSource;
}

/** @returns what one operation's context has of handling. */
export function openHandling(): (store: MeteredStore, rows: RowFilter, columns: string) => HandlingContext {
  const check = loadNoteWords();
  return (store, rows, columns) => ({
    workQueues: createWorkQueues(store, rows, columns),
    notes: createNotesSource(store, check),
  });
}
