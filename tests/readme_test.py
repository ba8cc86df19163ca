#!/usr/bin/env python3
"""What README.md shows works, and README.ko.md shows the same: sections, links, commands and programs.

usage: readme_test.py SOURCE_DIR PROGRAM_DIR INDEX CXX [FLAG...]
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

SOURCE, PROGRAMS, INDEX, COMPILER = pathlib.Path("."), pathlib.Path("."), pathlib.Path("."), []
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)


def text_of(name):
    return (SOURCE / name).read_text("utf-8")


def prose(text):
    return FENCE.sub("", text)


def blocks(text, language):
    """The code, without comments: those are in the language of the reader."""
    found = [body for kind, body in FENCE.findall(text) if kind == language]
    return [re.sub(r"[ \t]+(#|//) .*|(took_ms\":)[\d.]+", r"\2", body) for body in found]


class Readme(unittest.TestCase):
    maxDiff = None

    def test_korean_has_the_sections_and_links_of_english(self):
        for pattern in (r"^(#+) ", r"\]\(([^)]*)\)", r"(?<![\w-])(--[a-z][a-z-]+)"):
            english, korean = (re.findall(pattern, prose(text_of(name)), re.M)
                               for name in ("README.md", "README.ko.md"))
            if pattern.startswith("^"):
                self.assertEqual(english, korean)
            else:
                self.assertEqual(set(english) - {"README.ko.md"}, set(korean) - {"README.md"})

    def test_korean_shows_the_code_of_english(self):
        for language in ("sh", "cpp", "json"):
            self.assertEqual(blocks(text_of("README.md"), language), blocks(text_of("README.ko.md"), language))

    def test_every_link_leads_somewhere(self):
        for name in ("README.md", "README.ko.md", "examples/README.md", "python/README.md"):
            for link in re.findall(r"\]\((?!https?:)([^)#]*)", text_of(name)):
                self.assertTrue((SOURCE / name).parent.joinpath(link).exists(), f"{name}: {link}")

    def test_searches_run(self):
        searches = [line for line in blocks(text_of("README.md"), "sh")[1].splitlines()
                    if line.startswith("sillok-search")]
        self.assertGreater(len(searches), 5)
        environment = dict(os.environ, SILLOK_INDEX=str(INDEX), PATH=f"{PROGRAMS}:{os.environ['PATH']}",
                           SILLOK_CONFIG="/dev/null")
        for line in searches:
            shown = subprocess.run(["bash", "-c", line], env=environment, capture_output=True, text=True)
            self.assertIn(shown.returncode, (0, 1), f"{line}: {shown.stderr}")
            self.assertEqual("", shown.stderr, line)

    def test_program_compiles_and_finds(self):
        with tempfile.TemporaryDirectory() as scratch:
            program = pathlib.Path(scratch, "readme.cpp")
            program.write_text(blocks(text_of("README.md"), "cpp")[0], "utf-8")
            built = subprocess.run([*COMPILER[:1], "-std=c++20", str(program), *COMPILER[1:], "-o", f"{scratch}/readme"],
                                   capture_output=True, text=True)
            self.assertEqual("", built.stderr)
            os.symlink(INDEX, f"{scratch}/archive.idx")
            shown = subprocess.run([f"{scratch}/readme"], cwd=scratch, capture_output=True, text=True, check=True)
            self.assertRegex(shown.stdout, r"(?m)^2025-01-\d\d .*스타게이트")

    def test_python_of_its_readme_runs(self):
        if "SILLOK_LIBRARY" not in os.environ:
            self.skipTest("no library for Python here")
        with tempfile.TemporaryDirectory() as scratch:
            os.symlink(INDEX, f"{scratch}/archive.idx")
            code = FENCE.findall(text_of("python/README.md"))[0][1]
            shown = subprocess.run([sys.executable, "-c", code], cwd=scratch, capture_output=True, text=True)
            self.assertEqual("", shown.stderr)
            self.assertRegex(shown.stdout, r"2025-01-\d\d .*\[스타게이트\]")


if __name__ == "__main__":
    SOURCE, PROGRAMS, INDEX = (pathlib.Path(argument).resolve() for argument in sys.argv[1:4])
    COMPILER = [argument for argument in sys.argv[4:] if argument]
    unittest.main(argv=sys.argv[:1], verbosity=2)
