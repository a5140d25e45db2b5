#!/usr/bin/env bash
# Installs IBM's Db2 driver for `ibm_db` from package registries alone.
set -euo pipefail

usage() {
  cat <<'TEXT'
Usage: npm run db2:driver [-- --force]

Installs IBM's Db2 driver (CLI driver, about 130 MB) where `npm ci` could not download it from IBM's own site:
takes it out of the PyPI package ibm_db 3.3.0, puts it beside the npm package ibm_db, and builds its binding.

Needs Linux on x86-64 with glibc 2.34 or newer, python3 with pip, make and g++. Does nothing where the driver works.
On other systems, run `npm rebuild ibm_db` where IBM's download site can be reached.

  --force   Install again although the driver works.
  --help    This text.
TEXT
}

fail() {
  echo "db2:driver: $*" >&2
  exit 1
}

WHEEL=ibm_db-3.3.0-cp311-cp311-manylinux_2_34_x86_64.whl
WHEEL_SHA256=85c16961dc98e13dbd58209f40e8e99cf383b7b7d8f57038aa84a59e1412ba21

force=''
for option in "$@"; do
  case "$option" in
    --force) force=yes ;;
    --help | -h) usage && exit 0 ;;
    *) fail "unknown option $option (see --help)" ;;
  esac
done

cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
package=node_modules/ibm_db
[ -d "$package" ] || fail 'node_modules/ibm_db is missing: run `npm ci` first, without --omit=optional'

works() {
  node -e "require('ibm_db')" 2>"$1"
}

log=$(mktemp)
work=$(mktemp -d)
trap 'rm -rf "$log" "$work"' EXIT

if [ -z "$force" ] && works "$log"; then
  echo 'The Db2 driver is installed and loads.'
  exit 0
fi

[ "$(uname -s) $(uname -m)" = 'Linux x86_64' ] || fail 'this recipe is for Linux on x86-64 (see --help)'
for tool in python3 make g++; do
  command -v "$tool" >/dev/null || fail "needs $tool"
done
python3 -m pip --version >/dev/null 2>&1 || fail 'needs pip for python3'

echo 'Downloading the driver ...'
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --dest "$work" \
  --python-version 3.11 --platform manylinux_2_34_x86_64 ibm_db==3.3.0 >"$log" 2>&1 ||
  fail "pip could not download ibm_db 3.3.0: $(tail -n 1 "$log")"
echo "$WHEEL_SHA256  $work/$WHEEL" | sha256sum --check --status || fail 'the downloaded package is not the known one'
python3 -m zipfile -e "$work/$WHEEL" "$work/unpacked"

# `ibm_db.libs` (libxml2 and friends) is found from the driver by relative path: the two folders stay together.
for folder in clidriver ibm_db.libs; do
  rm -rf "$package/installer/$folder"
  mv "$work/unpacked/$folder" "$package/installer/$folder"
done

echo 'Building the binding ...'
npm rebuild ibm_db --foreground-scripts >"$log" 2>&1 || fail "the build failed:
$(tail -n 15 "$log")"
works "$log" || fail "the driver was built and does not load: $(grep -m 1 Error "$log" || true)"
echo 'The Db2 driver is installed and loads.'
