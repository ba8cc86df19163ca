#!/usr/bin/env bash
# Installs a finished build into a scratch directory and moves it, then builds and runs the consumer
# against it: once found by CMake, once by pkg-config. No locale is set, since servers have none.
# usage: check.sh BUILD_DIR INDEX WAY, where WAY is find_package or pkg-config
set -euo pipefail
build=$1 index=$2 way=$3
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset LC_ALL LANG

cmake --install "$build" --prefix "$scratch/first" >/dev/null
mv "$scratch/first" "$scratch/sillok"

if [ "$way" = find_package ]; then
  cmake -S "$here" -B "$scratch/consumer" -DCMAKE_PREFIX_PATH="$scratch/sillok" >/dev/null
  cmake --build "$scratch/consumer"
  consumer=$scratch/consumer/consumer
else
  PKG_CONFIG_PATH=$(dirname "$(find "$scratch/sillok" -name sillok.pc)")
  export PKG_CONFIG_PATH
  consumer=$scratch/consumer
  # shellcheck disable=SC2046,SC2086 # flags are words
  ${CXX:-c++} -std=c++20 ${CXXFLAGS:-} "$here/consumer.cpp" -o "$consumer" \
    $(pkg-config --cflags --libs "sillok >= 0.1")
fi

titles=$("$consumer" "$index" 스타게이트)
first=${titles%%$'\n'*}
echo "first hit: $first"
[[ $first == *스타게이트* ]]
