#!/usr/bin/env bash
# What the generated completion of bash offers in all; tests/completion_test.py types it in every shell.
# usage: completion_test.sh PROGRAM_DIR
set -uo pipefail
programs=$(cd "$1" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 2
mkdir news.idx
touch dump.zip
failures=0

expect() { # what, expected, got
  if [ "$2" != "$3" ]; then
    printf 'failed: %s: expected "%s", got "%s"\n' "$1" "$2" "$3"
    failures=$((failures + 1))
  fi
}

# What bash offers for the words of a command line, of which the last is being typed.
bash_offers() {
  local function=_${1//-/_}
  COMP_WORDS=("$@")
  COMP_CWORD=$(($# - 1))
  COMPREPLY=()
  "$function" 2>/dev/null # compopt works only within a real completion
  printf '%s\n' "${COMPREPLY[@]}" | sort | tr '\n' ' '
}

for program in sillok-search sillok-index; do
  "$programs/$program" --generate bash >"$program.bash" || exit 2
  # shellcheck disable=SC1090
  source "$program.bash"
done
expect 'bash: values' 'newest number oldest relevance ' "$(bash_offers sillok-search --sort '')"
expect 'bash: a value begun' 'newest number ' "$(bash_offers sillok-search --sort n)"
expect 'bash: a value behind =' 'newest number ' "$(bash_offers sillok-search --sort = n)"
expect 'bash: options' '--facet --facet-values --fields --format --from ' \
  "$(bash_offers sillok-search --f)"
expect 'bash: an index' 'news.idx ' "$(bash_offers sillok-search -d n)"
expect 'bash: fields of the query' '제목: ' "$(bash_offers sillok-search 제)"
expect 'bash: a dump' 'dump.zip ' "$(bash_offers sillok-index -d news.idx d)"
expect 'bash: every option' \
  "$("$programs/sillok-search" --help all | grep -cE '^  (-., |    )--[a-z]')" \
  "$(bash_offers sillok-search -- | wc -w)"

exit "$((failures > 0))"
