#!/usr/bin/env python3
"""Adds articles to an index of the speed corpus, again and again, and searches meanwhile.

usage: updates.py SILLOK_INDEX SILLOK_SEARCH WORK_DIR CORPUS.jsonl QUERIES.tsv [COUNT [ARTICLES]]

Copies WORK_DIR/speed.idx, then COUNT times (default 20) adds ARTICLES (1,000) articles of the corpus
under new ids. Prints the seconds until an update is published and those it spends merging
afterwards, the databases of the index, and the time of the same hundred queries before, in the
middle, after, and after --optimize. A reader searches during every tenth update."""
import json
import os
import re
import shutil
import subprocess
import sys
import time


def timed(command):
    begin = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1) or done.stderr:
        sys.exit(f"updates.py: {' '.join(command)}: {done.stderr}")
    return time.perf_counter() - begin, done.stdout


def main(index_program, search_program, work, corpus, queries, count="20", articles="1000"):
    count, articles = int(count), int(articles)
    index = os.path.join(work, "updates.idx")
    shutil.rmtree(index, ignore_errors=True)
    shutil.copytree(os.path.join(work, "speed.idx"), index)
    batch = os.path.join(work, "hundred.tsv")
    with open(queries, encoding="utf-8") as lines, open(batch, "w", encoding="utf-8") as file:
        file.writelines([next(lines) for _ in range(100)])

    def search_ms():
        command = [search_program, "-d", index, "--batch", batch, "--plain", "--limit", "10", "--format", "jsonl"]
        return min(timed(command)[0] for _ in range(3)) * 10

    def databases():
        with open(os.path.join(index, "XAPIANDB"), encoding="utf-8") as stub:
            return sum(1 for _ in stub)

    def report(name):
        print(f"{name} databases {databases()} ms_a_query {search_ms():.2f}", flush=True)

    report("before")
    published, merging, source = [], [], open(corpus, encoding="utf-8")
    for update in range(count):
        path = os.path.join(work, "update.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            for number in range(articles):
                record = json.loads(next(source))
                record["id"] = f"update-{update}-{number}"
                file.write(json.dumps(record, ensure_ascii=False) + "\n")
        reader = None
        if update % 10 == 0:
            reader = subprocess.Popen([search_program, "-d", index, "--batch", batch, "--plain", "--format", "jsonl"],
                                      stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        seconds, output = timed([index_program, "-d", index, path])
        merged = re.search(r"merged +(\d+) databases into one in ([\d.]+) s", output)
        merging.append(float(merged.group(2)) if merged else 0)
        published.append(seconds - merging[-1])
        if reader and (reader.communicate()[1] or reader.returncode > 1):
            sys.exit("updates.py: a reader failed during an update")
        if update == count // 2:
            report(f"after {update + 1}")
    print(f"updates {count} articles {articles} published_s p50 {sorted(published)[count // 2]:.2f} "
          f"max {max(published):.2f} merging_s sum {sum(merging):.2f} max {max(merging):.2f}")
    report(f"after {count}")
    print(f"optimize s {timed([index_program, '-d', index, '--optimize'])[0]:.2f}")
    report("optimized")
    shutil.rmtree(index)


if __name__ == "__main__":
    if not 6 <= len(sys.argv) <= 8:
        sys.exit(__doc__)
    main(*sys.argv[1:])
