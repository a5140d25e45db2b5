#!/usr/bin/env bash
# A test server that speaks DRDA, Db2's wire protocol: Apache Derby's Network Server with the ledger of the demo world.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: npm run db2:server [-- --port PORT] [-- --data DIR] [-- --empty]

Starts a server on 127.0.0.1 that IBM's Db2 driver can read, with the tables of subgraphs/accounts/ledger.ddl.sql and
the rows of mocks/data. Prints one line, the connection string for DB2_DSN, once it answers, and runs until it is
stopped (Ctrl-C).

  --port PORT  Default 50000, or a free one where that is taken.
  --data DIR   Keeps the database there; a database that is there already is served as it is.
               Default: a new database in a temporary folder, deleted at the end.
  --empty      Tables without rows.
  --help       This text.

Needs a Java runtime, and Maven the first time (the jars are kept in .hub/derby). HUB_MOCK_DATA names another folder
of rows. A test server only: it asks nobody for a password. IBM's own Db2 container image serves the same tables.
TEXT
}

fail() {
  echo "db2:server: $*" >&2
  exit 1
}

port=''
data=''
rows=yes
while [ $# -gt 0 ]; do
  case "$1" in
    --port) port=${2:?--port needs a number} && shift 2 ;;
    --data) data=${2:?--data needs a folder} && shift 2 ;;
    --empty) rows='' && shift ;;
    --help | -h) usage && exit 0 ;;
    *) fail "unknown option $1 (see --help)" ;;
  esac
done

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
command -v java >/dev/null || fail 'needs a Java runtime (java)'

jars=$root/.hub/derby

has_jars() {
  local name
  for name in derby derbynet derbytools derbyclient; do
    [ -s "$jars/$name-10.7.1.1.jar" ] || return 1
  done
}

# The checkout may belong to someone else: then the jars are kept among the temporary files.
if ! has_jars && ! { mkdir -p "$jars" 2>/dev/null && [ -w "$jars" ]; }; then
  jars=${TMPDIR:-/tmp}/claims-hub-derby-$(id -u)
fi

if ! has_jars; then
  command -v mvn >/dev/null || fail 'needs Maven (mvn) to fetch the jars of Apache Derby 10.7.1.1 once'
  echo 'Fetching Apache Derby 10.7.1.1 ...' >&2
  mkdir -p "$jars"
  mvn -q -B -f "$here/derby-pom.xml" dependency:copy-dependencies -DoutputDirectory="$jars" >&2 && has_jars ||
    fail 'Maven could not fetch the jars'
fi
classpath=$(printf '%s:' "$jars"/*-10.7.1.1.jar)

work=$(mktemp -d)
server=''
cleanup() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; fi
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 0' INT TERM
if [ -n "$data" ]; then mkdir -p "$data" && data=$(cd "$data" && pwd); else data=$work/db; fi
mkdir -p "$data"

answers() {
  (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null
}
if [ -z "$port" ]; then
  port=50000
  if answers; then port=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"); fi
fi

new=''
[ -d "$data/BANKDB" ] || new=yes

java -Xshare:auto -XX:TieredStopAtLevel=1 -Dderby.system.home="$data" -Dderby.stream.error.file="$work/derby.log" \
  -cp "$classpath" org.apache.derby.drda.NetworkServerControl start -h 127.0.0.1 -p "$port" -noSecurityManager \
  >"$work/server.log" 2>&1 &
server=$!

for _ in $(seq 3000); do
  kill -0 "$server" 2>/dev/null || fail "the server did not start: $(tail -n 2 "$work/server.log")"
  grep -q 'ready to accept connections' "$work/server.log" && answers && break
  sleep 0.1
done
answers || fail 'the server did not answer within 5 minutes'

# Rows are imported by the server itself, without the header line, columns named by it.
import_of() {
  local table=$1 file=$2
  tail -n +2 "$file" >"$work/$table.csv"
  echo "CALL SYSCS_UTIL.SYSCS_IMPORT_DATA('BNQ', '$table', '$(head -n 1 "$file" | tr -d '\r')', NULL, '$work/$table.csv', ',', '\"', 'UTF-8', 0);"
}

if [ -n "$new" ]; then
  mocks=${HUB_MOCK_DATA:-$root/mocks/data}
  {
    echo "connect 'jdbc:derby://127.0.0.1:$port/BANKDB;create=true;user=hub;password=hub';"
    cat "$root/subgraphs/accounts/ledger.ddl.sql"
    if [ -n "$rows" ]; then
      import_of TCPT0010 "$mocks/accounts.csv"
      import_of TCAR0010 "$mocks/cards.csv"
      import_of TMVT0010 "$mocks/operations.csv"
    fi
    echo 'exit;'
  } >"$work/load.sql"
  java -Xshare:auto -XX:TieredStopAtLevel=1 -Dij.showErrorCode=true -cp "$classpath" org.apache.derby.tools.ij \
    "$work/load.sql" >"$work/load.log" 2>&1
  if grep -q '^ERROR' "$work/load.log"; then
    rm -rf "$data/BANKDB" # Half a database would be served as it is next time.
    fail "the tables could not be loaded: $(grep -m 1 '^ERROR' "$work/load.log")"
  fi
fi

dsn="DATABASE=BANKDB;HOSTNAME=127.0.0.1;PORT=$port;PROTOCOL=TCPIP;UID=hub;PWD=hub;AUTHENTICATION=SERVER"
echo "Serving. In another terminal: DB2_DSN='$dsn' npm start" >&2
echo "$dsn"
wait "$server"
