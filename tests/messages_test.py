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
SAID = re.compile(rf"\b(?:throw )?({ERRORS}|translated|translated_filled|phrased|to_be_translated|pass_limit|fail)\(")
# Why a part of a dump was skipped, and what went wrong there: arguments, members and variables that
# become Skip::reason and the detail of a loss.
REASON_CALLS = re.compile(r"\b(?:skip|lose|skip_page|lose_page|too_large)\(")
LOSS_CALLS = re.compile(r"\b(?:lose|lose_page)\(")
REASON_BRACES = re.compile(r"\{(?:[\w.]*place\w*(?:\([^()]*\))?|PageFormat::none, false),\s")
REASON_VALUES = re.compile(r"\b(?:why|reason|damage|not_pruned)_? = ")
REASON_FUNCTIONS = re.compile(r"\w*trouble\(\) const \{\n(.*?)\n  \}\n", re.S)
# What speaks to the user: each literal that holds a word goes through the catalogue, or is one of
# these, which are no language: formats, names of programs, options, fields and keys.
SPEAKERS = ["searcher/main.cpp", "searcher/output_text.cpp", "searcher/output_tally.cpp", "indexer/main.cpp",
            "indexer/summary.cpp", "indexer/inspect.cpp"]
NO_LANGUAGE = re.compile(
    r"%[-0-9.]*l*[dfsu]|\x1b|\r|^sillok-(index|search)\b|^--[a-z]+$|^[A-Z_]+:?$|^/|^\.|\xEF|^ ms\)$|^ (MB|ms|s)$|"
    r"^:(others|absent|undated)$|^id:$")
# Names of fields and keys, in the files that print them.
NAMED = {"searcher/output_tally.cpp": r"^[a-z_]+$", "indexer/inspect.cpp": r"^[a-z_, ]+$",
         "searcher/main.cpp": r"^(TERM|dumb|saved?|--no-config)$", "indexer/main.cpp": r"^(dumb|ab)$"}
# Names of options and files among the arguments of an error.
CODE = re.compile(r"^(--[a-z-]+|index |limit|facet-values|id:|record \{\}|index \{\}|sillok-index --rebuild|id,title.*)$")
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
    return re.search(r"[A-Za-z]{2}|\{1\}", text.replace("{}", "")) is not None and not CODE.match(text)


CONSTANT = re.compile(rf"constexpr (?:const )?(?:char|std::string_view)[ *]+(?:const )?(k\w+)(?:\[\])?\s*=\s*((?:{LITERAL}\s*)+);")


def messages_of_source(source):
    constants = {name: "".join(unescaped(part) for part in re.findall(LITERAL, text))
                 for name, text in CONSTANT.findall(source)}
    for begin, end in spans_said(source):
        for name in re.findall(r"\bk[A-Z]\w+", source[begin:end]):
            if name in constants:
                yield constants[name]
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


def texts(argument):
    yield from alternatives(argument)
    if not any(text == "?" for _, text in argument):
        yield pattern(argument)


def reasons_of_source(source):
    """Whole literals, or patterns of joined ones, that become the reason of a Skip."""
    for match in REASON_CALLS.finditer(source):
        given = arguments(source, match.end())
        for argument in given[1:3] if LOSS_CALLS.match(match[0]) else given[1:2]:
            yield from texts(argument)
    for match in REASON_BRACES.finditer(source):
        for argument in arguments(source, match.start() + 1)[1:3]:
            yield from texts(argument)
    for match in REASON_VALUES.finditer(source):
        end = re.compile(rf"(?:{LITERAL}|[^;\"])*").match(source, match.end()).end()
        yield from texts(arguments(source[match.end():end] + ")", 0)[0])
    for match in REASON_FUNCTIONS.finditer(source):
        for returned in re.findall(r"return ([^;]*);", match[1]):
            yield from texts(arguments(returned + ")", 0)[0])


def spans_said(source):
    """Where the arguments of calls that translate are."""
    for match in SAID.finditer(source):
        depth = 1
        for token in TOKEN.finditer(source, match.end()):
            depth += {"(": 1, ")": -1}.get(token["other"], 0)
            if depth == 0:
                yield match.end(), token.start()
                break


def unsaid():
    """Literals of what speaks to the user that do not go through the catalogue."""
    found = []
    for name in SPEAKERS:
        source = re.sub(r"^#include.*", "", (SOURCE / name).read_text("utf-8"), flags=re.M)
        said = list(spans_said(source))
        for token in TOKEN.finditer(source):
            if not token["text"] or any(begin <= token.start() < end for begin, end in said):
                continue
            text = unescaped(token["text"])
            words = re.search(r"[A-Za-z]{2}", text)
            if words and not NO_LANGUAGE.search(text) and not re.match(NAMED.get(name, "^$"), text):
                found.append(f"{name}: {text}")
    return found


CHOICES = {
    "auto all any phrase", "relevance newest oldest number", "yes no only", "on off",
    "source author board year month", "day week month year", "text json jsonl tsv csv trec opensearch-bulk",
    "off show apply", "copies none", "auto always never", "man bash zsh fish", "text html jsonl csv warc", "auto bulk xapian",
}
UNTRANSLATED = {"-d INDEX [OPTION]... QUERY...", "-d INDEX [OPTION]... DUMP...",
                "LANGUAGE, LC_ALL, LC_MESSAGES, LANG"}


# What reads dumps, and so may skip parts of them.
READERS = {f"indexer/{name}.cpp" for name in (
    "board_text", "csv", "dump", "dump_reader", "html", "html_tree", "http_body", "indexing_run", "page_format",
    "parse", "records", "report", "warc")}


def needed():
    found = set()
    for layer in ("common", "indexer", "searcher", "alerts"):
        for path in sorted((SOURCE / layer).rglob("*.cpp")):
            text = path.read_text("utf-8")
            name = str(path.relative_to(SOURCE))
            found |= set(messages_of_table(text) if name in TABLES else messages_of_source(text))
            if name == "searcher/field_hint.cpp":
                for returned in re.findall(rf"return ((?:{LITERAL}|[^;\"])*);", text):
                    found |= set(texts(arguments(returned + ")", 0)[0]))
            if name in READERS:
                found |= set(reasons_of_source(text))
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

    def test_what_speaks_to_the_user_goes_through_the_catalogue(self):
        self.assertEqual([], unsaid())

    def test_reasons_are_found(self):
        known = {"login page", "binary file", "encrypted", "no article", "not JSON", "page too large", "secret post",
                 "HTTP status {}", "broken chunk", "empty file", "damaged archive", "quote is not closed",
                 "needs too much memory to parse", "error page", "link in an archive", "CSV without a header"}
        self.assertEqual(set(), known - needed())

    def test_every_string_is_translated(self):
        empty = [text for text, translation in catalogue().items() if not translation]
        self.assertEqual([], empty)

    def test_gaps_are_kept(self):
        wrong = []
        for text, translation in catalogue().items():
            gaps = text.count("{}")
            wanted = sorted(set(re.findall(r"\{(\d)\}", text))) or [str(i + 1) for i in range(gaps)]
            numbered = sorted(set(re.findall(r"\{(\d)\}", translation)))
            plain = translation.count("{}")
            if numbered != wanted and (gaps == 0 or plain != gaps):
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
