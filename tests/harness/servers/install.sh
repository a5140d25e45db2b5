#!/usr/bin/env bash
# Installs what the real servers of the tests need and this machine lacks: PostgreSQL, a JDK, Maven, curl, Python, ClamAV, Redis,
# and the tools that build the Db2 driver. By apt-get, as root; elsewhere it names what is missing. Does nothing where all is there.
set -euo pipefail

packages=()
has() { command -v "$1" >/dev/null 2>&1; }
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || has initdb || packages+=(postgresql)
has javac || packages+=(default-jdk-headless)
has mvn || packages+=(maven)
has curl || packages+=(curl)
has make || packages+=(make)
has g++ || packages+=(g++)
has python3 || packages+=(python3)
python3 -m pip --version >/dev/null 2>&1 || packages+=(python3-pip)
has ps || packages+=(procps)
has clamd || [ -x /usr/sbin/clamd ] || packages+=(clamav-daemon)
has redis-server || packages+=(redis-server)

[ ${#packages[@]} -gt 0 ] || exit 0
if [ "$(id -u)" -ne 0 ] || ! has apt-get; then
  echo "install.sh: install these first (Debian's names): ${packages[*]}" >&2
  exit 1
fi
# Debian's package would start a server of its own, which nobody asked for.
mkdir -p /etc/postgresql-common/createcluster.d
echo 'create_main_cluster = false' >/etc/postgresql-common/createcluster.d/claims-hub.conf
apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
