import { Args, Ctx, FieldResolver, Query, Resolver } from 'type-graphql';
import { NotPersonal } from '../shared/classify';
import type { ViewerContext } from './context';
import { readCoordinates } from './coordinates';
import { Access, CanArgs, Viewer } from './viewer.type';

@Resolver(() => Viewer)
export class ViewerResolver {
  @NotPersonal('system.access')
  @Query(() => Viewer, { nullable: true, description: 'Who asks, and what they may expect of the graph.' })
  viewer(@Ctx() { operation }: ViewerContext): Viewer {
    const { roles, purposes, purpose, scopes } = operation.caller;
    return { roles, purposes, purpose, scopes };
  }

  @NotPersonal('system.access')
  @FieldResolver(() => [Access], {
    nullable: true,
    description:
      'What the access rules say to places of the graph, in the order of the question: a front end hides what is denied. Which objects exist for the caller is another matter.',
  })
  can(@Args(() => CanArgs) { coordinates }: CanArgs, @Ctx() { access, operation }: ViewerContext): Access[] {
    return readCoordinates(coordinates).map((each) => access(each, operation.caller));
  }
}
