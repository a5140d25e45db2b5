#!/usr/bin/env bash
# A throw-away ClamAV daemon for tests, with one signature.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: clamd.sh [--port PORT]

Serves clamd on 127.0.0.1, and prints HOST:PORT once it answers. It knows one signature, that of the EICAR test file; the
real database is not fetched. Runs until it is stopped (Ctrl-C), then deletes everything.

  --port PORT  Default: a free one.
  --help       This text.

Needs clamd (Debian: clamav-daemon; install.sh gets it).
TEXT
}

fail() {
  echo "clamd.sh: $*" >&2
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
clamd=$(command -v clamd || echo /usr/sbin/clamd)
[ -x "$clamd" ] || fail 'no clamd on this machine: run tests/harness/servers/install.sh'

free_port() {
  node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})"
}
port=${port:-$(free_port)}
data=$(mktemp -d "${TMPDIR:-/tmp}/claims-hub-clamd.XXXXXX")
server=''
stop() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; fi
  rm -rf "$data"
}
trap stop EXIT
trap 'exit 0' INT TERM

# A signature by content, for any type of file, anywhere in it: the text of the test file, in hexadecimal digits.
mkdir "$data/db"
eicar='X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'
printf 'Eicar-Test-Signature:0:*:%s\n' "$(printf '%s' "$eicar" | od -An -v -tx1 | tr -d ' \n')" >"$data/db/test.ndb"
# Options are given as a file; whoever starts it may be root, and it then stays so: nothing else is served here.
cat >"$data/clamd.conf" <<CONF
Foreground yes
DatabaseDirectory $data/db
TCPAddr 127.0.0.1
TCPSocket $port
LogFile $data/clamd.log
StreamMaxLength 25M
SelfCheck 0
CONF
"$clamd" --config-file="$data/clamd.conf" >"$data/clamd.out" 2>&1 &
server=$!
answers() { (exec 3<>"/dev/tcp/127.0.0.1/$port" && printf 'zPING\0' >&3 && head -c 4 <&3 | grep -q PONG) 2>/dev/null; }
for _ in $(seq 600); do
  if answers; then
    echo "127.0.0.1:$port"
    wait "$server"
    fail 'the server has stopped'
  fi
  kill -0 "$server" 2>/dev/null || fail "it did not start: $(tail -n 3 "$data/clamd.out" "$data/clamd.log" 2>/dev/null)"
  sleep 0.5
done
fail 'it does not answer'
