#!/usr/bin/env bash
# A throw-away Redis for tests, which keeps nothing.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: redis.sh [--port PORT]

Serves Redis on 127.0.0.1, and prints its URL once it answers. Runs until it is stopped (Ctrl-C), then deletes everything.

  --port PORT  Default: a free one.
  --help       This text.

Needs redis-server (Debian: redis-server; install.sh gets it).
TEXT
}

fail() {
  echo "redis.sh: $*" >&2
  exit 1
}

port=''
while [ $# -gt 0 ]; do
  case "$1" in
    --port) port=${2:?--port needs a number} && shift 2 ;;
    --help | -h) usage && exit 0 ;;
    *) fail "unknown option $1 (see --help)" ;;
  esac
done
command -v redis-server >/dev/null || fail 'no redis-server on this machine: run tests/harness/servers/install.sh'

free_port() {
  node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"
}
port=${port:-$(free_port)}
data=$(mktemp -d "${TMPDIR:-/tmp}/claims-hub-redis.XXXXXX")
server=''
stop() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; fi
  rm -rf "$data"
}
trap stop EXIT
trap 'exit 0' INT TERM

redis-server --bind 127.0.0.1 --port "$port" --dir "$data" --save '' --appendonly no --daemonize no >"$data/redis.out" 2>&1 &
server=$!
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port" && printf 'PING\r\n' >&3 && head -c 5 <&3 | grep -q PONG) 2>/dev/null; }
for _ in $(seq 600); do
  if answers; then
    echo "redis://127.0.0.1:$port"
    wait "$server"
    fail 'the server has stopped'
  fi
  kill -0 "$server" 2>/dev/null || fail "it did not start: $(tail -n 3 "$data/redis.out" 2>/dev/null)"
  sleep 0.5
done
fail 'it does not answer'
