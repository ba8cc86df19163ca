#!/usr/bin/env python3
"""What a million posts cost: time and memory of a first run, of the same dump again, of a prune.

usage: bench/million.py [POSTS [WORK_DIR [OPTION...]]]     default: 1000000 in build/million

Makes a dump on the spot: short posts of ten boards as JSONL records with document ids, in two
captures of which a twentieth changed, and the boards' list pages as text (20 rows, each post on
about three of them) in a tar, also in both captures. Then sillok-index runs, with the OPTIONs, on
the dump, on the dump again, and with --prune on a capture that lacks every hundredth post. What
must come out is checked; one line is printed a run. Needs a release build, or another program in
SILLOK_INDEX_PROGRAM.
"""
import io
import json
import os
import random
import shutil
import subprocess
import sys
import tarfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
INDEX = os.environ.get("SILLOK_INDEX_PROGRAM", os.path.join(ROOT, "build/release/sillok-index"))
BOARDS = 10
ROWS, STEP = 20, 7  # of a list page, and from one page to the next
NOUNS = "예산안 국회 폭설 금리 선거 반도체 수출 학교 병원 철도 어민 조선소 물가 전세 공항 날씨 축제 도서관 시장 농가".split()
VERBS = "통과했다 늘었다 줄었다 열린다 멈췄다 이어졌다 밝혔다 나섰다 뛰었다 바뀐다".split()
AUTHORS = "소식통 새벽통신 장터소식 동네알림 바람개비".split()


def title_of(number):
    r = random.Random(number)
    return f"{r.choice(NOUNS)} {r.choice(NOUNS)} {number}번째로 {r.choice(VERBS)}"


def body_of(number, capture):
    r = random.Random(number * 2 + (capture if number % 20 == 0 else 0))
    return " ".join(f"{r.choice(NOUNS)} {r.choice(NOUNS)} {r.choice(VERBS)}." for _ in range(6))


def date_of(number):
    return f"20{10 + number // 80000 % 15:02}-{1 + number // 6000 % 12:02}-{1 + number // 200 % 28:02}"


def record(board, number, capture):
    return json.dumps(
        {"board": f"board{board}", "id": str(5_000_000 + number * BOARDS + board), "number": number,
         "title": title_of(number * BOARDS + board), "author": AUTHORS[number % 5],
         "date": date_of(number), "body": body_of(number * BOARDS + board, capture),
         "crawled_at": f"2025-0{capture}-01T00:00:00Z"},
        ensure_ascii=False) + "\n"


def list_page(board, first, last):
    lines = ["번호\t제목\t글쓴이\t날짜"]
    for number in range(last, first - 1, -1):
        lines.append(f"{number}\t{title_of(number * BOARDS + board)}\t{AUTHORS[number % 5]}\t"
                     f"{date_of(number).replace('-', '.')}")
    return "\n".join(lines).encode() + b"\n"


def make_lists(path, posts, capture):
    with tarfile.open(path, "w") as archive:
        for board in range(BOARDS):
            for first in range(1, posts // BOARDS + 1, STEP):
                page = list_page(board, first, min(first + ROWS - 1, posts // BOARDS))
                entry = tarfile.TarInfo(f"board{board}/{first}.txt")
                entry.size, entry.mtime = len(page), 1_738_368_000 + capture
                archive.addfile(entry, io.BytesIO(page))


def make_dump(folder, posts):
    os.makedirs(folder + "/dump", exist_ok=True)
    os.makedirs(folder + "/full", exist_ok=True)
    for capture in (1, 2):
        with open(f"{folder}/dump/capture{capture}.jsonl", "w", encoding="utf-8") as out:
            for number in range(1, posts // BOARDS + 1):
                out.writelines(record(board, number, capture) for board in range(BOARDS))
        make_lists(f"{folder}/dump/lists{capture}.tar", posts, capture)
    with open(f"{folder}/full/capture.jsonl", "w", encoding="utf-8") as out:
        for number in range(1, posts // BOARDS + 1):
            if number % 100 != 0:
                out.writelines(record(board, number, 2) for board in range(BOARDS))


def run(name, arguments):
    begin = time.monotonic()
    child = subprocess.Popen([INDEX, *arguments], stdout=subprocess.PIPE, text=True)
    summary = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{name}: exit status {status}")
    seconds = time.monotonic() - begin
    cpu = usage.ru_utime + usage.ru_stime
    print(f"{name} s {seconds:.1f} cpu_s {cpu:.1f} peak_mb {usage.ru_maxrss / 1024:.0f}", flush=True)
    return summary


def check(summary, *lines):
    for line in lines:
        if line not in summary:
            sys.exit(f"missing: {line}\n{summary}")


def main():
    posts = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    folder = sys.argv[2] if len(sys.argv) > 2 else os.path.join(ROOT, "build/million")
    options = sys.argv[3:]
    posts -= posts % (100 * BOARDS)
    made = f"{folder}/made-{posts}"
    if not os.path.exists(made):
        shutil.rmtree(folder, ignore_errors=True)
        make_dump(folder, posts)
        open(made, "w").close()
    size = sum(os.path.getsize(f"{folder}/dump/{n}") for n in os.listdir(f"{folder}/dump"))
    print(f"posts {posts} dump_mb {size / 1e6:.0f}", flush=True)
    index = f"{folder}/idx"
    shutil.rmtree(index, ignore_errors=True)
    dump = ["-d", index, *options, f"{folder}/dump"]
    check(run("first", dump), f"added      {posts:,} articles, 0 rows")
    files = [n for n in os.listdir(index) if n != "lock"]
    check(run("again", dump), f"unchanged  {posts:,} articles, 0 rows", "nothing new")
    if [n for n in os.listdir(index) if n != "lock"] != files:
        sys.exit("the same dump published a new index")
    check(run("prune", ["-d", index, "--prune", *options, f"{folder}/full"]),
          f"pruned     {posts // 100:,} posts", f"holds {posts - posts // 100:,} articles, 0 rows")


main()
