#!/usr/bin/env bash
# A throw-away PostgreSQL server for tests and development.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: postgres.sh [DIR] [--port PORT]        serve until stopped (Ctrl-C), then delete everything
       postgres.sh start|stop|url [DIR]       the same server in the background

Starts PostgreSQL on 127.0.0.1 with an empty database, and prints its URL, nothing else, once it answers.
`start` on a server that runs prints the same URL again.

  DIR          Where it is remembered; default $TMPDIR/claims-hub-postgres-UID.
  --port PORT  Default: a free one.
  --help       This text.

  TEST_POSTGRES_URL="$(bash tests/harness/servers/postgres.sh start)" npm test

Needs the PostgreSQL server's programs (install.sh gets them). May be run by root: the server then runs as another user.
TEXT
}

fail() {
  echo "postgres.sh: $*" >&2
  exit 1
}

action=serve
data=${TMPDIR:-/tmp}/claims-hub-postgres-$(id -u)
port=''
while [ $# -gt 0 ]; do
  case "$1" in
    start | stop | url) action=$1 && shift ;;
    --port) port=${2:?--port needs a number} && shift 2 ;;
    --help | -h) usage && exit 0 ;;
    -*) fail "unknown option $1 (see --help)" ;;
    *) data=$1 && shift ;;
  esac
done

find_bin() {
  local found newest=''
  for found in /usr/local/pgsql/bin /opt/homebrew/opt/postgresql*/bin /usr/pgsql-*/bin /usr/lib/postgresql/?/bin /usr/lib/postgresql/??/bin; do
    if [ -x "$found/initdb" ]; then newest=$found; fi
  done
  if [ -z "$newest" ] && found=$(command -v initdb); then newest=$(dirname "$found"); fi
  echo "$newest"
}
bin=$(find_bin)
[ -n "$bin" ] || fail 'no PostgreSQL server on this machine: run tests/harness/servers/install.sh'

# The server refuses to run as root; any other user will do.
owner=$(id -nu)
if [ "$(id -u)" -eq 0 ]; then owner=$(id -nu postgres 2>/dev/null || echo nobody); fi
as_server() {
  if [ "$(id -u)" -ne 0 ]; then
    "$@"
  else
    (cd / && setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups "$@")
  fi
}

# The cluster has a folder of its own that its user can reach, wherever DIR is.
cluster() {
  cat "$data/cluster" 2>/dev/null
}
running() {
  [ -f "$data/url" ] && as_server "$bin/pg_ctl" -D "$(cluster)" status >/dev/null 2>&1
}
free_port() {
  node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"
}

start() {
  if running; then
    cat "$data/url"
    return
  fi
  local db
  mkdir -p "$data"
  db=$(mktemp -d "/tmp/claims-hub-postgres.XXXXXX")
  echo "$db" >"$data/cluster"
  if [ "$(id -u)" -eq 0 ]; then chown "$owner" "$db"; fi
  as_server "$bin/initdb" -D "$db" -U hub --auth=trust --encoding=UTF8 --locale=C --no-sync >"$data/initdb.log" 2>&1 ||
    fail "initdb failed: $(tail -n 3 "$data/initdb.log")"
  port=${port:-$(free_port)}
  as_server "$bin/pg_ctl" -D "$db" -w -t 300 -l "$db/server.log" \
    -o "-h 127.0.0.1 -p $port -c unix_socket_directories='' -c max_connections=100" start >/dev/null 2>&1 ||
    fail "the server did not start: $(as_server tail -n 3 "$db/server.log")"
  echo "postgres://hub@127.0.0.1:$port/postgres" | tee "$data/url"
}

stop() {
  local db
  db=$(cluster) || return 0
  if running; then as_server "$bin/pg_ctl" -D "$db" -m immediate -w stop >/dev/null; fi
  rm -rf "$db" "$data"
}

case "$action" in
  start) start ;;
  stop) stop ;;
  url) running || fail 'not running' && cat "$data/url" ;;
  serve)
    trap stop EXIT
    trap 'exit 0' INT TERM
    start
    while running; do
      sleep 5 &
      wait $!
    done
    fail 'the server has stopped'
    ;;
esac
