#!/usr/bin/env bash
# Runs a command whose argument "@" stands for a directory of its own, which is removed afterwards.
set -euo pipefail
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
arguments=("$@")
for i in "${!arguments[@]}"; do
  if [ "${arguments[$i]}" = @ ]; then arguments[$i]=$scratch; fi
done
"${arguments[@]}"
