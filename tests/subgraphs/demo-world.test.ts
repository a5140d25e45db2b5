import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CustomerRecord, DocumentRecord, OrderRecord } from '../../mocks/world/shapes';
import { subgraph as customers } from '../../subgraphs/customers';
import { subgraph as documents } from '../../subgraphs/documents';
import { subgraph as payments } from '../../subgraphs/payments';
import { ids, startSoapSubgraph } from './soap-subgraph';

const lines = <T>(file: string): T[] =>
  readFileSync(join(__dirname, '..', '..', 'mocks', 'data', file), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

/** One row in eleven: all spellings of the world occur many times over. */
const sample = <T>(rows: readonly T[]): T[] => rows.filter((_, index) => index % 11 === 0);

const cases = [
  {
    module: customers,
    type: 'Customer',
    world: { customers: sample(lines<CustomerRecord>('customers.ndjson')) },
    keys: (): string[] =>
      sample(lines<CustomerRecord>('customers.ndjson')).map((each) => ids.seal('cus', each.numeroTiers)),
    fields: `title lastName firstName companyName kind birthDate email phone language branch customerSince customerUntil
      vulnerable deceased litigation address { lines postalCode country } consents { channel granted }`,
  },
  {
    module: documents,
    type: 'Document',
    world: { documents: sample(lines<DocumentRecord>('documents.ndjson')) },
    keys: (): string[] =>
      sample(lines<DocumentRecord>('documents.ndjson')).map((each) => ids.seal('doc', each.idDocument)),
    fields: 'type label depositedAt mimeType sizeBytes retentionClass claim { id }',
  },
  {
    module: payments,
    type: 'PaymentOrder',
    world: { orders: sample(lines<OrderRecord>('orders.ndjson')) },
    keys: (): string[] =>
      sample(lines<OrderRecord>('orders.ndjson')).map((each) => ids.seal('pay', each.referenceExterne)),
    fields: 'reference type state amount createdOn postedOn claim { id } account { id }',
  },
];

it.each(cases)('the demo world is read whole: $type', async ({ module, type, world, keys, fields }) => {
  const hub = await startSoapSubgraph(module, world);
  try {
    const wanted = keys();
    const { data, errors, use } = await hub.entities('officer', type, wanted, `id ${fields}`);
    expect(errors).toEqual([]);
    expect((data?._entities as { id: string }[]).map(({ id }) => id)).toEqual(wanted);
    expect(use?.calls).toBe(Math.ceil(wanted.length / 20));
  } finally {
    await hub.close();
  }
});
