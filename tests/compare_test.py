#!/usr/bin/env python3
"""bench/compare prints ratios of two result files.   usage: compare_test.py SOURCE_DIR"""
import json
import os
import subprocess
import sys
import tempfile

COMPARE = os.path.join(sys.argv[1], "bench", "compare")


def run_of(name, time, unit="ns", **more):
    return {"name": name, "run_name": name, "run_type": "iteration", "real_time": time,
            "time_unit": unit, **more}


def compare(directory, a, b):
    paths = []
    for name, content in (("a.json", a), ("b.json", b)):
        paths.append(os.path.join(directory, name))
        with open(paths[-1], "w", encoding="utf-8") as file:
            file.write(content if isinstance(content, str) else json.dumps({"benchmarks": content}))
    return subprocess.run([COMPARE, *paths], capture_output=True, text=True, check=False)


with tempfile.TemporaryDirectory() as directory:
    before = [run_of("분석/예산안", 2, "us"), run_of("gone", 1),
              run_of("repeated", 9), run_of("repeated", 1), run_of("repeated", 2)]
    after = [run_of("분석/예산안", 500), run_of("new", 1), run_of("repeated", 3),
             run_of("failed", 1, error_occurred=True)]
    result = compare(directory, before, after)
    assert result.returncode == 0, result.stderr
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines == [["benchmark", "A", "B", "B/A"], ["분석/예산안", "2", "us", "500", "ns", "0.250"],
                     ["repeated", "2", "ns", "3", "ns", "1.500"],
                     ["only", "in", "A:", "gone"], ["only", "in", "B:", "new"]], lines
    for bad in ("", "{}", '{"benchmarks": [{"name": "x"}]}', "[]"):
        result = compare(directory, before, bad)
        assert result.returncode == 2 and "b.json" in result.stderr, (bad, result)
