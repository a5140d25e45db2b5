/** A way of using Federation: subgraphs, and an operation that shows it. */
export interface Behaviour {
  readonly texts: Readonly<Record<string, string>>;
  readonly query: string;
  /** Set where two subgraphs give a field each in its own way: they agree only where nothing goes wrong. */
  readonly steady?: boolean;
}

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: [
  "@key", "@external", "@requires", "@provides", "@shareable", "@override", "@inaccessible", "@interfaceObject", "@extends"])
`;

const linked = (texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, `${LINK}${text}`]));

/** What gateways are known to differ in, each in a small graph of its own. */
export const BEHAVIOURS: Readonly<Record<string, Behaviour>> = {
  'fields that require each other’s fields in a circle of subgraphs': {
    texts: linked({
      posts: `type Query { feed: [Post] }
        type Post @key(fields: "id") { id: ID! novice: Boolean @external expert: Boolean @requires(fields: "novice") }
        type Author @key(fields: "id") { id: ID! years: Int! }`,
      authors: `type Post @key(fields: "id") {
          id: ID! author: Author expert: Boolean @external
          novice: Boolean @requires(fields: "author { years }") label: String @requires(fields: "expert")
        }
        type Author @key(fields: "id") { id: ID! years: Int! @external name: String }`,
    }),
    query: '{ feed { expert label novice author { name years } } }',
  },
  'fields that require fields that require fields': {
    texts: linked({
      a: `type Query { products: [Product] } type Product @key(fields: "id") { id: ID! base: Int }`,
      b: `type Product @key(fields: "id") { id: ID! base: Int @external net: Int @requires(fields: "base") taxed: Int @external gross: Int @requires(fields: "taxed") }`,
      c: `type Product @key(fields: "id") { id: ID! net: Int @external taxed: Int @requires(fields: "net") }`,
    }),
    query: '{ products { gross taxed } }',
  },
  'fields that require parts of interfaces and unions': {
    texts: linked({
      a: `type Query { users: [User] }
        interface Address { id: ID! }
        type Home implements Address @key(fields: "id") { id: ID! city: String }
        type Work implements Address @key(fields: "id") { id: ID! street: String }
        union Pet = Cat | Dog
        type Cat { purr: Int } type Dog { bark: Int }
        type User @key(fields: "id") { id: ID! address: Address pet: Pet }`,
      b: `interface Address { id: ID! }
        type Home implements Address @key(fields: "id") { id: ID! city: String @external }
        type Work implements Address @key(fields: "id") { id: ID! street: String @external }
        union Pet = Cat | Dog
        type Cat { purr: Int @external } type Dog { bark: Int @external }
        type User @key(fields: "id") {
          id: ID! address: Address @external pet: Pet @external
          place: String @requires(fields: "address { __typename ... on Home { city } ... on Work { street } }")
          noise: Int @requires(fields: "pet { ... on Cat { purr } ... on Dog { bark } }")
        }`,
    }),
    query: '{ users { place noise address { id } } }',
  },
  'fields of interface objects that require others': {
    texts: linked({
      products: `type Query { media: [Media] }
        interface Media @key(fields: "id") { id: ID! title: String }
        type Book implements Media @key(fields: "id") { id: ID! title: String }
        type Movie implements Media @key(fields: "id") { id: ID! title: String minutes: Int }`,
      ratings: `type Media @key(fields: "id") @interfaceObject { id: ID! title: String @external rating: String @requires(fields: "title") }`,
    }),
    query: '{ media { rating ... on Movie { minutes title } } }',
  },
  'interface objects found by way of a third subgraph': {
    texts: linked({
      products: `type Query { media: [Media] }
        interface Media @key(fields: "id") { id: ID! title: String }
        type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
        type Movie implements Media @key(fields: "id") { id: ID! title: String }`,
      lists: `type Query { lists: [Playlist] }
        type Playlist @key(fields: "id") { id: ID! name: String first: Media }
        type Media @key(fields: "id") @interfaceObject { id: ID! }`,
      makers: `type Media @key(fields: "id") @interfaceObject { id: ID! maker: Maker } type Maker { name: String }`,
    }),
    query: '{ lists { name first { __typename title maker { name } ... on Book { pages } } } }',
  },
  'fields that are provided below others, on interfaces and unions': {
    texts: linked({
      a: `type Query {
          books: [Book] @provides(fields: "animals { ... on Dog { name } }")
          shelf: Book @provides(fields: "topic { parent { name } }")
        }
        interface Animal { id: ID! }
        type Dog implements Animal @key(fields: "id") { id: ID! name: String @external }
        type Cat implements Animal @key(fields: "id") { id: ID! }
        type Book @key(fields: "id") { id: ID! animals: [Animal] @shareable topic: Topic @shareable }
        type Topic @key(fields: "id") { id: ID! name: String @external parent: Topic @shareable }`,
      b: `type Dog @key(fields: "id") { id: ID! name: String @shareable age: Int }
        type Cat @key(fields: "id") { id: ID! name: String @shareable age: Int }
        type Topic @key(fields: "id") { id: ID! name: String @shareable parent: Topic @shareable }`,
    }),
    query:
      '{ books { animals { id ... on Dog { name age } ... on Cat { name } } } shelf { topic { name parent { name } } } }',
  },
  'enums and inputs of which subgraphs know different parts': {
    texts: linked({
      a: `type Query { users(filter: Filter): [User] }
        enum Kind { REGULAR ADMIN HIDDEN @inaccessible }
        input Filter { kind: Kind! first: Int }
        type User @key(fields: "id") { id: ID! kind: Kind @shareable }`,
      b: `type Query { usersB(filter: Filter): [User] }
        enum Kind { REGULAR ADMIN }
        input Filter { kind: Kind first: Int last: Int }
        type User @key(fields: "id") { id: ID! kind: Kind @shareable name: String }`,
    }),
    query:
      'query ($first: Int = 1) { users(filter: { kind: REGULAR, first: $first }) { kind name } usersB(filter: { kind: ADMIN }) { id kind } }',
  },
  'unions of which subgraphs know different members': {
    texts: linked({
      a: `type Query { media: Medium @shareable mediaA: [Medium] }
        union Medium = Print | Disc
        type Print @key(fields: "id") { id: ID! pages: Int @shareable }
        type Disc @key(fields: "id") { id: ID! tracks: Int @shareable }
        type Viewer @key(fields: "id") { id: ID! seen: Medium }`,
      b: `type Query { mediaB: [Medium] viewers: [Viewer] }
        union Medium = Print | Tape
        type Print @key(fields: "id") { id: ID! pages: Int @shareable title: String }
        type Tape @key(fields: "id") { id: ID! metres: Int }
        type Viewer @key(fields: "id") { id: ID! last: Medium }`,
    }),
    query:
      '{ mediaA { __typename ... on Print { title } ... on Tape { metres } } mediaB { ... on Disc { tracks } ... on Tape { metres } } viewers { seen { ... on Print { title } } last { ... on Tape { id } } } }',
  },
  'fields of one name and different types in the members of a union': {
    texts: linked({
      a: `type Query { found: [Found] users: [User] }
        union Found = User | Admin
        type User @key(fields: "id") { id: ID }
        type Admin { id: ID! name: String! }`,
      b: `type User @key(fields: "id") { id: ID! name: String nick: String }`,
    }),
    query:
      '{ found { ... on User { id name } ... on Admin { adminId: id adminName: name } } users { nick } }',
  },
  'fields that are taken over from other subgraphs': {
    texts: linked({
      a: `type Query { posts: [Post] }
        interface Node { id: ID! at: String }
        type Post implements Node @key(fields: "id") { id: ID! at: String kind: String }
        type Note implements Node @key(fields: "id") { id: ID! at: String }`,
      b: `type Query { nodes: [Node] }
        interface Node { id: ID! at: String }
        type Post implements Node @key(fields: "id") {
          id: ID! at: String @override(from: "a") kind: String @external slug: String @requires(fields: "kind at2") at2: String @external
        }
        type Note implements Node @key(fields: "id") { id: ID! at: String @override(from: "a") }`,
      c: `type Post @key(fields: "id") { id: ID! at2: String @override(from: "gone") }`,
    }),
    query: '{ posts { at slug } nodes { id at ... on Post { slug } } }',
  },
  'types extended as Federation 1 did': {
    texts: {
      a: `type Query { users: [User] } extend type User @key(fields: "id") { id: ID! @external name: String! @external rank: String! }`,
      b: `type Query { people: [User] } type User @key(fields: "id") { id: ID! name: String! nick: String }`,
    },
    query: '{ users { id rank name } people { rank nick } }',
  },
  'keys that are found by way of other keys': {
    texts: linked({
      a: `type Query { products: [Product] } type Product @key(fields: "id") { id: ID! }`,
      b: `type Product @key(fields: "id") @key(fields: "id pid") { id: ID! pid: String category: Category @shareable }
        type Category { details: Details } type Details { products: Int }`,
      c: `type Product @key(fields: "id pid") { id: ID! pid: String category: Category @shareable price: Int }
        type Category @key(fields: "id") { id: ID }`,
      d: `type Category @key(fields: "id") { id: ID name: String }`,
    }),
    query: '{ products { price category { name details { products } } } }',
    steady: true,
  },
  'root fields that several subgraphs answer a part of': {
    texts: linked({
      a: `type Query { product: Product @shareable node: Node } interface Node { id: ID! }
        type Product implements Node @key(fields: "id") { id: ID! category: Category @shareable } type Category { id: ID! @shareable name: String }`,
      b: `type Query { product: Product @shareable }
        type Product @key(fields: "id") { id: ID! category: Category @shareable } type Category { id: ID! @shareable label: Label }
        type Label @key(fields: "id") { id: ID! }`,
      c: `type Label @key(fields: "id") { id: ID! text: String! }`,
    }),
    query: '{ __typename product { __typename category { name label { text } } } node { __typename id } }',
  },
};
