import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { NotPersonal } from './classify';
import { GraphQLDateTime } from './scalars';

/** How a source does: the kernel's `SourceState`, as the graph shows it. */
export enum LegacyState {
  CLOSED = 'CLOSED',
  OPEN = 'OPEN',
  HALF_OPEN = 'HALF_OPEN',
  CLOSED_FOR_NIGHT = 'CLOSED_FOR_NIGHT',
}
registerEnumType(LegacyState, {
  name: 'LegacyState',
  description: 'Whether a system is asked.',
  valuesConfig: {
    CLOSED: { description: 'The circuit is closed: calls go through.' },
    OPEN: { description: 'It kept failing and is left alone for a while.' },
    HALF_OPEN: { description: 'It kept failing; the next call tries it.' },
    CLOSED_FOR_NIGHT: { description: 'It says, or is known, to be closed at this hour.' },
  },
});

@Directive('@shareable')
@ObjectType({ description: 'How one old system does, as the process that asks it knows.' })
export class LegacySource {
  @NotPersonal('system.health')
  @Field(() => String, { nullable: true, description: 'Its public name, as errors have it.' })
  source!: string;

  @NotPersonal('system.health')
  @Field(() => LegacyState, { nullable: true, description: 'Whether it is asked.' })
  state!: LegacyState;

  @NotPersonal('system.health')
  @Field(() => GraphQLDateTime, {
    nullable: true,
    description: 'When it opens or is asked again, where that is known.',
  })
  reopensAt!: Date | null;

  @NotPersonal('system.health')
  @Field(() => GraphQLDateTime, { nullable: true, description: 'When it last answered.' })
  lastSuccessAt!: Date | null;

  @NotPersonal('system.health')
  @Field(() => Int, {
    nullable: true,
    description: 'Half of its last calls took so many milliseconds or less.',
  })
  p50Ms!: number | null;

  @NotPersonal('system.health')
  @Field(() => Int, { nullable: true, description: 'Nineteen in twenty of them did.' })
  p95Ms!: number | null;

  @NotPersonal('system.health')
  @Field(() => Int, { nullable: true, description: 'Calls under way now.' })
  underWay!: number;

  @NotPersonal('system.health')
  @Field(() => Int, { nullable: true, description: 'Calls that wait for one of its connections now.' })
  waiting!: number;

  @NotPersonal('system.health')
  @Field(() => Int, { nullable: true, description: 'Most calls at once.' })
  connections!: number;
}
