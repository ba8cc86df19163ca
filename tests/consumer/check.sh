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

library=$(dirname "$(find "$scratch/sillok" -name 'libsillok.so')")
export LD_LIBRARY_PATH=$library
consumers=("$scratch/consumer")
if [ "$way" = find_package ]; then
  cmake -S "$here" -B "$scratch/build" -DCMAKE_PREFIX_PATH="$scratch/sillok" >/dev/null
  cmake --build "$scratch/build"
  consumers=("$scratch/build/consumer" "$scratch/build/consumer_static")
else
  export PKG_CONFIG_PATH=$library/pkgconfig
  flags=$(pkg-config --cflags --libs "sillok >= 0.1")
  # shellcheck disable=SC2086 # flags are words
  ${CXX:-c++} -std=c++20 ${CXXFLAGS:-} "$here/consumer.cpp" -o "$scratch/consumer" $flags
  # shellcheck disable=SC2086
  ${CC:-cc} ${CXXFLAGS:-} "$here/../../examples/search.c" -o "$scratch/consumer-c" $flags
  "$scratch/consumer-c" "$index" 스타게이트 | grep -F '[스타게이트]' >/dev/null
fi

for consumer in "${consumers[@]}"; do
  titles=$("$consumer" "$index" 스타게이트)
  first=${titles%%$'\n'*}
  echo "first hit: $first"
  [[ $first == *스타게이트* ]]
done
