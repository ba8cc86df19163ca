#!/usr/bin/env python3
"""Draws queries with known answers from a corpus: sets that no parameter was fitted on.

usage: make_known_items.py CORPUS.jsonl OUT_DIR

Writes, as NAME.queries.tsv (id<TAB>text) and NAME.qrels (TREC form) in OUT_DIR:
  keywords-near     two words that stand within ten eojeols of an article; the article answers
  keywords-apart    two words from anywhere in an article, so that nearness gives no hint
  word              one word that at most twelve articles hold; those with it in the title answer
                    with 3, those with it three times or more with 2, others with 1
  titles            the title of two articles or more; they answer (only where titles repeat)
Words are eojeols of Hangul as they stand, josa included, of at least two syllables, in at most one
article of fifty. The same corpus gives the same queries."""
import collections
import json
import pathlib
import random
import re
import sys

WORD = re.compile("[가-힣]{2,}")
QUERIES = 400


def write(directory, name, queries):
    """queries: (text, {id: grade}) each."""
    with open(directory / f"{name}.queries.tsv", "w", encoding="utf-8") as texts, \
            open(directory / f"{name}.qrels", "w", encoding="utf-8") as judgements:
        for number, (text, grades) in enumerate(queries):
            texts.write(f"{number}\t{text}\n")
            for document, grade in sorted(grades.items()):
                judgements.write(f"{number} 0 {document} {grade}\n")


def draw_pairs(rng, articles, rare, reach):
    pairs = []
    while len(pairs) < QUERIES:
        article = rng.choice(articles)
        words = WORD.findall(article["body"])
        places = [i for i, word in enumerate(words) if word in rare]
        if len(places) < 2:
            continue
        first = rng.choice(places)
        others = [i for i in places if words[i] != words[first] and (not reach or abs(i - first) <= reach)]
        if others:
            second = rng.choice(others)
            text = " ".join(words[i] for i in sorted((first, second)))
            pairs.append((text, {article["id"]: 1}))
    return pairs


def draw_words(rng, articles, rare):
    holding = collections.defaultdict(set)
    for number, article in enumerate(articles):
        for word in set(WORD.findall(article["title"] + " " + article["body"])):
            if word in rare:
                holding[word].add(number)
    words = sorted(word for word, numbers in holding.items() if 4 <= len(numbers) <= 12 and len(word) >= 3)
    queries = []
    for word in rng.sample(words, min(QUERIES, len(words))):
        grades = {}
        for article in articles:
            count = article["body"].count(word)
            if word in article["title"]:
                grades[article["id"]] = 3
            elif count > 0:
                grades[article["id"]] = 2 if count >= 3 else 1
        queries.append((word, grades))
    return queries


def title_queries(articles):
    holding = collections.defaultdict(dict)
    for article in articles:
        title = re.sub(r"[_\s]+", " ", article["title"]).strip()
        if title:
            holding[title][article["id"]] = 1
    return [(title, grades) for title, grades in sorted(holding.items()) if len(grades) > 1]


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    articles = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    directory = pathlib.Path(sys.argv[2])
    directory.mkdir(parents=True, exist_ok=True)
    rng = random.Random(20250204)
    frequencies = collections.Counter(
        word for article in articles for word in set(WORD.findall(article["body"])))
    rare = {word for word, count in frequencies.items() if 2 <= count <= len(articles) // 50}
    write(directory, "keywords-near", draw_pairs(rng, articles, rare, 10))
    write(directory, "keywords-apart", draw_pairs(rng, articles, rare, 0))
    write(directory, "word", draw_words(rng, articles, rare))
    titles = title_queries(articles)
    if len(titles) >= 50:
        write(directory, "titles", titles)


main()
