import { join } from 'node:path';
import { readDocuments, readPorts } from '../../../adapters/soap';
import type { Notes, Surroundings } from '../../../subgraphs/shared/import/model';
import { wsdlFiles } from '../../../subgraphs/shared/import/wsdl/files';
import { planWsdl, type WsdlPlan } from '../../../subgraphs/shared/import/wsdl/plan';
import { createReader } from '../../../subgraphs/shared/import/wsdl/reading';
import { vendor } from '../../../subgraphs/shared/import/wsdl/vendor';

const CONTRACTS = join(__dirname, 'contracts');
const EMPTY: Surroundings = {
  types: new Set(['Query']),
  queries: new Set(),
  subgraphs: new Set(),
  ports: new Set([4107]),
};

interface Chosen {
  readonly operations?: string[];
  readonly entities?: string[];
  readonly surroundings?: Surroundings;
}

/** What would be written for a contract, and what is told about the rest. */
async function planned(file: string, { operations = [], entities = [], surroundings = EMPTY }: Chosen = {}) {
  const documents = await readDocuments(join(CONTRACTS, file), createReader());
  const notes: Notes = [];
  const choices = { name: 'sample', operations, entities };
  const plan = planWsdl(documents, readPorts(documents), choices, surroundings, notes);
  return { plan, notes };
}

/** Every field as `Type.field: Kind`, lists in brackets, `!` where the contract promises it. */
const fieldsOf = (plan: WsdlPlan): readonly string[] => {
  const targets = [...plan.entities, ...plan.queries].map(({ target }) => target.object);
  return [...new Set(targets)].flatMap(({ name, fields }) =>
    fields.map((field) => {
      const type = typeof field.type === 'object' ? field.type.name : field.type;
      return `${name}.${field.name}: ${field.many ? `[${type}]` : type}${field.required ? '!' : ''}`;
    }),
  );
};

describe('what a contract becomes', () => {
  it('document/literal wrapped, as JAX-WS on CXF writes it', async () => {
    const { plan, notes } = await planned('orders-cxf/OrderService.wsdl');
    expect(plan.entities.map(({ byId, byKey }) => [byId, byKey])).toEqual([['order', 'orderByOrderNumber']]);
    expect(plan.queries.map(({ name, target }) => [name, target.object.name, target.many])).toEqual([
      ['findOrders', 'Order', true],
    ]);
    expect(fieldsOf(plan)).toEqual([
      'Order.orderNumber: text!',
      'Order.placedAt: dateTime!',
      'Order.deliveredOn: date',
      'Order.status: text',
      'Order.total: text!',
      'Order.weight: float',
      'Order.gift: boolean!',
      'Order.lines: [OrderLine]',
      'Order.replaces: Order',
      'Order.itsId: text',
    ]);
    expect(notes).toEqual([expect.stringMatching(/^Left out: cancelOrder\. .*--operation NAME/)]);
  });

  it('document/literal bare with imports and SOAP 1.2 alone, as .NET writes it: a key that is asked for many at once', async () => {
    const { plan } = await planned('stock-net/Stock.wsdl');
    const [items] = plan.entities;
    expect([items?.byKey, items?.asked.many, items?.target.steps.map(({ legacy }) => legacy)]).toEqual([
      'stockItemByItemId',
      true,
      ['GetItemsResult', 'StockItem'],
    ]);
    expect(fieldsOf(plan)).toEqual([
      'StockItem.itemId: text!',
      'StockItem.label: text',
      'StockItem.colours: ArrayOfstring',
      'StockItem.price: text',
      'StockItem.updatedOn: dateTime',
      'SearchItemsAnswer.total: int',
      'SearchItemsAnswer.searchItemsResult: ArrayOfStockItem',
    ]);
  });

  it('rpc/literal, as Axis writes it', async () => {
    const { plan } = await planned('rates-axis/Rates.wsdl');
    expect(plan.queries.map(({ name, inputs }) => [name, inputs.map((input) => input.name)])).toEqual([
      ['getRate', ['currency', 'day']],
      ['listRates', []],
    ]);
    expect(fieldsOf(plan)).toEqual([
      'Rate.currency: text',
      'Rate.day: date!',
      'Rate.rate: float!',
      'Rate.fixed: boolean!',
      'Rate.note: [text]',
    ]);
  });

  it('choices, attributes, text beside attributes, groups and included schemas, as contract-first tools write them', async () => {
    const { plan } = await planned('parties-choice/parties.wsdl');
    expect(fieldsOf(plan)).toEqual([
      'Party.person: Person',
      'Party.company: Company',
      'Party.turnover: [Amount]',
      'Party.parent: Party',
      'Party.reference: text!',
      'Party.active: boolean',
    ]);
    const files = wsdlFiles(plan, 4108);
    expect(files.get('subgraphs/sample/amount.record.ts')).toContain('value: text("#text").trim()');
    expect(files.get('subgraphs/sample/amount.record.ts')).toContain('currency: text("@currency").trim()');
  });

  it('names that the graph has already are prefixed, not shared', async () => {
    const surroundings = { ...EMPTY, types: new Set(['Order']), queries: new Set(['findOrders']) };
    const { plan } = await planned('orders-cxf/OrderService.wsdl', { surroundings });
    expect(plan.entities.map(({ byId, target }) => [byId, target.object.name])).toEqual([
      ['sampleOrder', 'SampleOrder'],
    ]);
    expect(plan.queries.map(({ name }) => name)).toEqual(['sampleFindOrders']);
  });

  it('every field, question and argument of it is left to classify; keys alone are not', async () => {
    const { plan } = await planned('orders-cxf/OrderService.wsdl');
    const code = [...wsdlFiles(plan, 4108)].filter(([path]) => path.startsWith('subgraphs/'));
    const decorated = code.flatMap(([, text]) => text.match(/@(NotPersonal|Personal|Unclassified)\(/g) ?? []);
    expect(decorated.filter((each) => each.startsWith('@Personal'))).toEqual([]);
    // `id` as a field and as an argument.
    expect(decorated.filter((each) => each.startsWith('@NotPersonal'))).toHaveLength(2);
  });

  it.each([
    [{ operations: ['dropOrders'] }, /no operation dropOrders\. It has: getOrder, findOrders, cancelOrder/],
    [{ entities: ['findOrders:customer'] }, /^--entity findOrders:customer: /],
    [{ operations: ['cancelOrder'] }, /^The contract has no operation to ask/],
  ])('%j is refused in a sentence', async (chosen, sentence) => {
    await expect(planned('orders-cxf/OrderService.wsdl', chosen)).rejects.toThrow(sentence);
  });
});

describe('a contract beside the code', () => {
  it('is one folder of files that refer to each other alone', async () => {
    const reader = createReader();
    await readDocuments(join(CONTRACTS, 'stock-net/Stock.wsdl'), reader);
    const files = vendor('stock', reader.documents, (relative, from) => reader.resolve(relative, from));
    expect(files.map(({ file }) => file)).toEqual([
      'stock.wsdl',
      'Stock.messages.xsd',
      'Stock.data.xsd',
      'Arrays.xsd',
    ]);
    const references = files.flatMap(({ bytes }) =>
      [...bytes.toString('utf8').matchAll(/schemaLocation="([^"]*)"/g)].map(([, location]) => location),
    );
    expect(new Set(references)).toEqual(new Set(['Stock.messages.xsd', 'Stock.data.xsd', 'Arrays.xsd']));
  });
});
