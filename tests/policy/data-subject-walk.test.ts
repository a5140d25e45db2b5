import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildASTSchema, parse, validate } from 'graphql';
import { classificationOf, classifySchema } from '../../schema/contract/classification';
import { planWalk } from '../../schema/contract/walk';
import { walkProblemsOf } from '../../schema/contract/walk-gaps';
import { compile } from '../../schema/policy/compile';
import { useOf } from '../../schema/policy/data-map';
import { loadPolicy, parsePolicy } from '../../schema/policy/load';

const root = join(__dirname, '..', '..', 'schema');
const SUPERGRAPH = readFileSync(join(root, 'contract/supergraph.graphql'), 'utf8');
const POLICY_TEXT = readFileSync(join(root, 'policy/policy.yaml'), 'utf8');
const policy = loadPolicy(join(root, 'policy/policy.yaml'));

const NAME = '@personalData(category: "user.name", subject: "customer")';
const TECH = '@personalData(category: "system.operations")';
const planted = (extension: string): string[] => walkProblemsOf(`${SUPERGRAPH}\n${extension}`, policy);

const unreached = (coordinate: string): string =>
  `${coordinate}: is personal, and no way without arguments leads to it from DataSubject: a data subject would not get it`;

describe('the walk from a data subject through the graph', () => {
  it('reaches every personal field of the graph in force, and somebody may read it for a data subject', () => {
    expect(planted('')).toEqual([]);
  });

  it.each([
    [
      'of a type that only a list leads to',
      `extend type Query { notes: [Note!] ${TECH} } type Note { text: String ${NAME} at: DateTime ${TECH} }`,
      ['Note.text'],
    ],
    [
      'that needs an argument',
      `extend type Claim { aside(of: String! ${TECH}): String ${NAME} }`,
      ['Claim.aside'],
    ],
    [
      'behind a link that needs an argument',
      `extend type Customer { notes(of: String! ${TECH}): [Note!] ${TECH} } type Note { text: String ${NAME} }`,
      ['Note.text'],
    ],
    [
      'of an entity with pages and without a way by its key',
      `type Folder @join__type(graph: CLAIMS, key: "id") { id: ID! ${TECH} title: String ${NAME} claims: FolderConnection ${TECH} }
       type Leaf { text: String ${NAME} } type LeafEdge { cursor: String! ${TECH} node: Leaf! ${TECH} }
       type FolderConnection { edges: [LeafEdge!]! ${TECH} pageInfo: PageInfo! ${TECH} }
       extend type Customer { folders: [Folder!] ${TECH} }`,
      ['Folder.title', 'Leaf.text'],
    ],
    [
      'of a page inside a part that has no key',
      `type Box { pages: BoxConnection ${TECH} } type Leaf { text: String ${NAME} }
       type LeafEdge { cursor: String! ${TECH} node: Leaf! ${TECH} }
       type BoxConnection { edges: [LeafEdge!]! ${TECH} pageInfo: PageInfo! ${TECH} }
       extend type Customer { box: Box ${TECH} }`,
      ['Leaf.text'],
    ],
    [
      'of an interface',
      `interface Any { text: String ${NAME} } type One implements Any { text: String ${NAME} }
       extend type Customer { any: [Any!] ${TECH} }`,
      ['One.text'],
    ],
    ['of the root itself', `extend type Query { motto: String ${NAME} }`, ['Query.motto']],
  ])('fails the contract over a personal field %s', (_, extension, coordinates) => {
    expect(planted(extension).sort()).toEqual(coordinates.map(unreached).sort());
  });

  it('fails the contract over a personal field that nobody may read to answer a request', () => {
    const stricter = parsePolicy(
      POLICY_TEXT.replace(
        '\n# Which objects a role may know of.',
        `
  - { id: D-PLANTED, categories: [user.behavior], roles: ['*'], purposes: [dsr_fulfilment], decision: DENY, final: true,
      legalBasis: contract, retention: technical_1y, because: 'A test withholds what has to be given.' }

# Which objects a role may know of.`,
      ),
      'policy.yaml',
    );
    expect(walkProblemsOf(SUPERGRAPH, stricter)).toContain(
      'Survey.nps: is personal, and nobody may read it for dsr_fulfilment: a data subject would not get it',
    );
  });

  it('finds a part with a key that is planted beside a customer, without any edit', () => {
    const sdl = `${SUPERGRAPH}
      extend type Customer { note: Note ${TECH} } type Note { text: String ${NAME} }`;
    const schema = buildASTSchema(parse(sdl), { assumeValidSDL: true });
    const walk = planWalk(schema, classifySchema(schema));
    expect(walk.reached.get('Note.text')).toBe('DataSubject.customer.note.text');
    expect(walk.steps.get('Customer')?.document).toContain('note { text }');
  });

  it('asks nothing about members of staff, and each step is a valid operation', () => {
    const schema = buildASTSchema(parse(SUPERGRAPH), { assumeValidSDL: true });
    const classification = classificationOf(SUPERGRAPH);
    const walk = planWalk(schema, classification);
    const staff = [...classification].flatMap(([coordinate, { subject }]) =>
      subject === 'employee' ? [coordinate] : [],
    );
    expect(staff.filter((each) => walk.reached.has(each))).toEqual([]);
    for (const { document, pages } of walk.steps.values()) {
      for (const text of [document, ...pages.values()]) expect(validate(schema, parse(text))).toEqual([]);
    }
  });

  it('tells of each datum what it is used for, by whom, on what basis, and how long it is kept', () => {
    const table = compile(classificationOf(SUPERGRAPH), policy);
    expect(useOf('Survey.nps', table)).toMatchObject({
      category: 'user.behavior',
      purposes: expect.arrayContaining(['quality_improvement', 'satisfaction_survey']) as string[],
      recipients: expect.arrayContaining(['partner:survey', 'supervisor']) as string[],
      legalBases: expect.arrayContaining(['legitimate_interest']) as string[],
      retention: expect.arrayContaining(['survey_2y']) as string[],
    });
    expect(useOf('Customer.nationalId', table).recipients).toEqual(['dpo']);
  });
});
