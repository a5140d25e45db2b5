#!/usr/bin/env bash
# A throw-away PostgreSQL server for tests and development.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: postgres.sh start|stop|url|install [--data DIR] [--port PORT]

  start    Starts a throw-away PostgreSQL on 127.0.0.1 and prints its URL, nothing else. Started before: prints the same URL.
  url      Prints the URL of the server that runs, or fails.
  stop     Stops it and deletes its data.
  install  Installs the PostgreSQL server with apt-get where it is missing (needs root).

  --data DIR   Where it keeps its data; default $TMPDIR/claims-hub-postgres-UID.
  --port PORT  Default: a free one.

  TEST_POSTGRES_URL="$(bash tests/harness/servers/postgres.sh start)" npm test
TEXT
}

fail() {
  echo "postgres.sh: $*" >&2
  exit 1
}

command=${1:-}
[ $# -gt 0 ] && shift
data="${TMPDIR:-/tmp}/claims-hub-postgres-$(id -u)"
port=''
while [ $# -gt 0 ]; do
  case "$1" in
    --data) data=${2:?--data needs a folder} && shift 2 ;;
    --port) port=${2:?--port needs a number} && shift 2 ;;
    --help | -h) usage && exit 0 ;;
    *) fail "unknown option $1 (see --help)" ;;
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

# The server refuses to run as root; any other user will do.
as_server() {
  if [ "$(id -u)" -ne 0 ]; then
    "$@"
  else
    (cd / && setpriv --reuid "$owner" --regid "$(id -g "$owner")" --clear-groups "$@")
  fi
}

running() {
  [ -f "$data/url" ] && as_server "$bin/pg_ctl" -D "$data/db" status >/dev/null 2>&1
}

free_port() {
  node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"
}

start() {
  if running; then
    cat "$data/url"
    return
  fi
  rm -rf "$data" && mkdir -p "$data"
  chmod 755 "$data"
  [ "$(id -u)" -ne 0 ] || chown "$owner" "$data"
  as_server "$bin/initdb" -D "$data/db" -U hub --auth=trust --encoding=UTF8 --locale=C --no-sync >"$data/initdb.log" 2>&1 ||
    fail "initdb failed: $(tail -n 3 "$data/initdb.log")"
  port=${port:-$(free_port)}
  as_server "$bin/pg_ctl" -D "$data/db" -w -t 60 -l "$data/db/server.log" \
    -o "-h 127.0.0.1 -p $port -c unix_socket_directories='' -c max_connections=100" start >/dev/null 2>&1 ||
    fail "the server did not start: $(tail -n 3 "$data/db/server.log" 2>/dev/null)"
  echo "postgres://hub@127.0.0.1:$port/postgres" | tee "$data/url"
}

stop() {
  if running; then as_server "$bin/pg_ctl" -D "$data/db" -m immediate -w stop >/dev/null; fi
  rm -rf "$data"
}

install() {
  if [ -n "$(find_bin)" ]; then return; fi
  [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null || fail 'install the PostgreSQL server with your package manager'
  # Debian's package would start a server of its own, which nobody asked for.
  mkdir -p /etc/postgresql-common/createcluster.d
  echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/claims-hub.conf
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
}

case "$command" in
  --help | -h | help) usage && exit 0 ;;
  install) install && exit 0 ;;
  start | stop | url) ;;
  *) usage >&2 && exit 2 ;;
esac

bin=$(find_bin)
[ -n "$bin" ] || fail 'no PostgreSQL server on this machine: run `postgres.sh install`, or install it with your package manager'
owner=$(id -nu)
if [ "$(id -u)" -eq 0 ]; then
  owner=$(id -nu postgres 2>/dev/null || echo nobody)
fi

case "$command" in
  start) start ;;
  stop) stop ;;
  url) running || fail 'not running' && cat "$data/url" ;;
esac
