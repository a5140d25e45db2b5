import { readFileSync } from 'node:fs';
import { buildASTSchema, parse } from 'graphql';
import { classifySchema } from '../../schema/contract/classification';
import { dataMapOf, type MappedField } from '../../schema/contract/data-map';
import { planWalk } from '../../schema/contract/walk';
import { compile } from '../../schema/policy/compile';
import type { Policy } from '../../schema/policy/types';

/**
 * What is held about anyone: read from the whole graph and the rules when it is first asked for.
 *
 * @param supergraph its file.
 */
export function createDataMap(supergraph: string, policy: Policy): () => readonly MappedField[] {
  let map: readonly MappedField[] | undefined;
  return () => {
    if (!map) {
      const schema = buildASTSchema(parse(readFileSync(supergraph, 'utf8')), { assumeValidSDL: true });
      const classification = classifySchema(schema);
      map = dataMapOf(schema, planWalk(schema, classification), compile(classification, policy));
    }
    return map;
  };
}
