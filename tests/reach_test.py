#!/usr/bin/env python3
"""What C++ can ask for, C and Python can: the option structs and the structs of results are compared
member by member.

usage: reach_test.py SOURCE_DIR
"""

import pathlib
import re
import sys
import unittest

SOURCE = pathlib.Path(".")

# C++ structs and what they are in C, with the members that have another name there. "" is what C has
# in another place: in a function, or in a count beside a pointer.
STRUCTS = {
    "SearchOptions": ("sillok_search_options", {
        "vocabulary": "", "with_snippets": "snippets", "with_bodies": "bodies"}),
    "OpenOptions": ("sillok_open_options", {}),
    "IndexerOptions": ("sillok_indexer_options", {"stop": ""}),
    "Record": ("sillok_record", {}),
    "CommitSummary": ("sillok_commit", {}),
    "Hit": ("sillok_hit", {"title_highlights": "title_spans"}),
    "IndexSummary": ("sillok_index_summary", {}),
    "FacetCounts": ("sillok_facet", {}),
    "Histogram": ("sillok_histogram", {}),
    "RelatedWord": ("sillok_related_word", {}),
    "Suggestion": ("sillok_suggestion", {}),
    "MissingShard": ("sillok_missing_shard", {}),
    "Copy": ("sillok_copy", {}),
    "CopyCounts": ("sillok_copy_counts", {}),
    "SearchResult": ("sillok_totals", {
        "options": "", "copies": "", "tally": "", "related_words": "", "suggestions": "", "applied": "",
        "unlisted_indexes": "", "index": "", "missing_shards": "", "hits": ""}),
}
# C structs and what they are in python/sillok/_library.py.
PYTHON = {
    "sillok_search_options": "SearchOptions", "sillok_open_options": "OpenOptions",
    "sillok_indexer_options": "IndexerOptions", "sillok_record": "Record", "sillok_commit": "Commit",
    "sillok_hit": "Hit", "sillok_index_summary": "IndexSummary", "sillok_facet": "Facet",
    "sillok_histogram": "Histogram", "sillok_related_word": "RelatedWord",
    "sillok_suggestion": "Suggestion", "sillok_missing_shard": "MissingShard",
    "sillok_totals": "Totals", "sillok_span": "Span", "sillok_value": "Value",
    "sillok_bucket": "Bucket", "sillok_copy": "Copy", "sillok_copy_counts": "CopyCounts",
}


def text_of(path):
    text = (SOURCE / path).read_text("utf-8")
    return re.sub(r"/\*.*?\*/|//[^\n]*", "", text, flags=re.S)


def members(header, struct):
    """Names of a struct's members in order, C or C++."""
    body = re.search(rf"\bstruct (?:SILLOK_API )?{struct} \{{(.*?)\n\}}", header, re.S)[1]
    body = re.sub(r"\b(enum class|struct) \w+ \{.*?\};", "", body, flags=re.S)
    names = []
    for declaration in body.split(";"):
        declaration = re.sub(r"\s*(=.*|\{.*)$", "", declaration, flags=re.S).strip()
        pointer = re.search(r"\(\*(\w+)\)\(", declaration)
        if declaration:
            names.append(pointer[1] if pointer else re.search(r"(\w+)$", declaration)[1])
    return names


def python_members(struct):
    source = (SOURCE / "python/sillok/_library.py").read_text("utf-8")
    body = re.search(rf"^class {struct}\(.*?_fields_ = \[(.*?)\]\n", source, re.S | re.M)[1]
    return [name.rstrip("_") for name in re.findall(r"\(\"(\w+)\"", body)]


class Reach(unittest.TestCase):
    maxDiff = None

    def test_c_has_what_cpp_has(self):
        cpp = text_of("searcher/include/sillok/searcher.h") + text_of("indexer/include/sillok/indexer.h")
        c = text_of("common/include/sillok/sillok.h")
        for struct, (c_struct, renamed) in STRUCTS.items():
            wanted = [renamed.get(name, name) for name in members(cpp, struct)]
            lacking = set(wanted) - {""} - set(members(c, c_struct))
            self.assertEqual(set(), lacking, f"{struct} and {c_struct}")

    def test_python_lays_out_what_c_has(self):
        c = text_of("common/include/sillok/sillok.h")
        for c_struct, struct in PYTHON.items():
            self.assertEqual(members(c, c_struct), python_members(struct), c_struct)
        structs = set(re.findall(r"\bstruct (sillok_\w+) \{", c))
        self.assertEqual(set(), structs - PYTHON.keys())

    def test_python_search_takes_every_option(self):
        options = (SOURCE / "python/sillok/_options.py").read_text("utf-8")
        archive = (SOURCE / "python/sillok/_archive.py").read_text("utf-8")
        typed = re.search(r"class SearchArguments.*?\n\n\n", options, re.S)[0]
        search = re.search(r"def search\((.*?)\) ->", archive, re.S)[1]
        renamed = {"from": "since", "to": "until"}
        for name in python_members("SearchOptions")[1:]:
            for where in (typed, search):
                self.assertRegex(where, rf"\b{renamed.get(name, name)}:")


if __name__ == "__main__":
    SOURCE = pathlib.Path(sys.argv[1])
    unittest.main(argv=sys.argv[:1], verbosity=2)
