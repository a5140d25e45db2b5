import type { Eraser } from '../schema/ports/erasure';
import { claimEraser } from './claims/erasure';
import { contactEraser } from './customers/contact-erasure';
import { evidenceEraser } from './documents/evidence/erasure';
import { orderEraser } from './payments/order-erasure';
import { surveyEraser } from './surveys/erasure';

/** What erases a person in our own store, subgraph by subgraph: handed to whoever answers their requests. */
export const erasers: readonly Eraser[] = [
  claimEraser,
  evidenceEraser,
  orderEraser,
  surveyEraser,
  contactEraser,
];
