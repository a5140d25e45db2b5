import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { SubgraphModule } from '../shared/module';
import { createAccessOf } from './access';
import type { ViewerContext } from './context';
import { viewerSchema } from './schema';

/** The hub's own supergraph, from source and once compiled. */
const OWN_SUPERGRAPH = join(__dirname, '..', '..', 'schema', 'contract', 'supergraph.graphql');

/** Who asks and what the access rules let them see, from the rules and the supergraph; no system is behind it. */
export const subgraph: SubgraphModule<{ readonly supergraph: string }> = {
  name: 'viewer',
  port: 4107,
  settings: z
    .object({ HUB_SUPERGRAPH: z.string().default(OWN_SUPERGRAPH) })
    .transform((env) => ({ supergraph: env.HUB_SUPERGRAPH })),
  schema: viewerSchema,
  async create({ supergraph }, { policy }) {
    const access = createAccessOf(await readFile(supergraph, 'utf8'), policy);
    return {
      name: 'viewer',
      schema: viewerSchema(),
      context: (operation): ViewerContext => ({ operation, access }),
      ready: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
  },
};
