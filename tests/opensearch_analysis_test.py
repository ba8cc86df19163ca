"""The analysis of the OpenSearch template, run by Lucene, which OpenSearch and Elasticsearch run.

usage: opensearch_analysis_test.py TEMPLATE.json

Every part of the template's analyzers is built from Lucene's factory of the same job, with the
template's own options. Skipped (exit status 77) where Debian's Lucene is not installed.
"""
import glob
import json
import os
import shutil
import subprocess
import sys
import unicodedata

SKIPPED = 77
JARS = ["lucene-core-8.*", "lucene-analyzers-common-8.*", "lucene-analyzers-icu-8.*",
        "lucene-analyzers-nori-8.*", "icu4j"]

# The template's types, and Lucene's factories with their names for the options.
FACTORIES = {
    "icu_normalizer": ("icuNormalizer2", {"name": "name", "mode": "mode"}),
    "pattern_replace": ("patternReplace", {"pattern": "pattern", "replacement": "replacement"}),
    "standard": ("standard", {}),
    "nori_tokenizer": ("korean", {"decompound_mode": "decompoundMode"}),
    "cjk_bigram": ("cjkBigram", {"output_unigrams": "outputUnigrams"}),
    "nori_part_of_speech": ("koreanPartOfSpeechStop", {}),
    "nori_readingform": ("koreanReadingForm", {}),
    "lowercase": ("lowercase", {}),
}


def class_path():
    paths = []
    for jar in JARS:
        found = sorted(glob.glob(f"/usr/share/java/{jar}.jar"))
        if not found:
            return None
        paths.append(found[-1])
    return ":".join(paths)


def factory(kind, part):
    name, options = FACTORIES[part["type"]]
    arguments = [f"{kind}:{name}"]
    for option, value in part.items():
        if option == "ignored_scripts":
            arguments += [f"{script}=false" for script in value]
        elif option != "type":
            text = str(value).lower() if isinstance(value, bool) else value
            arguments.append(f"{options[option]}={text}")
    return arguments


class Analysis:
    def __init__(self, template):
        self.parts = template["template"]["settings"]["index"]["analysis"]

    def defined(self, kind, name):
        return self.parts.get(kind, {}).get(name, {"type": name})

    def command(self, analyzer):
        chain = [factory("char", self.defined("char_filter", c)) for c in analyzer["char_filter"]]
        if "tokenizer" in analyzer:
            chain.append(factory("tokenizer", self.defined("tokenizer", analyzer["tokenizer"])))
        else:  # a normalizer: the whole value is one token
            chain.append(["tokenizer:keyword"])
        chain += [factory("filter", self.defined("filter", f)) for f in analyzer["filter"]]
        return [word for part in chain for word in ["--", *part]][1:]

    def run(self, kind, name, texts):
        here = os.path.dirname(os.path.abspath(__file__))
        out = subprocess.run(
            ["java", "-cp", class_path(), os.path.join(here, "lucene", "AnalyzeLines.java"),
             *self.command(self.parts[kind][name])],
            input="".join(text + "\n" for text in texts), capture_output=True, text=True,
            encoding="utf-8", check=False)
        if out.returncode != 0:
            sys.exit(f"{name}: {out.stderr}")
        return [line.split("\t") for line in out.stdout.splitlines()]


def words(tokens):
    return [token.rsplit("@", 1)[0] for token in tokens]


def is_phrase_of(query, text):
    """Whether the tokens of `query` stand in `text` one after the other, as match_phrase asks."""
    placed = {(t.rsplit("@", 1)[0], int(t.rsplit("@", 1)[1])) for t in text}
    wanted = [(t.rsplit("@", 1)[0], int(t.rsplit("@", 1)[1])) for t in query]
    starts = {place for word, place in placed if word == wanted[0][0]}
    return any(all((word, start + place - wanted[0][1]) in placed for word, place in wanted)
               for start in starts)


def check(condition, what):
    if not condition:
        sys.exit("failed: " + what)


def check_normalizer(analysis):
    same = [["ＹＴＮ", "ytn", "Ytn"], [unicodedata.normalize("NFD", "중앙일보"), "중앙일보"]]
    for group in same:
        keys = {tuple(words(tokens)) for tokens in analysis.run("normalizer", "sillok_name", group)}
        check(len(keys) == 1, f"the normalizer makes one of {group}: {keys}")
    two = analysis.run("normalizer", "sillok_name", ["중앙일보", "중앙 일보"])
    check(two[0] != two[1], "the normalizer keeps spaces")


# Keyword, text, whether a phrase of bigrams finds it.
PHRASES = [
    ("스타게이트", "소프트뱅크와 추진하는 ‘스타게이트’를 논의한다", True),
    ("스타게이트", "구글스타게이트를", True),
    ("게이트", "스타게이트", True),
    ("변압기", "반도체·변압기주 들썩", True),
    ("10.1", "10.1조원", True),
    ("스타게이트", "스타 게이트", False),
    ("스타게이트", "스타벅스 타게팅 게이트", False),
    ("샘 올트먼", "샘 올트먼 오늘 방한", True),
    ("금", "오늘 금이 올랐다", True),
    ("AI", "카카오는 AI칩 협력을", True),
    ("ai", "ＡＩ칩", True),
    ("AI", "KAIST 연구진", False),
    ("5G", "5G서비스 시작", True),
    ("스타게이트", unicodedata.normalize("NFD", "스타게이트를"), True),
    ("中國", "中國 정부가", True),
    ("한국은행", "한국은행이 기준금리를", True),
]


def check_bigrams(analysis):
    queries = analysis.run("analyzer", "sillok_bigram_query", [q for q, _, _ in PHRASES])
    texts = analysis.run("analyzer", "sillok_bigram", [t for _, t, _ in PHRASES])
    for (query, text, expected), query_tokens, text_tokens in zip(PHRASES, queries, texts):
        check(is_phrase_of(query_tokens, text_tokens) == expected,
              f"{query} in {text} is {expected}: {query_tokens} {text_tokens}")


def check_nori(analysis):
    found = analysis.run("analyzer", "sillok_nori",
                         ["한국은행이 기준금리를 올렸다", "ＡＩ칩과 中國", "대통령을 만났다"])
    check({"한국은행", "기준", "금리"} <= set(words(found[0])), f"nouns are found: {found[0]}")
    check("이" not in words(found[0]), f"josa are dropped: {found[0]}")
    check("ai" in words(found[1]) and "중국" in words(found[1]), f"folded and read: {found[1]}")


def main():
    if shutil.which("java") is None or class_path() is None:
        print("skipped: needs liblucene8-java, libicu4j-java and a JDK")
        sys.exit(SKIPPED)
    with open(sys.argv[1], encoding="utf-8") as file:
        analysis = Analysis(json.load(file))
    check_normalizer(analysis)
    check_bigrams(analysis)
    check_nori(analysis)


if __name__ == "__main__":
    main()
