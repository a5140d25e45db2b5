/** What the command says about itself. */
export const HELP = `Usage: npm run import -- wsdl FILE|URL [options]
       npm run import -- db2 SCHEMA.TABLE[:NAME]… --name NAME [options]

Writes a new subgraph from a legacy system's own description: subgraphs/<name>/, a stand-in in mocks/imported/<name>/ and
tests in tests/subgraphs/<name>/. Nobody is shown anything of it until someone says what each field is: replace
@Unclassified() by @Personal(…) or @NotPersonal(…), then run npm run contract.

  --name NAME             the subgraph's name; the service's own unless said
  --port PORT             where its own process listens; the next free one unless said
  --operation NAME        wsdl: an operation to take, may stand several times; those that look like reading unless said
  --entity NAME:KEY       wsdl: the operation that finds one thing by that element; guessed unless said
  --dsn DSN               db2: whose catalogue is read; DB2_DSN unless said
  --files-only            leave the contract and the matrix as they are: for several imports in a row
  --dry-run               list what would be written, and write nothing
  --help                  this text`;
