#!/usr/bin/env python3
"""The rules of the source tree that no compiler checks: who includes whom, who prints, and that
every header compiles alone.

usage: layering_test.py SOURCE_DIR COMPILER [FLAG...]
"""

import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import unittest

SOURCE_DIR, COMPILER, FLAGS = pathlib.Path("."), "c++", []
LAYERS = ["common", "indexer", "searcher", "alerts"]


def sources():
    """Every source and header of the three layers: path from the root and text without comments."""
    for layer in LAYERS:
        for path in sorted((SOURCE_DIR / layer).rglob("*")):
            if path.suffix in (".cpp", ".h"):
                text = path.read_text("utf-8")
                yield path.relative_to(SOURCE_DIR), without_comments(text)


def without_comments(text):
    """The text with every comment emptied; what looks like one inside quotes stays."""
    string_or_comment = r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'|//[^\n]*|/\*.*?\*/'

    def empty_if_comment(match):
        return re.sub(r"[^\n]", "", match.group(0)) if match.group(0)[0] == "/" else match.group(0)

    return re.sub(string_or_comment, empty_if_comment, text, flags=re.S)


def places(pattern, among):
    """path:line of every match."""
    found = []
    for path, text in among:
        for match in re.finditer(pattern, text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{path}:{line}: {match.group(0).strip()}")
    return found


class Layering(unittest.TestCase):
    def test_common_includes_neither_side(self):
        common = [(path, text) for path, text in sources() if path.parts[0] == "common"]
        self.assertEqual([], places(r'#include "(indexer|searcher)/[^"]*"', common))
        self.assertEqual([], places(r"#include <sillok/searcher[^>]*>", common))

    def test_indexer_and_searcher_never_include_each_other(self):
        for side, other in (("indexer", "searcher"), ("searcher", "indexer")):
            of_side = [(path, text) for path, text in sources() if path.parts[0] == side]
            self.assertEqual([], places(rf'#include "{other}/[^"]*"', of_side))

    def test_only_main_reads_arguments_prints_or_exits(self):
        silent = [(path, text) for path, text in sources() if path.name != "main.cpp"]
        self.assertEqual([], places(r"std::(cout|cerr|clog)\b", silent))
        self.assertEqual([], places(r"\b(printf|fprintf|puts|fputs|putchar|perror)\s*\(", silent))
        self.assertEqual([], places(r"(?<![\w.])(exit|_exit|_Exit|abort|quick_exit)\s*\(", silent))
        self.assertEqual([], places(r"\bargv\b", silent))

    def test_public_headers_show_no_library_and_no_private_header(self):
        public = [(path, text) for path, text in sources() if "include" in path.parts]
        self.assertTrue(public)
        self.assertEqual([], places(r'#include "[^"]*"', public))
        self.assertEqual([], places(r"#include <(xapian|unicode|boost|archive|zstd)[^>]*>", public))

    def test_only_the_analyzer_cuts_words(self):
        everything = list(sources())
        self.assertEqual([], places(r"Xapian::(TermGenerator|QueryParser)\b", everything))
        self.assertEqual([], places(r"\.snippet\(", everything))

    def test_a_source_includes_its_own_header_first(self):
        late = []
        for path, text in sources():
            first = re.search(r'#include ["<]([^">]*)[">]', text)
            own = path.with_suffix(".h")
            if path.suffix == ".cpp" and (SOURCE_DIR / own).exists() and first[1] != str(own):
                late.append(str(path))
        self.assertEqual([], late)

    def test_every_header_compiles_alone(self):
        # A header that a source includes first was compiled alone with that source.
        headers = [path for path, _ in sources() if path.suffix == ".h"]
        headers = [path for path in headers if not (SOURCE_DIR / path.with_suffix(".cpp")).exists()]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            errors = [error for error in pool.map(compile_error, headers) if error]
        self.assertEqual([], errors)


def compile_error(header):
    command = [COMPILER, "-std=c++20", "-fsyntax-only", "-x", "c++", f"-I{SOURCE_DIR}", *FLAGS]
    command += ["-include", str(SOURCE_DIR / header), os.devnull]
    return subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False).stderr


if __name__ == "__main__":
    SOURCE_DIR, COMPILER, FLAGS = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3:]
    unittest.main(argv=sys.argv[:1], verbosity=2)
