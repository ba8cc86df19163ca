#!/usr/bin/env python3
"""How indexing and searching grow with the text: sizes from 30 MB to 3 GB, made on the spot.

usage: bench/scaling.py [OPTION...] PART...

  corpora   the speed corpus of the largest size (about 20 minutes for 3 GB) and its beginnings
  index     indexes each: seconds, CPU seconds, peak memory, bytes of the index
  search    QUERIES of the corpus's queries on each, by each of the WAYS of search_speed: p50 and p95
  page      plots in bench/scaling/ with their exponents, and the tables of bench/SCALING.md

`index` and `search` add lines to WORK/figures.jsonl; the latest of a size counts, so parts and sizes may
run one by one: timings want a quiet machine. MB are 10^6 bytes of title and body. The corpora and
indexes of all sizes take 17 GB of disk."""
import argparse
import json
import os
import shutil
import subprocess
import sys
import time

from loglog_svg import fit, plot

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def corpus_of(options, size):
    return f"{options.work}/{size}.jsonl"


def index_of(options, size):
    return f"{options.work}/{size}.idx"


def write_figures(options, kind, size, figures):
    line = json.dumps({"kind": kind, "mb": size, **figures})
    print(line, flush=True)
    with open(options.work + "/figures.jsonl", "a", encoding="utf-8") as file:
        file.write(line + "\n")


def corpora(options):
    largest = max(options.sizes)
    whole = f"{options.work}/big.jsonl"
    if not os.path.exists(f"{options.work}/big.q.tsv"):
        subprocess.run([sys.executable, options.shared + "/peers/make_speed_corpus.py", options.shared + "/corpora",
                        options.work, str(largest)], check=True)
    smaller = sorted(size for size in options.sizes if size < largest)
    files = {size: open(corpus_of(options, size), "wb") for size in smaller}
    text, done = 0, {size: False for size in smaller}
    with open(whole, "rb") as lines:
        for line in lines:
            if all(done.values()):
                break
            record = json.loads(line)
            for size in smaller:
                done[size] = text >= size * 1e6
                if not done[size]:
                    files[size].write(line)
            text += len(record["title"].encode()) + len(record["body"].encode())
    for file in files.values():
        file.close()
    if not os.path.exists(corpus_of(options, largest)):
        os.link(whole, corpus_of(options, largest))


def tree_bytes(path):
    return sum(os.path.getsize(os.path.join(folder, name)) for folder, _, names in os.walk(path) for name in names)


def index(options):
    for size in options.sizes:
        target = index_of(options, size)
        shutil.rmtree(target, ignore_errors=True)
        command = [options.build + "/sillok-index", "-d", target, "--quiet", *options.option, corpus_of(options, size)]
        begin = time.perf_counter()
        child = subprocess.Popen(command)
        _, status, usage = os.wait4(child.pid, 0)
        if status != 0:
            sys.exit(f"scaling.py: {' '.join(command)}: status {status}")
        write_figures(options, "index", size, {
            "s": round(time.perf_counter() - begin, 2), "cpu_s": round(usage.ru_utime + usage.ru_stime, 2),
            "peak_mb": round(usage.ru_maxrss * 1024 / 1e6, 1), "index_bytes": tree_bytes(target)})


def search(options):
    with open(options.work + "/big.q.tsv", encoding="utf-8") as lines:
        queries = lines.readlines()
    few = options.work + "/few.q.tsv"
    with open(few, "w", encoding="utf-8") as file:  # rare and frequent ones as they are mixed in the file
        file.writelines(queries[:: max(1, len(queries) // options.queries)])
    for size in options.sizes:
        command = [options.build + "/bench/search_speed", index_of(options, size), few, str(options.rounds),
                   *options.ways.split()]
        for line in subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines():
            words = line.split()
            write_figures(options, "search", size, {"way": words[1], "p50_ms": float(words[9]) / 1000,
                                                    "p95_ms": float(words[11]) / 1000})


def read_figures(options):
    """Measure to series to points."""
    indexing, searching = {}, {}
    with open(options.work + "/figures.jsonl", encoding="utf-8") as lines:
        for figures in map(json.loads, lines):
            if figures["kind"] == "index":
                indexing[figures["mb"]] = figures
            else:
                searching.setdefault(figures["way"], {})[figures["mb"]] = figures
    sizes = sorted(indexing)

    def of(some, name, scale=1.0):
        return [(size, some[size][name] * scale) for size in sorted(some) if name in some[size]]

    return sizes, {
        "time": ("Indexing, seconds", {"wall clock": of(indexing, "s"), "CPU": of(indexing, "cpu_s")}),
        "memory": ("Indexing, peak memory, MB", {"peak": of(indexing, "peak_mb")}),
        "size": ("Index, MB", {"index": of(indexing, "index_bytes", 1e-6)}),
        "p50": ("Search, p50, ms", {way: of(some, "p50_ms") for way, some in searching.items()}),
        "p95": ("Search, p95, ms", {way: of(some, "p95_ms") for way, some in searching.items()}),
    }


def page(options):
    sizes, measures = read_figures(options)
    os.makedirs(ROOT + "/bench/scaling", exist_ok=True)
    print("| | " + " | ".join(f"{size:,}" for size in sizes) + " | exponent | 100 GB | 10 TB |")
    print("|---" * (len(sizes) + 4) + "|")
    for file, (title, series) in measures.items():
        with open(f"{ROOT}/bench/scaling/{file}.svg", "w", encoding="utf-8") as svg:
            svg.write(plot(title, "MB of text", series))
        for name, points in series.items():
            exponent, factor = fit(points)
            by_size = dict(points)
            cells = [f"{by_size[size]:,.3g}" if size in by_size else "" for size in sizes]
            far = [f"{factor * megabytes**exponent:,.3g}" for megabytes in (1e5, 1e7)]
            print(f"| {title}: {name} | " + " | ".join(cells + [f"{exponent:.2f}"] + far) + " |")
    for name, points in measures["time"][1].items():
        by_size = dict(points)
        ratios = [f"{small:,} to {small * 10:,} MB {by_size[small * 10] / by_size[small]:.2f}"
                  for small in sizes if small * 10 in by_size]
        print(f"ten times the text, {name}: " + ", ".join(ratios))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = {"corpora": corpora, "index": index, "search": search, "page": page}
    parser.add_argument("part", nargs="+", choices=parts)
    parser.add_argument("--sizes", type=lambda text: [int(size) for size in text.split(",")],
                        default=[30, 100, 300, 1000, 3000], help="in MB, separated by commas")
    parser.add_argument("--work", default=ROOT + "/build/scaling")
    parser.add_argument("--build", default=ROOT + "/build/release")
    parser.add_argument("--shared", default=ROOT + "/../shared")
    parser.add_argument("--queries", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--ways", default="auto and or phrase newest")
    parser.add_argument("--option", action="append", default=[], help="of sillok-index")
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    for part in options.part:
        parts[part](options)


if __name__ == "__main__":
    main()
