#!/usr/bin/env python3
"""What updates cost: an index of the speed corpus to which articles are added again and again while
others search it, beside a new index of the same articles.

usage: bench/updates.py [OPTION...] PART...

  add       indexes the first BASE_MB of the corpus, then adds COUNT times ARTICLES more, in the corpus's
            order and from its beginning again when it ends, each under an id of its own. Two readers
            search all along, one that stays open and one that is started anew; an error of either
            ends the run. A line now and then, and in the end: seconds until an update is published,
            and spent merging afterwards.
  fresh     indexes the same articles at once.
  compare   searches both in turns, ROUNDS times, with the WAYs of search_speed; the ratio of the means
  optimize  merges the updated index into one database.

The corpus and the queries are those of bench/speed.sh or any JSONL with an "id" first. `add` leaves what
it did in WORK, so parts may run alone: the timings of `compare` want a quiet machine, `add` does not."""
import argparse
import itertools
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import threading
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
ID = re.compile(rb'^\{"id": *"[^"]*"')


def articles(options, first):
    """Lines of the corpus from article number `first` on, over and over, under new ids."""
    for around in itertools.count():
        with open(options.corpus, "rb") as lines:
            skipped = first if around == 0 else 0
            for number, line in enumerate(itertools.islice(lines, skipped, None), skipped):
                yield ID.sub(b'{"id": "%d-%d"' % (around, number), line)


def count_base(options):
    size = count = 0
    with open(options.corpus, "rb") as lines:
        for line in lines:
            if size >= options.base_mb * 1e6:
                break
            size, count = size + len(line), count + 1
    return count


def index_lines(options, index, lines, *arguments):
    """Runs sillok-index on the lines; its summary, seconds and peak memory in MB."""
    command = [options.build + "/sillok-index", "-d", index, *arguments, "-"]
    begin = time.perf_counter()
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    child.stdin.write(b"") if lines is None else child.stdin.writelines(lines)
    child.stdin.close()
    summary = child.stdout.read().decode()
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"updates.py: {' '.join(command)}: status {status}")
    return summary, time.perf_counter() - begin, usage.ru_maxrss / 1024


def count_databases(index):
    with open(index + "/XAPIANDB", encoding="utf-8") as stub:
        return sum(1 for _ in stub)


class Readers:
    """A search that stays open, and one after the other that is started anew."""

    def __init__(self, options, index):
        self.command = [options.build + "/sillok-search", "-d", index, "--plain", "--format", "jsonl", "--batch"]
        self.pause, self.queries, self.started, self.asked = options.pause, options.queries, 0, 0
        self.error, self.is_over = "", threading.Event()
        with open(options.queries, encoding="utf-8") as lines:
            self.texts = itertools.cycle(lines.readlines())
        self.open = subprocess.Popen(self.command + ["-"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.PIPE, text=True)
        self.threads = [threading.Thread(target=self.ask_open), threading.Thread(target=self.start_anew)]
        for thread in self.threads:
            thread.start()

    def ask_open(self):
        while not self.is_over.wait(self.pause):
            try:
                self.open.stdin.write(next(self.texts))
                self.open.stdin.flush()
            except OSError as error:
                self.error = str(error)
                return
            self.asked += 1

    def start_anew(self):
        while not self.is_over.wait(self.pause):
            few = "".join(next(self.texts) for _ in range(5))
            done = subprocess.run(self.command + ["-"], input=few, capture_output=True, text=True, check=False)
            if done.returncode > 1 or done.stderr:
                self.error = done.stderr or f"status {done.returncode}"
                return
            self.started += 1

    def check(self):
        if self.error:
            self.is_over.set()
            sys.exit(f"updates.py: a reader failed: {self.error}")

    def close(self):
        self.is_over.set()
        for thread in self.threads:
            thread.join()
        _, stderr = self.open.communicate()
        if stderr or self.open.returncode > 1:
            sys.exit(f"updates.py: the reader that stayed open failed: {stderr}")
        self.check()


def quantiles(seconds):
    ordered = sorted(seconds)
    return (f"p50 {ordered[len(ordered) // 2]:.2f} p95 {ordered[int(len(ordered) * .95)]:.2f} "
            f"max {ordered[-1]:.2f}")


def add(options):
    index, base, count = options.work + "/updates.idx", count_base(options), options.count
    shutil.rmtree(index, ignore_errors=True)
    lines = articles(options, 0)
    _, seconds, peak = index_lines(options, index, itertools.islice(lines, base), *options.option)
    print(f"base articles {base} s {seconds:.1f} peak_mb {peak:.0f}", flush=True)
    readers, published, merging, peaks = Readers(options, index), [], [], []
    for update in range(1, count + 1):
        added = list(itertools.islice(lines, options.articles))
        summary, seconds, peak = index_lines(options, index, added)
        merged = re.search(r"^merged .*?([\d.]+) s", summary, re.M)
        merging.append(float(merged[1]) if merged else 0)
        published.append(seconds - merging[-1])
        peaks.append(peak)
        readers.check()
        if update % max(1, count // 20) == 0:
            print(f"update {update} databases {count_databases(index)} published_s {quantiles(published)} "
                  f"merging_s sum {sum(merging):.1f} max {max(merging):.1f} peak_mb {max(peaks):.0f}", flush=True)
    readers.close()
    print(f"updates {count} of {options.articles} articles: a reader started {readers.started} times, one that "
          f"stayed open asked {readers.asked} times, no error; all updates {sum(published) + sum(merging):.0f} s, "
          f"of these merging {sum(merging):.0f}; CPU {resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime:.0f} s "
          "with the readers'", flush=True)


def fresh(options):
    index = options.work + "/fresh.idx"
    shutil.rmtree(index, ignore_errors=True)
    total = count_base(options) + options.count * options.articles
    _, seconds, peak = index_lines(options, index, itertools.islice(articles(options, 0), total), *options.option)
    print(f"fresh articles {total} s {seconds:.1f} peak_mb {peak:.0f}", flush=True)


def search(options, index):
    """What search_speed prints by way; of two rounds it takes the one with the disk in the cache."""
    command = [options.build + "/bench/search_speed", index, options.queries, "2", *options.ways.split()]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    lines = [line.split() for line in output.splitlines()]
    return {line[1]: {"mean": float(line[7]), "p50": float(line[9]), "p95": float(line[11])} for line in lines}


def compare(options):
    indexes = [options.work + "/updates.idx", options.work + "/fresh.idx"]
    print(f"databases {count_databases(indexes[0])} and {count_databases(indexes[1])}")
    found = [[search(options, index) for index in indexes] for _ in range(options.rounds)]
    for way in found[0][0]:
        ratios = [updated[way]["mean"] / new[way]["mean"] for updated, new in found]
        medians = [{name: statistics.median(pair[side][way][name] for pair in found) / 1000
                    for name in ("mean", "p50", "p95")} for side in (0, 1)]
        sides = ["mean_ms {mean:.2f} p50_ms {p50:.2f} p95_ms {p95:.2f}".format(**one) for one in medians]
        print(f"{way}: updated {sides[0]}, fresh {sides[1]}, ratio of means median "
              f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})", flush=True)


def optimize(options):
    command = [options.build + "/sillok-index", "-d", options.work + "/updates.idx", "--optimize"]
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    print(f"optimize s {time.perf_counter() - begin:.1f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parts = {"add": add, "fresh": fresh, "compare": compare, "optimize": optimize}
    parser.add_argument("part", nargs="+", choices=parts)
    parser.add_argument("--corpus", default=ROOT + "/build/speed/300/big.jsonl")
    parser.add_argument("--queries", default=ROOT + "/build/speed/300/big.q.tsv")
    parser.add_argument("--work", default=ROOT + "/build/updates")
    parser.add_argument("--build", default=ROOT + "/build/release")
    parser.add_argument("--base-mb", type=float, default=300)
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--pause", type=float, default=.2, help="seconds between a reader's searches")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ways", default="auto and or phrase")
    parser.add_argument("--option", action="append", default=[], help="of sillok-index, for a new index")
    options = parser.parse_args()
    os.makedirs(options.work, exist_ok=True)
    for part in options.part:
        parts[part](options)


if __name__ == "__main__":
    main()
