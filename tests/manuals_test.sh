#!/usr/bin/env bash
# Every manual must be laid out without a complaint of man's, in both languages.
# usage: manuals_test.sh GENERATED_DIR SOURCE_DIR
set -euo pipefail
failures=0
for page in "$1"/*.1 "$1"/ko/*.1 "$2"/*.[37] "$2"/ko/*.[37]; do
  complaints=$(MANWIDTH=80 LC_ALL=C.UTF-8 MANROFFSEQ='' man --warnings -E UTF-8 -l -Tutf8 -Z "$page" 2>&1 >/dev/null |
    grep -v "can't break line\|cannot adjust line\|character not defined\|special character" || true)
  if [ -n "$complaints" ]; then
    printf '%s: %s\n' "$page" "$complaints"
    failures=$((failures + 1))
  fi
done
exit "$((failures > 0))"
