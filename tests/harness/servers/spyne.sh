#!/usr/bin/env bash
# A test server of yet another family: Spyne (Python) serves the customer file and the document store.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: spyne.sh [--port PORT]

Serves the operations of subgraphs/customers/referentiel-clients.wsdl (SOAP 1.1 and 1.2) and subgraphs/documents/ged.wsdl
on 127.0.0.1 with Spyne, and prints its address once it answers. Runs until it is stopped (Ctrl-C).

  --port PORT  Default: a free one.
  --help       This text.

Needs Python 3.9 to 3.12; fetches the packages of spyne/requirements.txt once, into .hub/spyne, with pip.
TEXT
}

fail() {
  echo "spyne.sh: $*" >&2
  exit 1
}

port=0
while [ $# -gt 0 ]; do
  case "$1" in
    --port) port=${2:?--port needs a number} && shift 2 ;;
    --help | -h) usage && exit 0 ;;
    *) fail "unknown option $1 (see --help)" ;;
  esac
done

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)
command -v python3 >/dev/null || fail 'needs Python (python3)'

packages=$root/.hub/spyne
mkdir -p "$packages" 2>/dev/null && [ -w "$packages" ] || packages=${TMPDIR:-/tmp}/claims-hub-spyne-$(id -u)
if ! cmp -s "$here/spyne/requirements.txt" "$packages/requirements.txt"; then
  echo 'Fetching Spyne ...' >&2
  rm -rf "$packages"
  python3 -m pip install --quiet --disable-pip-version-check --root-user-action=ignore --target "$packages" \
    --requirement "$here/spyne/requirements.txt" >&2 || fail 'the packages could not be fetched'
  cp "$here/spyne/requirements.txt" "$packages/requirements.txt"
fi

server=''
trap 'if [ -n "$server" ]; then kill "$server" 2>/dev/null && wait "$server" 2>/dev/null; fi' EXIT
trap 'exit 0' INT TERM
PYTHONPATH="$packages" PYTHONDONTWRITEBYTECODE=1 python3 "$here/spyne/server.py" "$port" &
server=$!
wait "$server"
