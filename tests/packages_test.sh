#!/usr/bin/env bash
# Makes the Debian packages of a finished build and has dpkg install, upgrade and purge them in a root
# that holds nothing else; what is installed is run there.
# usage: packages_test.sh BUILD_DIR DUMP VERSION
set -euo pipefail
build=$1 dump=$2 version=$3
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
root=$scratch/root
# CPack's stamp of what to install is read with `cmake --install`: the build is not touched.
cpack --config "$build/CPackConfig.cmake" -G DEB -B "$scratch/packages" >"$scratch/log" 2>&1 ||
  { cat "$scratch/log"; exit 1; }
cd "$scratch/packages"
for package in sillok libsillok0 libsillok-dev python3-sillok; do
  [ -f "$package"_"$version"_*.deb ] || { echo "no package $package"; ls; exit 1; }
done

# The system's own packages count as installed: only that these fit is asked of dpkg.
mkdir -p "$root"/var/lib/dpkg/{info,updates,triggers}
cp /var/lib/dpkg/status "$root/var/lib/dpkg/status"
[ ! -f /var/lib/dpkg/arch ] || cp /var/lib/dpkg/arch "$root/var/lib/dpkg/arch"
# The packages' scripts only call ldconfig, which has nothing to do here; a root without a shell cannot
# run them, so that they run outside.
mkdir "$scratch/bin"
ln -s /bin/true "$scratch/bin/ldconfig"
in_root() {
  PATH=$scratch/bin:$PATH dpkg --root="$root" --log=/dev/null --force-not-root \
    --force-script-chrootless --no-triggers "$@"
}
in_root --install ./*.deb >"$scratch/log" 2>&1 ||
  { grep -v 'files list file' "$scratch/log"; exit 1; }
in_root --install ./*.deb >/dev/null 2>&1 # again, as an upgrade does

for file in usr/share/man/man1/sillok-search.1 usr/share/man/ko/man1/sillok-index.1 \
  usr/share/man/man7/sillok-query.7 usr/share/man/man3/sillok.3 \
  usr/share/bash-completion/completions/sillok-search usr/share/locale/ko/LC_MESSAGES/sillok.mo \
  usr/share/doc/sillok/copyright usr/share/doc/libsillok0/changelog.gz usr/include/sillok/sillok.h; do
  [ -f "$root/$file" ] || { echo "not installed: $file"; exit 1; }
done

libraries=$(dirname "$(find "$root/usr/lib" -name 'libsillok.so.0')")
export LD_LIBRARY_PATH=$libraries
"$root/usr/bin/sillok-index" -q -d "$scratch/archive.idx" "$dump"
LC_ALL=ko_KR.UTF-8 "$root/usr/bin/sillok-search" -d "$scratch/archive.idx" 스타게이트 | grep -q '가운데'
python=$(command -v /usr/bin/python3 || command -v python3)
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=$root/usr/lib/python3/dist-packages \
  SILLOK_LIBRARY=$libraries/libsillok.so.0 "$python" -c "
import sillok, sys
hits = sillok.open(sys.argv[1]).search('스타게이트', since='2025-01')
assert len(hits) > 0, hits" "$scratch/archive.idx"

in_root --purge sillok libsillok0 libsillok-dev python3-sillok >/dev/null 2>&1
left=$(find "$root" -path "$root/var/lib/dpkg" -prune -o -type f -print)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
