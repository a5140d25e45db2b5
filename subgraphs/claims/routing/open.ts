import type { MeteredStore } from '../../shared/metered-store';
import { choicesReader } from './choices.reader';
import type { Routing } from './first';
import { createRoutingSource, type RoutingSource } from './routing.source';
import type { RoutingRules } from './rules';

/** As part of the claims' context. */
export interface RoutingContext {
  readonly routing: Routing;
  readonly routings: RoutingSource;
}

/** @returns what one operation's context has of routing. */
export const openRouting =
  (rules: RoutingRules) =>
  (store: MeteredStore): RoutingContext => ({
    routing: { rules, reader: choicesReader },
    routings: createRoutingSource(store),
  });
