import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { parseYamlData } from '../../subgraphs/shared/yaml-data';

const text = z.string().min(1);
const named = z.record(z.string(), text);

const words = z.strictObject({
  title: text,
  labels: z.strictObject({
    number: text,
    reference: text,
    filedAt: text,
    receivedAt: text,
    sentAt: text,
    channel: text,
    capacity: text,
    product: text,
    motive: text,
    amount: text,
    claimant: text,
    description: text,
    answers: text,
  }),
  seal: text,
  kept: text,
  channels: named,
  capacities: named,
  products: named,
  motives: named,
});

const fileShape = z.strictObject({ FR: words, EN: words, DE: words, ES: words, IT: words });

/** The words of a dated copy in every language that claimants are served in; those of the graph's enums by their names. */
export type AllCopyWords = z.infer<typeof fileShape>;

/** Reads the words that ship with the hub (`words.yaml`). @throws {Error} every mistake with its line. */
export const loadCopyWords = (): AllCopyWords =>
  parseYamlData('words.yaml', readFileSync(join(__dirname, 'words.yaml'), 'utf8'), fileShape);
