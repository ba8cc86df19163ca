#!/bin/bash
# Searching one index, the same articles in shards, and the shards as servers on loopback.
#
# usage: bench/cluster.sh [MEGABYTES [WORK_DIR]]      default: 60 MB in build/cluster
#
# Needs ../shared (corpora, peers) beside the checkout, xapian-tcpsrv (package xapian-tools) and a
# release build (made when missing; SILLOK_BUILD names another). Prints the lines of search_speed, each
# with how many shards there are and where.
set -euo pipefail
cd "$(dirname "$0")/.."
megabytes=${1:-60}
work=${2:-build/cluster}/$megabytes
shared=${SILLOK_SHARED:-../shared}
build=${SILLOK_BUILD:-build/release}
port=${SILLOK_PORT:-19201}

[ -d "$shared/peers" ] || { echo "cluster.sh: $shared/peers: not found; set SILLOK_SHARED" >&2; exit 2; }
if [ -z "${SILLOK_BUILD:-}" ]; then
  [ -f $build/build.ninja ] || cmake --preset release >/dev/null
  cmake --build --preset release --target sillok-index search_speed >/dev/null
fi
mkdir -p "$work"
[ -f "$work/big.q.tsv" ] ||
  python3 "$shared/peers/make_speed_corpus.py" "$shared/corpora" "$work" "$megabytes"

servers=()
stop_servers() {
  [ ${#servers[@]} -eq 0 ] || kill "${servers[@]}" 2>/dev/null || true
  servers=()
}
trap stop_servers EXIT

measure() { # WHERE SHARDS NAME
  "$build/bench/search_speed" "$3" "$work/big.q.tsv" "${SILLOK_ROUNDS:-2}" | sed "s/\$/ shards $2 $1/"
}

for shards in 1 2 4; do
  index=$work/$shards.idx
  [ -d "$index" ] || "$build/sillok-index" -d "$index" --quiet --shards $shards "$work/big.jsonl"
  measure local $shards "$index"
  cluster=$work/$shards.cluster
  : > "$cluster"
  for ((i = 1; i <= shards; ++i)); do
    part=$index/shard-$i
    [ $shards -gt 1 ] || part=$index
    # A server that is stopped stops all of its process group.
    setsid xapian-tcpsrv --quiet --interface 127.0.0.1 --port $((port + i)) "$part" &
    servers+=($!)
    echo "127.0.0.1:$((port + i))" >> "$cluster"
  done
  for ((i = 1; i <= shards; ++i)); do
    until (: > /dev/tcp/127.0.0.1/$((port + i))) 2>/dev/null; do sleep 0.05; done
  done
  measure remote $shards "$cluster"
  stop_servers
done
