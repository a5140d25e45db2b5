import { modeOf, readOperationSettings } from '../../../gateway/persisted/settings';
import { ConfigurationError, createEnvironment, type Variables } from '../../../subgraphs/shared/environment';

function read(variables: Variables) {
  const env = createEnvironment(variables);
  const settings = readOperationSettings(env);
  env.check();
  return settings;
}

describe('what is told about operations', () => {
  it('is nothing unless said', () => {
    expect(read({})).toEqual({
      mode: 'off',
      clients: new Map(),
      queryBytes: 16_000_000,
      documentBytes: 64_000_000,
    });
  });

  it('may differ by client', () => {
    const settings = read({
      HUB_OPERATIONS: 'log',
      HUB_OPERATIONS_CLIENTS: 'anonymous=enforce, https%3A%2F%2Fpartner.example=off',
      HUB_OPERATIONS_DIR: '/etc/hub/operations',
    });
    const clients = ['anonymous', 'https://partner.example', 'claims-desk'];
    expect(clients.map((client) => modeOf(settings, client))).toEqual(['enforce', 'off', 'log']);
    expect(settings.dir).toBe('/etc/hub/operations');
  });

  it.each<[Variables, string]>([
    [{ HUB_OPERATIONS: 'on' }, 'HUB_OPERATIONS must be one of off, log, enforce.'],
    [
      { HUB_OPERATIONS_CLIENTS: 'claims-desk:log' },
      'HUB_OPERATIONS_CLIENTS must be a list of client=off, client=log or client=enforce, separated by commas.',
    ],
    [
      { HUB_OPERATIONS_CLIENTS: '%=log' },
      'HUB_OPERATIONS_CLIENTS must be a list of client=off, client=log or client=enforce, separated by commas.',
    ],
  ])('is refused where it is not understood: %j', (variables, sentence) => {
    expect(() => read(variables)).toThrow(new ConfigurationError([sentence]));
  });
});
