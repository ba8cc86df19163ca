#!/usr/bin/env bash
# Installs what Sillok needs, builds it, and runs what was asked for. ./build.sh help
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'TEXT'
usage: ./build.sh COMMAND

  demo             build, index the archive in data/, search it for 스타게이트
  test [PRESET]    build and run every test; PRESET is release (default), dev or sanitize
  bench [ARGS]     build and run the benchmarks; ARGS go to each of them
  install PREFIX   build and install programs, library and headers under PREFIX
  package          make Debian packages: build/package/*.deb
  format           check that clang-format 14 would change nothing
  clean            remove everything that was built
  help             this text

Missing Debian packages (packages.txt) are installed first, with sudo unless you are root.
Each step's output is kept in build/log/.
TEXT
}

if [ -t 1 ] && [ "${TERM:-dumb}" != dumb ] && [ -z "${NO_COLOR:-}" ]; then
  columns=$(stty size <&1 2>/dev/null | cut -d ' ' -f 2)
  bold=$'\e[1m' green=$'\e[32m' red=$'\e[31m' plain=$'\e[0m' live=yes
else
  bold='' green='' red='' plain='' live=''
fi
log_dir=build/log

say() { printf '%s==>%s %s%s%s\n' "$green" "$plain" "$bold" "$*" "$plain"; }
die() {
  printf '%sbuild.sh: %s%s\n' "$red" "$1" "$plain" >&2
  shift
  for line in "$@"; do printf '%s\n' "$line" >&2; done
  exit 1
}

# Follows a step's output: on a terminal its newest line, elsewhere every tenth part of a
# ninja build, so that neither is silent for minutes.
show_progress() {
  local line tenth=0
  while IFS= read -r line; do
    if [ -n "$live" ]; then
      printf '\r\e[K    %.*s' "$((${columns:-80} - 6))" "$line"
    elif [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] &&
      ((BASH_REMATCH[1] * 10 / BASH_REMATCH[2] > tenth)); then
      tenth=$((BASH_REMATCH[1] * 10 / BASH_REMATCH[2]))
      printf '    %s of %s\n' "${BASH_REMATCH[1]}" "${BASH_REMATCH[2]}"
    fi
  done
  if [ -n "$live" ]; then printf '\r\e[K'; fi
}

# step LOG TITLE COMMAND...: announces, runs, and on failure shows the end of what it printed.
step() {
  local log="$log_dir/$1.log" title=$2
  shift 2
  mkdir -p "$log_dir"
  say "$title"
  if ! "$@" </dev/null 2>&1 | tee "$log" | show_progress; then
    tail -n 40 "$log" >&2
    die "failed: $title" "The command was: $*" "Its whole output is in $log"
  fi
}

# Runs a command in the foreground after printing it the way a user would type it.
run_shown() {
  printf '%s$ %s%s\n' "$bold" "$*" "$plain"
  "$@"
}

jobs() { # one compiler takes up to 1.5 GB
  local by_memory
  by_memory=$(awk '/^MemAvailable:/ { n = int($2 / 1500000); print n < 1 ? 1 : n }' /proc/meminfo)
  local by_cpu
  by_cpu=$(nproc)
  echo $((by_memory < by_cpu ? by_memory : by_cpu))
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

apt() { as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q "$@"; }

missing_packages() {
  local installed
  # shellcheck disable=SC2016 # the format is dpkg-query's, not the shell's
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null |
    sed -n 's/^installed //p')
  sed 's/#.*//' packages.txt | tr -s ' \t' '\n' | sed '/^$/d' | sort -u |
    grep -vxFf <(printf '%s\n' "$installed") || true
}

install_from_known_lists() {
  # An unknown name or a version that the mirror has dropped means that the lists are old.
  apt install --no-install-recommends "$@" ||
    { apt update && apt install --no-install-recommends "$@"; }
}

install_packages() {
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    say "no apt-get here: the libraries named in packages.txt must be there already"
    return
  fi
  local -a missing
  mapfile -t missing < <(missing_packages)
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    die "packages are missing and there is neither root nor sudo" \
      "As root: apt-get install ${missing[*]}"
  fi
  step packages "installing ${#missing[@]} packages: ${missing[*]}" \
    install_from_known_lists "${missing[@]}"
}

build() {
  local preset=$1
  install_packages
  case $preset in
    release | dev | sanitize | package) ;;
    *) die "unknown preset: $preset" "Known are release, dev and sanitize." ;;
  esac
  step "configure-$preset" "configuring $preset" cmake --preset "$preset"
  step "build-$preset" "building $preset" cmake --build --preset "$preset" -j "$(jobs)"
}

demo() {
  local index=build/demo.idx
  build release
  rm -rf "$index"
  say "indexing data/archive"
  run_shown build/release/sillok-index -d "$index" data/archive
  if [ -n "$live" ]; then
    say "searching"
    run_shown build/release/sillok-search -d "$index" 스타게이트
  else
    say "searching (no colours here: what matched stands in «»)"
    run_shown build/release/sillok-search -d "$index" 스타게이트 --color always | mark_matches
  fi
  say "more to try"
  printf '  build/release/sillok-search -d %s %s\n' \
    "$index" '산불 위성' \
    "$index" "'\"금리를 내\" 날짜:2024-10..'" \
    "$index" '--sort newest --rows no 제목:도시철도' \
    "$index" "--format json --limit 1 'AI OR HBM'"
}

# Colours of sillok-search to marks that survive in a log: the match is bold red.
mark_matches() {
  local escape=$'\e'
  sed -e "s/$escape\[1;31m\([^$escape]*\)$escape\[0m/«\1»/g" -e "s/$escape\[[0-9;]*m//g"
}

run_tests() {
  local preset=${1:-release}
  build "$preset"
  say "testing $preset"
  ctest --preset "$preset" -j "$(nproc)" </dev/null ||
    die "failed: testing $preset" "Details are in build/$preset/Testing/Temporary/LastTest.log"
}

bench() {
  build release
  local benchmark found=
  for benchmark in build/release/bench/*_bench; do
    [ -x "$benchmark" ] || continue
    found=yes
    say "running ${benchmark##*/}"
    "$benchmark" "$@" </dev/null || die "failed: ${benchmark##*/}"
  done
  [ -n "$found" ] || die "no benchmark was built"
}

install_to() {
  [ $# = 1 ] || die "install needs the directory to install under" \
    "For example: ./build.sh install ~/.local"
  build release
  step install "installing under $1" cmake --install build/release --prefix "$1"
}

package() {
  build package
  step package "making packages" cmake --build --preset package --target package
  ls build/package/*.deb
}

check_format() {
  install_packages
  say "checking the format"
  find . -path ./build -prune -o \( -name '*.cpp' -o -name '*.h' -o -name '*.c' \) -print0 |
    xargs -0 clang-format-14 --dry-run -Werror ||
    die "failed: checking the format" "clang-format-14 -i FILE mends it."
}

case ${1:-help} in
  demo) demo ;;
  test) run_tests "${@:2}" ;;
  bench) bench "${@:2}" ;;
  install) install_to "${@:2}" ;;
  package) package ;;
  format) check_format ;;
  clean) rm -rf build ;;
  help | -h | --help) usage ;;
  *)
    usage >&2
    die "unknown command: $1"
    ;;
esac
