#!/usr/bin/env python3
"""Scores TREC runs and compares them.

usage: score_runs.py QRELS NAME=RUN [NAME=RUN...] [--against NAME]...

Prints nDCG@10 (gains 2^grade - 1), MRR@10, P@1 and R@100 of each run, and for each --against the
difference in nDCG@10 to that run with the t value of the paired two-sided t-test: with some hundred
queries |t| > 1.97 is significant at .05, |t| > 2.6 at .01. Queries without an answer in a run count
as zero."""
import argparse
import collections
import math
import statistics


def read_qrels(path):
    grades = collections.defaultdict(dict)
    for line in open(path, encoding="utf-8"):
        query, _, document, grade = line.split()
        grades[query][document] = int(grade)
    return grades


def read_run(path):
    ranked = collections.defaultdict(list)
    for line in open(path, encoding="utf-8"):
        query, _, document = line.split()[:3]
        ranked[query].append(document)
    return ranked


def discounted_gain(grades):
    return sum((2**grade - 1) / math.log2(rank + 2) for rank, grade in enumerate(grades[:10]))


def score_query(judged, documents):
    grades = [judged.get(document, 0) for document in documents]
    relevant = sum(grade > 0 for grade in judged.values())
    first = next((rank for rank, grade in enumerate(grades[:10], 1) if grade > 0), None)
    return {
        "ndcg10": discounted_gain(grades) / discounted_gain(sorted(judged.values(), reverse=True)),
        "mrr10": 1 / first if first else 0,
        "p1": float(first == 1),
        "r100": sum(grade > 0 for grade in grades[:100]) / relevant,
    }


def score_run(qrels, run):
    return [score_query(judged, run.get(query, [])) for query, judged in qrels.items()]


def paired_t(ours, theirs):
    differences = [a["ndcg10"] - b["ndcg10"] for a, b in zip(ours, theirs)]
    mean = statistics.mean(differences)
    spread = statistics.stdev(differences)
    return mean, mean / (spread / math.sqrt(len(differences))) if spread else 0.0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("qrels")
    parser.add_argument("runs", nargs="+", metavar="NAME=RUN")
    parser.add_argument("--against", action="append", default=[], metavar="NAME")
    arguments = parser.parse_args()
    qrels = read_qrels(arguments.qrels)
    scores = {}
    for named in arguments.runs:
        name, _, path = named.partition("=")
        scores[name] = score_run(qrels, read_run(path))
    against = [name for name in arguments.against if name in scores]
    print(f"{'':18}{'nDCG@10':>8}{'MRR':>7}{'P@1':>7}{'R@100':>7}" +
          "".join(f"{'to ' + name:>18}" for name in against))
    for name, run in scores.items():
        means = [statistics.mean(query[key] for query in run)
                 for key in ("ndcg10", "mrr10", "p1", "r100")]
        line = f"{name:18}{means[0]:8.4f}" + "".join(f"{mean:7.4f}" for mean in means[1:])
        for other in against:
            gain, t = paired_t(run, scores[other])
            line += f"{gain:+10.4f} t{t:6.1f}" if name != other else " " * 18
        print(line.rstrip())


main()
