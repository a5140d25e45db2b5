import { tellDifferences } from '../../gateway/policy/difference';
import { compile } from '../../schema/policy/compile';
import { callerWith, smallPolicy } from './small-policy';

const table = compile(
  new Map([
    ['Person.email', { category: 'user.contact.email' }],
    ['Person.name', { category: 'user.name' }],
    ['Person.phone', { category: 'user.contact.phone_number' }],
  ]),
  smallPolicy({
    rules: [
      { id: 'A', categories: 'user.contact.email', roles: 'staff', decision: 'ALLOW' },
      {
        id: 'B',
        categories: 'user.name',
        roles: 'staff',
        decision: '{ mask: name_initial }',
        when: 'relation in [same_branch]',
      },
    ],
  }),
);
const denied = (coordinate: string) => ({
  message: '-',
  extensions: { code: 'FIELD_ACCESS_DENIED', coordinate },
});

describe('a difference between the gateway and a subgraph', () => {
  it.each<[string, string[], string[], string[]]>([
    [
      'is a refusal of what the gateway always allows',
      ['Person.email', 'Person.email'],
      [],
      ['Person.email: ALLOW, DENY'],
    ],
    ['is a mask where the gateway shows all', [], ['Person.email'], ['Person.email: ALLOW, MASK']],
    ['is no refusal or mask that depends on the object', ['Person.name'], ['Person.name'], []],
    ['is no refusal that the gateway made itself', ['Person.phone'], [], []],
    ['is a mask of what the gateway never shows', [], ['Person.phone'], ['Person.phone: DENY, MASK']],
  ])('%s', (_, refused, masked, told) => {
    const heard: string[] = [];
    tellDifferences(
      table,
      callerWith({ branch: '00001' }),
      { errors: refused.map(denied), masked },
      (coordinate, gateway, subgraph) => heard.push(`${coordinate}: ${gateway}, ${subgraph}`),
    );
    expect(heard).toEqual(told);
  });
});
