#!/usr/bin/env python3
"""The programs on a terminal, as a person meets them.

usage: terminal_test.py PROGRAM_DIR INDEX DUMP
"""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

from terminal import Terminal, columns_of, without_sequences

PROGRAMS, INDEX, DUMP = "", "", ""
GNOME = {"TERM": "xterm-256color", "VTE_VERSION": "7200"}


def environment(more):
    return {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", **more}


def shown(arguments, more=GNOME, columns=80):
    terminal = Terminal([f"{PROGRAMS}/sillok-search", "-d", INDEX, *arguments], environment(more), columns,
                        cwd=pathlib.Path(DUMP).parents[1])
    return terminal.read_all()


class Search(unittest.TestCase):
    def test_what_matched_is_coloured(self):
        output, status = shown(["스타게이트"])
        self.assertEqual(0, status)
        self.assertIn("\x1b[1;31m스타게이트\x1b[0m", output)

    def test_colour_is_left_out_when_it_is_not_wanted(self):
        for arguments, more in [
            ([], {**GNOME, "NO_COLOR": "1"}),
            ([], {"TERM": "dumb"}),
            (["--color", "never"], GNOME),
        ]:
            output, _ = shown(["스타게이트", "--hyperlinks", "never", *arguments], more)
            self.assertNotIn("\x1b", output)

    def test_color_always_outranks_no_color(self):
        self.assertIn("\x1b[1;31m", shown(["스타게이트", "--color", "always"], {**GNOME, "NO_COLOR": "1"})[0])

    def test_lines_fit_the_terminal_syllables_counted_twice(self):
        for columns in (24, 40, 61, 100):
            for line in shown(["스타게이트", "--facet", "author", "--related-words", "5"], columns=columns)[0].splitlines():
                self.assertLessEqual(columns_of(line), columns, line)

    def test_titles_link_to_their_files_where_the_terminal_takes_links(self):
        self.assertRegex(shown(["스타게이트"])[0], r"\x1b\]8;;file://[^\x1b]*/data/archive/[^\x1b]*\x1b\\")
        for more in ({"TERM": "xterm-256color"}, {**GNOME, "TERM": "tmux-256color"}):
            self.assertNotIn("\x1b]8;;", shown(["스타게이트"], more)[0])
        self.assertNotIn("\x1b]8;;", shown(["스타게이트", "--hyperlinks", "never"])[0])

    def test_quiet_prints_nothing(self):
        self.assertEqual(("", 0), shown(["--quiet", "스타게이트"]))


class Index(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.index = f"{self.scratch.name}/a.idx"

    def tearDown(self):
        self.scratch.cleanup()

    def terminal(self, *arguments, more=GNOME):
        return Terminal([f"{PROGRAMS}/sillok-index", "-d", self.index, *arguments], environment(more))

    def write_dump(self, count):
        dump = pathlib.Path(self.scratch.name, "many.jsonl")
        with dump.open("w", encoding="utf-8") as file:
            for i in range(count):
                file.write(f'{{"id":"{i}","board":"news","title":"스타게이트 {i}번째 소식","body":"{"데이터센터를 짓는다. " * 40}"}}\n')
        return str(dump)

    def entries(self):
        shown_count = subprocess.run([f"{PROGRAMS}/sillok-search", "-d", self.index, "--count", "*"], capture_output=True,
                                     text=True)
        return shown_count.stdout.strip() or shown_count.stderr

    def test_progress_tells_the_time_left_and_goes(self):
        terminal = self.terminal(self.write_dump(20000))
        output, status = terminal.read_all()
        self.assertEqual(0, status)
        self.assertRegex(output, r"\r\x1b\[Kreading [\d.]+ MB of [\d.]+ MB, [\d.]+ MB/s, \d+:\d\d left")
        before, after = output.rsplit("\r\x1b[K", 1)
        self.assertTrue(after.startswith("read "), after)
        for line in before.split("\r"):
            self.assertLess(columns_of(line), 80)

    def test_no_progress_when_quiet_or_on_a_dumb_terminal(self):
        dump = self.write_dump(100)
        output, status = self.terminal("--quiet", dump).read_all()
        self.assertEqual(("", 0), (output, status))
        output, _ = self.terminal(dump, more={"TERM": "dumb"}).read_all()
        self.assertNotIn("\x1b", output)

    def test_ctrl_c_leaves_the_index_whole_and_says_so(self):
        subprocess.run([f"{PROGRAMS}/sillok-index", "-q", "-d", self.index, DUMP], check=True)
        before = self.entries()
        terminal = self.terminal(self.write_dump(60000))
        terminal.read_until("reading")
        terminal.type("\x03")
        output, status = terminal.read_all()
        self.assertEqual(130, status, output)
        last = without_sequences(output.rsplit("\r\x1b[K", 1)[-1]).strip()
        self.assertRegex(last, r"(?s)sillok-index: .*(interrupted|stopped).*(as it was|kept)")
        self.assertEqual(before, self.entries())
        # The lock went with it.
        self.assertEqual(0, subprocess.run([f"{PROGRAMS}/sillok-index", "-q", "-d", self.index, DUMP]).returncode)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)
    PROGRAMS, INDEX, DUMP = sys.argv[1:4]
    unittest.main(argv=sys.argv[:1], verbosity=2)
