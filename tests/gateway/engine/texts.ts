const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: [
  "@key", "@external", "@requires", "@provides", "@shareable", "@override", "@inaccessible", "@interfaceObject"])
scalar JSON
`;

/** Five subgraphs that between them use what Federation 2 has. */
export const TEXTS: Readonly<Record<string, string>> = {
  products: `${LINK}
    type Query {
      product(id: ID!): Product
      topProducts(first: Int = 3): [Product]!
      matrix: [[Product!]]
      node(id: ID!): Node
      nodes: [Node!]
      search(filter: Filter): [Found!]
      media: [Media]
      someMedia: Media!
      shared: Int @shareable
    }
    type Mutation { rename(id: ID!, name: String!): Product touch(id: ID!): Product! }
    input Filter { words: [String!], kind: Kind, first: Int }
    enum Kind { TOOL TOY HIDDEN @inaccessible }
    interface Node { id: ID! name: String }
    union Found = Product | Book | Vendor
    interface Media @key(fields: "id") { id: ID! title: String }
    type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int sequel: Book }
    type Movie implements Media @key(fields: "id") { id: ID! title: String minutes: Int! }
    type Product implements Node @key(fields: "id") @key(fields: "upc brand { code }") {
      id: ID!
      upc: String @shareable
      name: String @shareable
      label(size: Int, loud: Boolean = false): String
      price: Int
      weight: Float!
      dims: Dims
      boxes: [Dims!]
      brand: Brand @shareable
      vendor: Vendor
      kind: Kind
      meta: JSON
      tags: [String!]
      grid: [[Int]]
      related: [Product!]!
      pair: [[Product]!]
      old: String
      secret: String @inaccessible
    }
    type Dims @shareable { w: Int h: Int! }
    type Brand @shareable { code: String country: String }
    type Vendor implements Node @key(fields: "id") { id: ID! name: String site: String! best: Product }
  `,
  inventory: `${LINK}
    type Query { lowStock: [Product!]! shared: Int @shareable }
    type Product @key(fields: "id") {
      id: ID!
      price: Int @external
      weight: Float! @external
      secret: String @external
      dims: Dims @external
      boxes: [Dims!] @external
      inStock: Boolean!
      shipping: Int @requires(fields: "price weight")
      boxed: String! @requires(fields: "dims { w h }")
      stacked: [String] @requires(fields: "boxes { h } secret")
      shelf: Shelf
      old: String @override(from: "products")
    }
    type Dims @shareable { w: Int h: Int! }
    type Shelf { row: Int! keeper: User neighbours: [Product] }
    type User @key(fields: "id") { id: ID! }
  `,
  reviews: `${LINK}
    type Query { review(id: ID!): Review latest(first: Int!): [Review!] }
    type Mutation { review(product: ID!, body: String): Review! }
    type Review @key(fields: "id") {
      id: ID!
      body: String
      stars: Int!
      product: Product @provides(fields: "name")
      author: User!
      about: Subject
    }
    union Subject = Product | User
    type Product @key(fields: "id") { id: ID! name: String @external reviews(first: Int): [Review]! }
    type User @key(fields: "id") { id: ID! reviews: [Review!] name: String @external greeting: String @requires(fields: "name") }
    type Media @key(fields: "id") @interfaceObject { id: ID! ratings: Int reviews: [Review] }
  `,
  users: `${LINK}
    type Query { me: User! users: [User] }
    type User @key(fields: "id") @key(fields: "email") { id: ID! email: String name: String address: Address friends: [User!]! }
    type Address { lines: [String]! city: City }
    type City { name: String! twin: City mayor: User }
  `,
  catalog: `${LINK}
    type Product @key(fields: "upc brand { code }") { upc: String @shareable brand: Brand @shareable description: String warranty: Warranty! }
    type Brand @shareable { code: String country: String }
    type Warranty { months: Int! issuer: Vendor }
    type Vendor @key(fields: "id") { id: ID! claims: Int }
    type User @key(fields: "email") { email: String points: Int! wishes: [Product] }
  `,
};
