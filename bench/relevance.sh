#!/bin/bash
# Relevance of Sillok on judged queries, beside Lucene's nori and cjk when Java is there.
#
# usage: bench/relevance.sh [WORK_DIR]        default: build/relevance
#
# Needs ../shared (corpora, peers) beside the checkout and a release build (made when missing).
# Prints nDCG@10, MRR, P@1 and R@100 of Sillok's three ways of matching, with the paired t-test
# against Lucene, on each collection: petitions by body alone (its queries are its titles), korquad
# by body alone and with titles; then on queries that no parameter was fitted on
# (bench/make_known_items.py) and on the keyword queries of data/.
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

# index CORPUS FIELDS [WITH_LUCENE]: $work/CORPUS-FIELDS.idx and Lucene's two.
index() {
  local options=() bodyonly= analyzer corpus=$work/$1.jsonl
  [ -f "$corpus" ] || xz -dc "$shared/corpora/$1.jsonl.xz" > "$corpus"
  [ "$2" = title+body ] || { options=(--map title=); bodyonly=bodyonly; }
  $build/sillok-index -d "$work/$1-$2.idx" --rebuild --quiet "${options[@]}" "$corpus"
  [ -n "$jars" ] || return 0
  for analyzer in nori cjk; do
    lucene index $analyzer "$corpus" "$work/lucene-$1-$2-$analyzer" 1 rounds=1 $bodyonly
  done
}

# run CORPUS FIELDS QUERIES QRELS WHAT: searches and prints the scores.
run() {
  local runs=() how analyzer bodyonly= out=$work/run
  rm -f "$out".*
  [ "$2" = title+body ] || bodyonly=bodyonly
  for analyzer in nori cjk; do
    [ -n "$jars" ] && [ -d "$work/lucene-$1-$2-$analyzer" ] || continue
    lucene search $analyzer "$work/lucene-$1-$2-$analyzer" "$3" 100 or "$out.$analyzer" rounds=1 $bodyonly
    runs+=("$analyzer=$out.$analyzer")
  done
  for how in auto any all; do # a run may find nothing
    $build/sillok-search -d "$work/$1-$2.idx" --batch "$3" --plain --match $how --limit 100 \
      --format trec > "$out.$how" || [ $? = 1 ]
    runs+=("$how=$out.$how")
  done
  echo; echo "$1, $2: $5"
  python3 bench/score_runs.py "$4" "${runs[@]}" --against nori --against cjk
}

for collection in petitions korquad; do
  judged=$shared/corpora/$collection
  [ $collection = petitions ] || judged=$judged-dev
  known=$work/known-$collection
  index $collection body
  run $collection body "$judged.queries.tsv" "$judged.qrels" "what it was tuned on"
  index $collection title+body
  [ $collection = petitions ] || # the queries of petitions are its titles
    run $collection title+body "$judged.queries.tsv" "$judged.qrels" "what it was tuned on"
  python3 bench/make_known_items.py "$work/$collection.jsonl" "$known"
  for set in keywords-near keywords-apart titles; do
    [ ! -f "$known/$set.qrels" ] || run $collection body "$known/$set.queries.tsv" "$known/$set.qrels" "$set, held out"
  done
  run $collection title+body "$known/word.queries.tsv" "$known/word.qrels" "word, held out"
done

$build/sillok-index -d "$work/data-all.idx" --rebuild --quiet data/archive
run data all data/queries.tsv data/judgements.qrels "keyword queries"
