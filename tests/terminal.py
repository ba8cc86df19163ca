"""A program on a terminal of its own: what it prints there, key by key. Used by the tests of what only
a terminal shows."""

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
import unicodedata

SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[=>()][0-9A-B]?")


class Terminal:
    """Runs `command` with `environment` alone, on a terminal of so many columns."""

    def __init__(self, command, environment, columns=80, cwd=None):
        self.output = ""
        self._bytes = b""
        self.pid, self._file = pty.fork()
        if self.pid == 0:
            if cwd:
                os.chdir(cwd)
            # The size is there before the program looks.
            fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
            os.execvpe(command[0], command, environment)

    def type(self, text):
        os.write(self._file, text.encode())

    def read_until(self, pattern, seconds=30):
        """What came up to the pattern, which must come; reads on from there."""
        end = time.monotonic() + seconds
        while True:
            match = re.search(pattern, self.output, re.S)
            if match:
                seen, self.output = self.output[: match.end()], self.output[match.end():]
                return seen
            if not self._read(end - time.monotonic()):
                raise AssertionError(f"{pattern!r} did not come, but {self.output!r}")

    def read_all(self, seconds=60):
        """All that comes until the program ends, and its exit status."""
        end = time.monotonic() + seconds
        while self._read(end - time.monotonic()):
            pass
        _, status = os.waitpid(self.pid, 0)
        os.close(self._file)
        return self.output, os.waitstatus_to_exitcode(status)

    def close(self):
        """Hangs up: a program that still runs is gone then."""
        os.close(self._file)
        try:
            os.waitpid(self.pid, 0)
        except ChildProcessError:  # it had ended before
            pass

    def _read(self, seconds):
        ready, _, _ = select.select([self._file], [], [], max(seconds, 0))
        try:
            block = os.read(self._file, 65536) if ready else b""
        except OSError:  # the program has ended
            block = b""
        self._bytes += block
        text = self._bytes.decode("utf-8", errors="ignore")
        self._bytes = self._bytes[len(text.encode()):]
        self.output += text
        return bool(block)


def without_sequences(text):
    return SEQUENCE.sub("", text)


def columns_of(line):
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
               for c in without_sequences(line))
