import { camel, constant, pascal } from '../names';
import { comment, literal } from '../text';
import type { WsdlPlan } from './plan';

/** Writes the subgraph's module: name, port, settings, adapter. */
export function indexFile({ name, service, entities, bank }: WsdlPlan, port: number): string {
  const own = pascal(name);
  const prefix = constant(name);
  const keyed = entities.length > 0;
  const source = entities.some(({ asked }) => asked.many) ? 'soap.source, ' : '';
  return `import { join } from 'node:path';
import { z } from 'zod';
import { createGuard, guardSoap } from '../../adapters/resilience';
import { createSoapCaller } from '../../adapters/soap';
import type { SubgraphModule } from '../shared/module';
import { createAsk } from '../shared/soap-ask';
import { ${bank ? 'CODE_APPLI, ' : ''}soapAccess, soapAccount, type SoapSettings, soapUrl } from '../shared/soap-settings';
import { sourceLimits, sourceVariables } from '../shared/source-settings';
${keyed ? "import { createRowGate } from '../shared/row-gate';\n" : ''}import type { ${own}Context } from './context';
import { create${own}Source } from './${name}.source';
import { ${camel(name)}Schema } from './schema';

/** ${comment(service.description)} */
export const subgraph: SubgraphModule<SoapSettings> = {
  name: ${literal(name)},
  port: ${port},
  settings: z
    .object({ ${prefix}_SOAP_URL: soapUrl, ...sourceVariables('${prefix}_SOAP'), ...soapAccount })
    .transform((env) => ({
      endpoint: env.${prefix}_SOAP_URL,
      limits: sourceLimits('${prefix}_SOAP', env),
      ...soapAccess(env),
    })),
  schema: ${camel(name)}Schema,
  async create({ limits, ...access }, { ${keyed ? 'ids, clock, log, policy, relations' : 'clock, log, policy'} }) {
    const { timeoutMs, connections } = limits;
    const caller = await createSoapCaller(
      {
        source: ${literal(name)},
        wsdlPath: join(__dirname, 'contract', ${literal(`${name}.wsdl`)}),
${bank ? '        codeAppli: CODE_APPLI,\n' : ''}        connections,
        ...access,
      },
      { clock, log },
    );
    const keeping = policy.keeping.get(caller.source);
    const soap = guardSoap(caller, createGuard(caller.source, limits, { clock, keeping }));
    return {
      name: ${literal(name)},
      schema: ${camel(name)}Schema(),
      context: (operation): ${own}Context => ({
        operation,
        source: create${own}Source(${source}createAsk(soap, operation, timeoutMs)),
${keyed ? '        ids,\n        admit: createRowGate(policy, operation, relations),\n' : ''}      }),
      ready: (withinMs) => soap.ping(withinMs),
      close: () => soap.close(),
    };
  },
};
`;
}
