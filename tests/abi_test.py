#!/usr/bin/env python3
"""What the shared library exports: nothing that is not listed, and nothing of the list may go.

usage: abi_test.py LIBRARY LIST SONAME [--write]

LIST holds a name a line, C++ names demangled. A symbol that goes breaks every program that was
linked with it: it needs a new soname. A new one is added with --write.
"""

import re
import subprocess
import sys
import unittest

LIBRARY, LIST, SONAME = "", "", ""


def output_of(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def exported():
    names = set()
    for line in output_of("nm", "-D", "-C", "--defined-only", LIBRARY).splitlines():
        kind, name = line[17:].split(" ", 1)
        if kind != "A":  # the version nodes themselves
            names.add(name.replace("[abi:cxx11]", ""))
    return names


def listed():
    with open(LIST, encoding="utf-8") as file:
        return {line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")}


class Abi(unittest.TestCase):
    maxDiff = None

    def test_no_symbol_went(self):
        self.assertEqual([], sorted(listed() - exported()))

    def test_no_symbol_came_unlisted(self):
        self.assertEqual([], sorted(exported() - listed()))

    def test_soname_is_that_of_the_interface(self):
        dynamic = output_of("readelf", "-d", LIBRARY)
        self.assertEqual([SONAME], re.findall(r"SONAME.*\[(.*)\]", dynamic))

    def test_dump_readers_are_not_needed(self):
        needed = re.findall(r"NEEDED.*\[(.*?)\.so", output_of("readelf", "-d", LIBRARY))
        self.assertFalse({"libarchive", "libgumbo", "libsimdjson"} & set(needed), needed)


if __name__ == "__main__":
    LIBRARY, LIST, SONAME = sys.argv[1:4]
    if sys.argv[4:] == ["--write"]:
        with open(LIST, "w", encoding="utf-8") as file:
            file.write("# What libsillok.so exports: tests/abi_test.py keeps it so.\n")
            file.writelines(name + "\n" for name in sorted(exported() | listed()))
    else:
        unittest.main(argv=sys.argv[:1], verbosity=2)
