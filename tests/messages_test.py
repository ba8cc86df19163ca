#!/usr/bin/env python3
"""Every string that the programs say stands in the Korean catalogue, and the catalogue holds no other.

usage: messages_test.py SOURCE_DIR CATALOGUE.po [--missing]

--missing prints entries for what is missing, to be translated.
"""

import pathlib
import re
import sys
import unittest

SOURCE, CATALOGUE = pathlib.Path("."), pathlib.Path(".")

LITERAL = r'(?:u8)?"(?:\\.|[^"\\\n])*"'
TOKEN = re.compile(rf'R"\((?P<raw>.*?)\)"|(?P<text>{LITERAL})|//[^\n]*|/\*.*?\*/|(?P<other>.)', re.S)
# Whose arguments are said: errors with their hints, and the functions that translate.
ERRORS = r"(?:Usage|Input|Index|Interrupted|Query)?Error"
SAID = re.compile(rf"\b(?:throw )?({ERRORS}|translated|translated_filled|fail)\(")
# Names of options and files among the arguments of an error.
CODE = re.compile(r"^(index |limit|facet-values|id:|record \{\}|index \{\}|sillok-index --rebuild|id,title.*)$")
TABLES = ["searcher/search_program.cpp", "indexer/index_program.cpp"]
# Fields of a table's entry that are names, not text.
NAMES = re.compile(r"^[A-Za-z0-9_,|=-]*$")


def unescaped(literal):
    body = literal[literal.index('"') + 1 : -1]
    simple = {"n": "\n", "t": "\t", "\\": "\\", '"': '"', "'": "'"}
    body = re.sub(r"\\x([0-9a-fA-F]{2})", lambda m: chr(int(m[1], 16)), body)
    return re.sub(r"\\(.)", lambda m: simple.get(m[1], m[0]), body)


def arguments(source, at):
    """The arguments of the call whose "(" is before `at`, each a list of tokens."""
    depth, found = 0, [[]]
    for match in TOKEN.finditer(source, at):
        other = match["other"]
        if other is None:
            if match["text"] or match["raw"] is not None:
                found[-1].append(("text" if depth == 0 else "deep", match["raw"] or unescaped(match["text"])))
            continue
        if other in "([{":
            depth += 1
        elif other in ")]}":
            if depth == 0:
                return found
            depth -= 1
        elif other == "," and depth == 0:
            found.append([])
            continue
        found[-1].append(("other" if depth == 0 else "inner", other))
    return found


def pattern(tokens):
    """Literals joined by + become one message in which "{}" stands for the rest."""
    parts, between = [""], ""
    for kind, text in tokens:
        if kind == "text" or kind == "deep" and re.search(r"(^|[+ ])std::string\($", between):
            if re.sub(r"std::string\(|[\s+)]", "", between):
                parts.append("")
            parts[-1] += text
            between = ""
        else:
            between += text
    if re.sub(r"[\s+)]", "", between):
        parts.append("")
    return "{}".join(parts)


def alternatives(tokens):
    """The literals between which a condition chooses, which are messages of their own."""
    chosen, condition = [], False
    for kind, text in tokens:
        if text == "?" and kind in ("other", "inner"):
            condition = True
        elif condition and kind in ("text", "deep"):
            chosen.append(text)
    return chosen


def is_said(text):
    return re.search(r"[A-Za-z]{2}", text.replace("{}", "")) is not None and not CODE.match(text)


def messages_of_source(source):
    for match in SAID.finditer(source):
        for argument in arguments(source, match.end())[:3]:
            yield from alternatives(argument)
            if not any(text == "?" and kind == "other" for kind, text in argument):
                yield pattern(argument)


def messages_of_table(source):
    body = "\n".join(line for line in source.splitlines() if not line.startswith("#include"))
    joined = re.sub(rf'({LITERAL})\s*\n\s*(?={LITERAL})', lambda m: m[1] + "\0", body)
    for run in re.finditer(rf'{LITERAL}(?:\0{LITERAL})*', joined):
        text = "".join(unescaped(part) for part in run[0].split("\0"))
        # Commands, names of options, values and manuals stay as they are.
        if NAMES.match(text) or text.strip().startswith("sillok-") or re.fullmatch(r"[a-z -]+", text) and text in CHOICES:
            continue
        yield text


CHOICES = {
    "auto all any phrase", "relevance newest oldest number", "yes no only", "on off",
    "source author board year month", "day week month year", "text json jsonl tsv csv trec opensearch-bulk",
    "off show apply", "auto always never", "man bash zsh fish", "text html jsonl csv warc", "auto bulk xapian",
}
UNTRANSLATED = {"-d INDEX [OPTION]... QUERY...", "-d INDEX [OPTION]... DUMP...",
                "LANGUAGE, LC_ALL, LC_MESSAGES, LANG"}


def needed():
    found = set()
    for layer in ("common", "indexer", "searcher"):
        for path in sorted((SOURCE / layer).rglob("*.cpp")):
            text = path.read_text("utf-8")
            name = str(path.relative_to(SOURCE))
            found |= set(messages_of_table(text) if name in TABLES else messages_of_source(text))
    return {text for text in found if is_said(text)} - UNTRANSLATED


def catalogue():
    """msgid to msgstr of a .po file."""
    entries, key = {}, None
    current = {"msgid": "", "msgstr": ""}
    def flush():
        if current["msgid"]:
            entries[current["msgid"]] = current["msgstr"]
    for line in CATALOGUE.read_text("utf-8").splitlines():
        if match := re.match(r'(msgid|msgstr) (".*")$', line):
            if match[1] == "msgid":
                flush()
                current = {"msgid": "", "msgstr": ""}
            key = match[1]
            current[key] = unescaped(match[2])
        elif line.startswith('"') and key:
            current[key] += unescaped(line)
    flush()
    return entries


class Messages(unittest.TestCase):
    maxDiff = None

    def test_no_string_is_missing(self):
        self.assertEqual([], sorted(needed() - catalogue().keys()))

    def test_every_string_is_translated(self):
        empty = [text for text, translation in catalogue().items() if not translation]
        self.assertEqual([], empty)

    def test_gaps_are_kept(self):
        wrong = []
        for text, translation in catalogue().items():
            gaps = text.count("{}")
            numbered = sorted(set(re.findall(r"\{(\d)\}", translation)))
            plain = translation.count("{}")
            if numbered != [str(i + 1) for i in range(gaps)] and plain != gaps:
                wrong.append(text)
        self.assertEqual([], wrong)


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


if __name__ == "__main__":
    SOURCE, CATALOGUE = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    if sys.argv[3:] == ["--missing"]:
        have = catalogue() if CATALOGUE.exists() else {}
        for text in sorted(needed() - have.keys()):
            print(f'msgid {quoted(text)}\nmsgstr ""\n')
    else:
        unittest.main(argv=sys.argv[:1], verbosity=2)
