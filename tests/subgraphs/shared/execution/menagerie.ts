/** A schema in which types, lists and promises of values stand in every combination. */
export const MENAGERIE = `
  type Query {
    keeper(id: ID!, nick: String = "Jo"): Keeper
    keepers(first: Int = 3, like: Wish): [Keeper!]!
    beings(kinds: [Kind!]): [Being]
    being(wish: Wish): Being!
    found(text: String): [Found!]
    grid: [[Int!]!]
    cages: [[Cage]!]!
    count: Int!
  }
  type Mutation { feed(id: ID!): Being  clean(cage: ID!, often: Int = 2): Cage!  note(text: String!): String! }
  input Wish { name: String, kind: Kind, many: Int = 4, deep: Wish }
  enum Kind { BIRD FISH }
  scalar Day
  interface Being { id: ID!  name: String  kind: Kind!  friends(first: Int): [Being!]  born: Day }
  type Bird implements Being {
    id: ID!  name: String  kind: Kind!  friends(first: Int): [Being!]  born: Day
    wings: Int!  songs(wish: Wish): [String!]!  nest: Cage  weight: Float
  }
  type Fish implements Being {
    id: ID!  name: String  kind: Kind!  friends(first: Int): [Being!]  born: Day
    fins: Int  wet: Boolean!  tank: Cage!
  }
  union Found = Bird | Keeper | Cage
  type Keeper { id: ID!  name(upper: Boolean = false): String!  cages: [Cage!]  boss: Keeper!  likes: [Found]  notes: [[String]!] }
  type Cage { id: ID!  size: Float!  inside: [Being]!  keeper: Keeper  label: String  open: Boolean }
`;
