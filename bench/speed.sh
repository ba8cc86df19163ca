#!/bin/bash
# Indexing and searching speed and size, beside Lucene when Java is there.
#
# usage: bench/speed.sh [all | PART...]
#
#   corpora        what the other parts read: the speed corpus and real text (petitions, korquad)
#   index-real     indexing real text, ROUNDS times by each, in turns (Lucene warms up)
#   index-speed    indexing the speed corpus, once by each
#   search         latencies of the 500 speed queries, one thread, and of Lucene's
#   process        a whole sillok-search, and the first query after opening
#   updates        1,000 articles into two thirds of the speed corpus, and again COUNT times
#   size           bytes of each table
#
# SPEED_MB=300 is the size of the speed corpus, SPEED_DIR=build/speed where all is kept between parts,
# ROUNDS=6, COUNT=20, SILLOK_SHARED=../shared (corpora, peers). ANALYZERS="cjk nori" of Lucene. One line
# a measurement; MB are 10^6 bytes of title and body.
set -euo pipefail
cd "$(dirname "$0")/.."
megabytes=${SPEED_MB:-300}
work=${SPEED_DIR:-build/speed}
shared=${SILLOK_SHARED:-../shared}
build=build/release
rounds=${ROUNDS:-6}
read -ra analyzers <<< "${ANALYZERS-cjk nori}"
speed=$work/$megabytes/big.jsonl
queries=$work/$megabytes/big.q.tsv
real=$work/real.jsonl

die() { echo "speed.sh: $*" >&2; exit 2; }
has_lucene() { command -v java >/dev/null && ls /usr/share/java/lucene-core-*.jar >/dev/null 2>&1; }

text_bytes() {
  [ -f "$1.bytes" ] || python3 - "$1" > "$1.bytes" <<'PY'
import json, sys
print(sum(len(r["title"].encode()) + len(r["body"].encode()) for r in map(json.loads, open(sys.argv[1], encoding="utf-8"))))
PY
  cat "$1.bytes"
}

# index_sillok NAME CORPUS OPTIONS...
index_sillok() {
  local name=$1 corpus=$2 index=$work/$1.idx bytes seconds user kilobytes; shift 2
  rm -rf "$index"
  /usr/bin/time -f "%e %U %M" -o "$work/time" $build/sillok-index -d "$index" --quiet "$@" "$corpus"
  read -r seconds user kilobytes < "$work/time"
  bytes=$(du -sb --exclude=lock "$index" | cut -f1)
  awk -v n="$name" -v t="$(text_bytes "$corpus")" -v s="$seconds" -v u="$user" -v k="$kilobytes" -v b="$bytes" 'BEGIN {
    printf "sillok %s text_mb %.2f s %.2f cpu_s %.2f mb_s %.2f index_bytes_a_byte %.3f peak_mb %.0f\n",
      n, t/1e6, s, u, t/1e6/s, b/t, k/1024 }'
}

# index_lucene ANALYZER NAME CORPUS ROUNDS [warm=FILE]
index_lucene() {
  has_lucene || { echo "Lucene left out: install default-jdk-headless and liblucene8-java"; return; }
  "$shared/peers/lucene.sh" index "$1" "$3" "$work/lucene-$1-$2" 2 rounds="$4" ${5:+"$5"}
}

part_corpora() {
  mkdir -p "$work/$megabytes"
  [ -f "$queries" ] ||
    python3 "$shared/peers/make_speed_corpus.py" "$shared/corpora" "$work/$megabytes" "$megabytes"
  [ -f "$real" ] || xz -dc "$shared"/corpora/{petitions,korquad}.jsonl.xz > "$real"
  text_bytes "$speed" >/dev/null
  text_bytes "$real" >/dev/null
}

part_index-real() {
  local round analyzer
  for round in 1 2 3; do
    index_sillok real "$real"
    index_sillok real-termlists "$real" --termlists
    index_sillok real-static "$real" --static
  done
  for analyzer in "${analyzers[@]}"; do index_lucene "$analyzer" real "$real" "$rounds"; done
}

part_index-speed() {
  local analyzer
  index_sillok speed "$speed"
  index_sillok speed-termlists "$speed" --termlists
  index_sillok speed-static "$speed" --static
  for analyzer in "${analyzers[@]}"; do index_lucene "$analyzer" speed "$speed" 1 "warm=$real"; done
}

part_search() {
  local analyzer mode
  [ -d "$work/speed.idx" ] || die "the part index-speed comes first"
  $build/bench/search_speed "$work/speed.idx" "$queries"
  has_lucene || return 0
  for analyzer in "${analyzers[@]}"; do
    [ -d "$work/lucene-$analyzer-speed" ] || continue
    for mode in or and phrase; do
      "$shared/peers/lucene.sh" search "$analyzer" "$work/lucene-$analyzer-speed" "$queries" 10 $mode \
        "$work/lucene.run" rounds=3 | sort -t' ' -k8 -n | head -1
    done
  done
}

part_process() {
  [ -d "$work/speed.idx" ] || die "the part index-speed comes first"
  python3 - $build/sillok-search "$work/speed.idx" "$queries" <<'PY'
import json, subprocess, sys, time
program, index, queries = sys.argv[1:]
texts = [line.rstrip("\n").split("\t", 1)[1] for line in open(queries, encoding="utf-8")][:100]
whole, first = [], []
for text in texts:
    begin = time.perf_counter()
    found = subprocess.run([program, "-d", index, "--plain", "--format", "json", text], capture_output=True)
    whole.append((time.perf_counter() - begin) * 1e3)
    first.append(json.loads(found.stdout)["took_ms"])
for name, times in (("process", whole), ("first_query", first)):
    times.sort()
    print(f"sillok {name} runs {len(times)} p50_ms {times[len(times)//2]:.2f} p95_ms {times[int(len(times)*.95)]:.2f}")
PY
}

part_updates() {
  bench/updates.py --corpus "$speed" --queries "$queries" --work "$work" --base-mb $((megabytes * 2 / 3)) \
    --count "${COUNT:-20}" add fresh compare
}

part_size() {
  local index
  for index in "$work"/*.idx; do
    echo "$index"
    find "$index" \( -name "*.glass" -o -name words \) -printf '  %f %s\n' | sort
  done
}

[ -d "$shared/peers" ] || die "$shared/peers: not found; set SILLOK_SHARED"
[ -f $build/build.ninja ] || cmake --preset release >/dev/null
[ -n "${SPEED_NO_BUILD:-}" ] ||
  cmake --build --preset release --target sillok-index sillok-search search_speed >/dev/null
[ $# -gt 0 ] || set -- all
[ "$*" != all ] || set -- corpora index-real index-speed search process updates size
for part in "$@"; do
  declare -F "part_$part" >/dev/null || die "$part: no such part; the head of this script has them"
  echo "# $part"
  "part_$part"
done
