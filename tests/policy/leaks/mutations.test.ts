import { getNamedType, isInputObjectType, isNonNullType, isEnumType, type GraphQLInputType } from 'graphql';
import type { TestHub } from '../../harness/hub';
import { createRandom, createSearch } from './canaries';
import type { GraphField } from './graph';
import { createSender, inParallel } from './send';
import { sized, spread } from './size';
import { openHub, setStage, type Stage } from './stage';
import { createAllowed, createValues } from './values';

let stage: Stage;
let hub: TestHub;

beforeAll(async () => {
  stage = await setStage();
  hub = await openHub(stage.world);
}, 900_000);

afterAll(async () => {
  await hub?.close();
  await stage?.close();
});

/** How many rows all tables hold, and what they hold: a refused change leaves both as they were. */
async function contents(): Promise<string> {
  const tables = await hub.store.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
      where table_schema in ('claims', 'surveys') and table_type = 'BASE TABLE' order by 1`,
  );
  const sums: string[] = [];
  for (const { name } of tables) {
    const [row] = await hub.store.query<{ sum: string }>(
      `select count(*) || ' ' || coalesce(sum(hashtext(t::text)::bigint), 0) as sum from ${name} t`,
    );
    sums.push(`${name} ${row?.sum}`);
  }
  return sums.join('\n');
}

it('lets only those change anything whom an action names, and shows them no more than queries do', async () => {
  const { graph, oracle, askers } = stage;
  const random = createRandom(42);
  const values = createValues(stage, random);
  const { send, close } = createSender(hub);
  const search = createSearch(stage.world.canaries.all, stage.mapping.spellings);
  const allowed = createAllowed(stage);
  let serial = 0;

  const valueFor = (name: string, type: GraphQLInputType): unknown => {
    if (isNonNullType(type)) return valueFor(name, type.ofType);
    if (isEnumType(type)) return type.getValues()[0]?.name;
    if (isInputObjectType(type))
      return Object.fromEntries(
        Object.values(type.getFields()).flatMap((each) =>
          isNonNullType(each.type) || each.name.endsWith('Id')
            ? [[each.name, valueFor(each.name, each.type)]]
            : [],
        ),
      );
    switch (getNamedType(type).name) {
      case 'ID': {
        // `claimId` names its type; any other key is that of some object.
        const wanted = name.replace(/Id$/, '');
        const entity = graph.readable.find((each) => each.toLowerCase() === wanted.toLowerCase());
        return values.key(entity ?? 'Customer') ?? 'none';
      }
      case 'Money':
        return '12.50 EUR';
      case 'Int':
        return 3;
      default:
        return `written-by-a-test-${(serial += 1)}`;
    }
  };
  const payload = (type: string, depth = 0): string =>
    graph
      .fieldsOf(type)
      .flatMap((field: GraphField) => {
        if (field.leaf) return [field.name];
        if (depth > 1 || field.args.length > 0) return [];
        return [`${field.name} { ${payload(field.type, depth + 1)} }`];
      })
      .join(' ');

  const hits = new Map<string, Set<boolean>>();
  const wrong: string[] = [];
  let count = 0;
  const tasks = graph.fieldsOf('Mutation').flatMap((field) =>
    askers.flatMap((asker) =>
      // Whoever may act asks for nothing, and for everything.
      ['__typename', payload(field.type)].flatMap((inner, at) => {
        const ruling = oracle.rule(field.coordinate, asker, {});
        return at > 0 && ruling.share === 'DENY' ? [] : [{ field, asker, inner, ruling }];
      }),
    ),
  );
  const run = async ({ field, asker, inner, ruling }: (typeof tasks)[number]): Promise<void> => {
    const variables = Object.fromEntries(field.args.map(({ name, type }) => [name, valueFor(name, type)]));
    const declared = field.args.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
    const passed = field.args.map(({ name }) => `${name}: $${name}`).join(', ');
    const reply = await send(asker, {
      text: `mutation(${declared}) { ${field.name}(${passed}) { ${inner} } }`,
      variables,
    });
    count++;
    for (const { id } of oracle.policy.actions.filter(({ mutations }) => mutations.includes(field.name)))
      hits.set(id, (hits.get(id) ?? new Set()).add(ruling.by.includes(id)));
    const who = `${field.name} by ${asker.name} for ${asker.purpose}: HTTP ${reply.status}`;
    if (ruling.share === 'DENY' && ![400, 403].includes(reply.status)) wrong.push(`${who}, denied`);
    // What is wrong with the values is the client's mistake, and no refusal.
    const accepted = reply.status === 200 || (reply.status === 400 && reply.text.includes('BAD_USER_INPUT'));
    if (ruling.share !== 'DENY' && inner === '__typename' && !accepted) wrong.push(`${who}, allowed`);
    for (const { canary } of search(reply.text.replace(/"ms":[\d.]+/g, ''), allowed(asker)))
      wrong.push(`${who} shows ${canary.place}`);
  };
  const before = await contents();
  const denied = tasks.filter(({ ruling }) => ruling.share === 'DENY');
  await inParallel(spread(denied, sized(denied.length, 1_500)), 12, run);
  expect(await contents()).toBe(before);
  const allowedTasks = tasks.filter(({ ruling }) => ruling.share !== 'DENY');
  for (const task of spread(allowedTasks, sized(allowedTasks.length, 400))) await run(task);
  expect(await contents()).not.toBe(before);
  await close();
  process.stderr.write(
    `mutations: ${count} by ${askers.length} callers, actions both ways ${[...hits.values()].filter((ways) => ways.size === 2).length}/${oracle.policy.actions.length}\n`,
  );
  expect(wrong.slice(0, 5)).toEqual([]);
  expect([...hits].filter(([, ways]) => ways.size < 2).map(([id]) => id)).toEqual([]);
  expect(hits.size).toBe(oracle.policy.actions.length);
}, 1_800_000);
