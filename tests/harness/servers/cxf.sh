#!/usr/bin/env bash
# A test server of another make: Apache CXF with WSS4J serves the bank's contracts and believes nothing.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: cxf.sh [--port PORT] [--keys DIR]

Serves subgraphs/customers/referentiel-clients.wsdl and subgraphs/documents/ged.wsdl on 127.0.0.1 with Apache CXF, and
prints its address once it answers. Runs until it is stopped (Ctrl-C).

  --port PORT  Default: a free one.
  --keys DIR   Where authority.pem is, whose certificates may sign messages to /signed/referentiel-clients, and
               hub.pem and hub.key, a certificate of it: made where missing. Default: nobody may sign.
  --help       This text.

Checks UsernameToken digests (user hub), nonces, time frames and signatures, and every message against its schema.
Needs a JDK; fetches the jars of cxf/jars.sha256 once, into .hub/cxf, from MAVEN_CENTRAL (default: the public one).
TEXT
}

fail() {
  echo "cxf.sh: $*" >&2
  exit 1
}

port=''
keys=''
while [ $# -gt 0 ]; do
  case "$1" in
    --port) port=${2:?--port needs a number} && shift 2 ;;
    --keys) keys=${2:?--keys needs a folder} && shift 2 ;;
    --help | -h) usage && exit 0 ;;
    *) fail "unknown option $1 (see --help)" ;;
  esac
done

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
command -v javac >/dev/null || fail 'needs a JDK (javac)'

jars=$root/.hub/cxf
mkdir -p "$jars" 2>/dev/null && [ -w "$jars" ] || jars=${TMPDIR:-/tmp}/claims-hub-cxf-$(id -u)
mkdir -p "$jars"
whole() {
  (cd "$jars" && sed -E 's#  .*/#  #' "$here/cxf/jars.sha256" | sha256sum --check --status) 2>/dev/null
}
if ! whole; then
  central=${MAVEN_CENTRAL:-https://repo1.maven.org/maven2}
  echo 'Fetching Apache CXF ...' >&2
  sed -E 's#^[0-9a-f]+  ##' "$here/cxf/jars.sha256" | while read -r path; do
    printf 'url = "%s/%s"\noutput = "%s/%s"\n' "$central" "$path" "$jars" "${path##*/}"
  done | curl --no-progress-meter --fail --location --retry 3 --parallel --parallel-max 8 --config - ||
    fail 'the jars could not be fetched'
  whole || fail 'a jar is not what cxf/jars.sha256 says'
fi
classpath=$(sed -E "s#^.*/#$jars/#" "$here/cxf/jars.sha256" | tr '\n' ':')

work=$(mktemp -d)
server=''
cleanup() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; fi
  rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 0' INT TERM

if [ -z "$port" ]; then
  port=$(node -e "const s=require('net').createServer().listen(0,'127.0.0.1',()=>{console.log(s.address().port);s.close()})")
fi
keys=${keys:-$work/keys}
[ -s "$keys/authority.pem" ] || node --import tsx "$here/cxf/keys.ts" "$keys" || fail 'the keys could not be made'
javac -nowarn -d "$work/classes" -cp "$classpath" "$here"/cxf/*.java >&2
java -Xshare:auto -XX:TieredStopAtLevel=1 -Xmx192m -cp "$work/classes:$classpath" CxfServer \
  "$port" "$root/subgraphs" "$keys/authority.pem" >"$work/address" 2>"$work/server.log" &
server=$!
for _ in $(seq 3000); do
  kill -0 "$server" 2>/dev/null || fail "the server did not start: $(tail -n 3 "$work/server.log")"
  [ -s "$work/address" ] && break
  sleep 0.1
done
cat "$work/address"
wait "$server"
