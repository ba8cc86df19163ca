#!/bin/bash
# Indexing and searching speed on the speed corpus, beside Lucene when Java is there.
#
# usage: bench/speed.sh [MEGABYTES [WORK_DIR]]      default: 60 MB in build/speed
#
# Needs ../shared (corpora, peers) beside the checkout and a release build (made when missing).
# Prints one line a measurement; everything is measured in this one run.
set -euo pipefail
cd "$(dirname "$0")/.."
megabytes=${1:-60}
work=${2:-build/speed}/$megabytes
shared=${SILLOK_SHARED:-../shared}
build=build/release

[ -d "$shared/peers" ] || { echo "speed.sh: $shared/peers: not found; set SILLOK_SHARED" >&2; exit 2; }
[ -f $build/build.ninja ] || cmake --preset release >/dev/null
cmake --build --preset release --target sillok-index sillok-search search_speed >/dev/null
mkdir -p "$work"
corpus=$work/big.jsonl
[ -f "$work/big.q.tsv" ] ||
  python3 "$shared/peers/make_speed_corpus.py" "$shared/corpora" "$work" "$megabytes"

# Bytes of title and body, as all figures of MB mean.
text_bytes=$(python3 - "$corpus" <<'PY'
import json, sys
print(sum(len(r["title"].encode()) + len(r["body"].encode()) for r in map(json.loads, open(sys.argv[1], encoding="utf-8"))))
PY
)

index_sillok() { # NAME OPTIONS...
  local name=$1 index=$work/$1.idx; shift
  rm -rf "$index"
  /usr/bin/time -f "%e %M" -o "$work/time" $build/sillok-index -d "$index" --quiet "$@" "$corpus"
  local seconds kilobytes bytes
  read -r seconds kilobytes < "$work/time"
  bytes=$(du -sb --exclude=lock "$index" | cut -f1)
  awk -v n="$name" -v t="$text_bytes" -v s="$seconds" -v k="$kilobytes" -v b="$bytes" 'BEGIN {
    printf "sillok-index %s text_mb %.2f s %.2f mb_s %.2f index_bytes_a_byte %.3f peak_mb %.0f\n", n, t/1e6, s, t/1e6/s, b/t, k/1024 }'
}

index_sillok default
$build/bench/search_speed "$work/default.idx" "$work/big.q.tsv"

if command -v java >/dev/null && ls /usr/share/java/lucene-core-*.jar >/dev/null 2>&1; then
  for analyzer in cjk nori; do
    "$shared/peers/lucene.sh" index $analyzer "$corpus" "$work/lucene-$analyzer" 2 rounds=1 \
      warm="$corpus" | sed "s/\$/ (warmed up, text not stored)/"
    for mode in or and phrase; do
      "$shared/peers/lucene.sh" search $analyzer "$work/lucene-$analyzer" "$work/big.q.tsv" 10 $mode \
        "$work/lucene.run" rounds=3 | sort -t' ' -k8 -n | head -1
    done
  done
else
  echo "Lucene left out: install default-jdk-headless and liblucene8-java"
fi
