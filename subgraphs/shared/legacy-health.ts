import { Ctx, Directive, FieldResolver, ObjectType, Query, Resolver } from 'type-graphql';
import type { SourceHealth } from '../../schema/kernel/sources';
import { NotPersonal } from './classify';
import { LegacySource, LegacyState } from './legacy-health.type';

/** What a subgraph's context has for `legacyHealth`. */
export interface HealthContext {
  readonly health: () => SourceHealth;
}

/**
 * A subgraph's part of `legacyHealth`: each tells about its own system, which it alone knows, in whatever process it
 * runs; the gateway joins them.
 *
 * @param field the system's name in the graph, e.g. `customerFile`.
 * @param what the system, for the description.
 */
export function legacyHealthOf(field: string, what: string) {
  @ObjectType('LegacyHealth', { description: 'How the old systems do, one field each.' })
  class LegacyHealth {}

  @Resolver(() => LegacyHealth)
  class LegacyHealthResolver {
    @Directive('@shareable')
    @NotPersonal('system.health')
    @Query(() => LegacyHealth, { nullable: true, description: 'How the old systems do. For staff.' })
    legacyHealth(): LegacyHealth {
      return new LegacyHealth();
    }

    @NotPersonal('system.health')
    @FieldResolver(() => LegacySource, { name: field, nullable: true, description: `The ${what}.` })
    ofThis(@Ctx() { health }: HealthContext): LegacySource {
      const { state, p50Ms, p95Ms, ...rest } = health();
      return { ...rest, state: LegacyState[state], p50Ms: whole(p50Ms), p95Ms: whole(p95Ms) };
    }
  }
  return LegacyHealthResolver;
}

const whole = (ms: number | null): number | null => (ms === null ? null : Math.round(ms));
