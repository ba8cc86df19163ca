#!/bin/bash
# Relevance of Sillok on judged queries, beside Lucene's nori and cjk when Java is there.
#
# usage: bench/relevance.sh [WORK_DIR]        default: build/relevance
#
# Needs ../shared (corpora, peers) beside the checkout and a release build (made when missing).
# Prints nDCG@10, MRR, P@1 and R@100 of Sillok's three ways of matching, with the paired t-test
# against Lucene, on each collection: petitions by body alone (its queries are its titles), korquad
# by body alone and with titles, and the fifty keyword queries of data/.
set -euo pipefail
cd "$(dirname "$0")/.."
work=${1:-build/relevance}
shared=${SILLOK_SHARED:-../shared}
build=build/release

[ -d "$shared/corpora" ] || { echo "relevance.sh: $shared/corpora: not found; set SILLOK_SHARED" >&2; exit 2; }
[ -f $build/build.ninja ] || cmake --preset release >/dev/null
cmake --build --preset release --target sillok-index sillok-search >/dev/null
mkdir -p "$work"

jars=$(ls /usr/share/java/lucene-{core,analyzers-common,analyzers-nori,queryparser,queries}-8.*.jar 2>/dev/null | paste -sd: || true)
if [ -n "$jars" ] && command -v javac >/dev/null; then
  javac -cp "$jars" -d "$work/classes" "$shared/peers/LucenePeer.java"
else
  jars=
  echo "Lucene left out: install default-jdk-headless and liblucene8-java"
fi
lucene() { java -Xmx2g -cp "$jars:$work/classes" LucenePeer "$@" >/dev/null; }

# Sillok's runs of one index: search NAME QUERIES, into $work/NAME.MODE.run. A run may find nothing.
search() {
  local mode
  for mode in auto any all; do
    $build/sillok-search -d "$work/$1.idx" --batch "$2" --plain --match $mode --limit 100 \
      --format trec > "$work/$1.$mode.run" || [ $? = 1 ]
  done
}

# Lucene's runs of one corpus: lucene_runs NAME CORPUS.jsonl QUERIES [bodyonly]
lucene_runs() {
  local analyzer
  for analyzer in nori cjk; do
    lucene index $analyzer "$2" "$work/lucene-$1-$analyzer" 1 rounds=1 ${4:-}
    lucene search $analyzer "$work/lucene-$1-$analyzer" "$3" 100 or "$work/$1.$analyzer.run" rounds=1 ${4:-}
  done
}

# score NAME QRELS TITLE: whatever runs there are.
score() {
  local runs=() mode
  for mode in nori cjk auto any all; do
    [ ! -f "$work/$1.$mode.run" ] || runs+=("$mode=$work/$1.$mode.run")
  done
  echo; echo "$3"
  python3 bench/score_runs.py "$2" "${runs[@]}" --against nori --against cjk
}

rm -f "$work"/*.run
for collection in petitions korquad; do
  corpus=$work/$collection.jsonl
  [ -f "$corpus" ] || xz -dc "$shared/corpora/$collection.jsonl.xz" > "$corpus"
  judged=$shared/corpora/$collection
  [ $collection = petitions ] || judged=$judged-dev
  for fields in body title+body; do
    [ "$collection $fields" != "petitions title+body" ] || continue
    name=$collection-$fields
    options=(); bodyonly=
    [ $fields = title+body ] || { options=(--map title=); bodyonly=bodyonly; }
    $build/sillok-index -d "$work/$name.idx" --rebuild --quiet "${options[@]}" "$corpus"
    search "$name" "$judged.queries.tsv"
    [ -z "$jars" ] || lucene_runs "$name" "$corpus" "$judged.queries.tsv" $bodyonly
    score "$name" "$judged.qrels" "$collection, $fields"
  done
done

$build/sillok-index -d "$work/data.idx" --rebuild --quiet data/archive
search data data/queries.tsv
score data data/judgements.qrels "data/, fifty keyword queries"
