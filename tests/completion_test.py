#!/usr/bin/env python3
"""Completes command lines as people do: a shell on a terminal, TAB typed.

usage: completion_test.py PROGRAM_DIR SHELL
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from terminal import Terminal, without_sequences

PROGRAMS, SHELL = "", ""
COMMANDS = {
    "bash": ["bash", "--noprofile", "--norc", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
SETUP = {
    "bash": "bind 'set bell-style none' 'set enable-bracketed-paste off'; "
            "source ./sillok-search.bash; source ./sillok-index.bash; PS1='rea''dy> '\n",
    "zsh": "fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D; unsetopt zle_bracketed_paste; "
           "zstyle ':completion:*' verbose no; PS1='rea''dy> '\n",
    "fish": "source ./sillok-search.fish; source ./sillok-index.fish; function fish_prompt; echo -n 'rea''dy> '; end\n",
}
FILES = {"bash": "{}.bash", "zsh": "_{}", "fish": "{}.fish"}


class Completion(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        home = pathlib.Path(self.scratch.name)
        for program in ("sillok-search", "sillok-index"):
            text = subprocess.run([f"{PROGRAMS}/{program}", "--generate", SHELL], check=True, capture_output=True,
                                  text=True, env={"LC_ALL": "C"}).stdout
            (home / FILES[SHELL].format(program)).write_text(text, "utf-8")
        (home / "news.idx").mkdir()
        (home / "dump.zip").touch()
        self.shell = Terminal(COMMANDS[SHELL], {
            "PATH": f"{PROGRAMS}:{os.environ['PATH']}", "HOME": self.scratch.name, "TERM": "xterm", "LC_ALL": "C.UTF-8",
            "INPUTRC": "/dev/null", "XDG_CONFIG_HOME": self.scratch.name, "XDG_DATA_HOME": self.scratch.name,
        }, columns=160, cwd=self.scratch.name)
        self.shell.type(SETUP[SHELL])
        self.shell.read_until("ready> ")

    def tearDown(self):
        self.shell.close()
        self.scratch.cleanup()

    def offers(self, typed, *words):
        """Typing the line and TAB brings every word to the screen, which the line itself does not hold."""
        self.shell.type(typed + "\t\t")
        seen = ""
        for word in sorted(words):
            self.assertNotIn(word, typed)
        wanted = set(words)
        while wanted:
            seen += self.shell.read_until("|".join(sorted(wanted)))
            wanted = {word for word in wanted if word not in without_sequences(seen)}

    def test_values_of_an_option(self):
        self.offers("sillok-search --sort ", "newest", "number", "oldest", "relevance")

    def test_options(self):
        self.offers("sillok-search --facet-v", "alues")

    def test_an_index(self):
        self.offers("sillok-search -d ne", "ws.idx")

    def test_a_dump(self):
        self.offers("sillok-index -d news.idx du", "mp.zip")


if __name__ == "__main__":
    PROGRAMS, SHELL = os.path.abspath(sys.argv[1]), sys.argv[2]
    unittest.main(argv=sys.argv[:1], verbosity=2)
