import { Args, ArgsType, Ctx, Field, Query, Resolver } from 'type-graphql';
import { BadUserInput } from '../../schema/kernel/errors';
import { SourceInvalidData } from '../../schema/kernel/source-errors';
import { NotPersonal, Personal } from '../shared/classify';
import { type Connection, connection, PageArgs, pageRequest } from '../shared/connection';
import { compactDayText } from '../shared/legacy-values';
import { GraphQLDate } from '../shared/scalars';
import { type CustomersContext, visibleCustomer } from './context';
import type { CustomerSearch } from './customer-search.source';
import { type Customer, CustomerConnection } from './customer.type';
import { legacyName } from './name.record';

const customer = { subject: 'customer' } as const;

@ArgsType()
export class CustomerSearchArgs extends PageArgs {
  @Personal('user.name', customer)
  @Field(() => String, {
    description: 'Family or company name, or how it begins; accents and case do not matter.',
  })
  lastName!: string;

  @Personal('user.name', customer)
  @Field(() => String, {
    nullable: true,
    description: 'First name, or how it begins; accents and case do not matter.',
  })
  firstName?: string | null;

  @Personal('user.demographic.date_of_birth', customer)
  @Field(() => GraphQLDate, { nullable: true, description: 'Date of birth.' })
  birthDate?: string | null;
}

const LIST = 'customers';
/** A row's place: the file's own key of its page, empty for the first, and how many of its rows come before. */
const PLACE = [/^.{0,100}$/s, 'integer'] as const;

/** Pages of 20 rows that one request reads at most: the largest page of ours and one to look ahead. */
const PAGES_MAX = 6;

interface Found {
  readonly node: Customer;
  readonly place: readonly [key: string, rows: number];
}

@Resolver()
export class CustomerSearchResolver {
  @NotPersonal()
  @Query(() => CustomerConnection, {
    nullable: true,
    description:
      'Customers by name, for staff: those whom the caller may know of, in the customer file’s order.',
  })
  async searchCustomers(
    @Args(() => CustomerSearchArgs) args: CustomerSearchArgs,
    @Ctx() context: CustomersContext,
  ): Promise<Connection<Customer>> {
    const search = searchOf(args);
    const request = pageRequest(args, LIST, PLACE, context.ids);
    const [key = '', skip = 0] = (request.after ?? []) as [string?, number?];
    if (!context.mayFindOthers) return connection([], request, () => [], nodeOf);
    const { found, resume } = await findVisible(context, search, key, skip, request.first + 1);
    const page = connection(found, request, ({ place }) => place, nodeOf);
    if (found.length > request.first || !resume) return page;
    // Invisible rows used the pages up: the caller goes on after the last row read, not after the last row shown.
    return {
      ...page,
      pageInfo: { ...page.pageInfo, hasNextPage: true, endCursor: request.cursorOf(resume) },
    };
  }
}

const nodeOf = ({ node }: Found): Customer => node;

/** @returns at most `wanted` visible customers, and where to go on if the pages ran out before them. */
async function findVisible(
  context: CustomersContext,
  search: CustomerSearch,
  startKey: string,
  startRow: number,
  wanted: number,
): Promise<{ found: Found[]; resume?: Found['place'] }> {
  const found: Found[] = [];
  let key = startKey;
  for (let pages = 0; pages < PAGES_MAX; pages++) {
    const { rows, next } = await context.customers.search(
      key === '' ? search : { ...search, cleRepositionnement: key },
    );
    const skipped = pages === 0 ? startRow : 0;
    const nodes = await Promise.all(
      // A row that cannot be read cannot be shown to be the caller's to see.
      rows.map(async (row, index) =>
        index < skipped || row instanceof SourceInvalidData ? undefined : visibleCustomer(context, row),
      ),
    );
    for (const [index, node] of nodes.entries()) {
      if (node) found.push({ node, place: [key, index + 1] });
    }
    if (next === undefined || found.length >= wanted) return { found: found.slice(0, wanted) };
    key = next;
  }
  return { found, resume: [key, 0] };
}

/** @throws {BadUserInput} a name that the file cannot hold. */
function searchOf({ lastName, firstName, birthDate }: CustomerSearchArgs): CustomerSearch {
  const prenom = firstName ? nameArgument('firstName', firstName) : undefined;
  return {
    nom: nameArgument('lastName', lastName),
    ...(prenom !== undefined && { prenom }),
    ...(birthDate && { dateNaissance: compactDayText(birthDate) }),
  };
}

function nameArgument(argument: string, typed: string): string {
  const name = legacyName(typed);
  if (name === undefined) throw new BadUserInput(argument, 'a name of 2 to 38 letters is expected.');
  return name;
}
