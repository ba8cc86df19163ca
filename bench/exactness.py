#!/usr/bin/env python3
"""Whether keywords are exact: what sillok-search finds against a scan of the normalized texts.

usage: exactness.py SEARCH_PROGRAM INDEX CORPUS.jsonl[.xz] [--body-only]

INDEX holds CORPUS. Draws 500 quoted keywords of 1 to 6 syllables from its text (200 that begin or
end inside an eojeol, 100 across a space, 50 with Latin or digits, 150 anywhere) and 200 pairs of
unquoted words for --match all. Prints what differs; exit status 1 when anything does."""
import json
import lzma
import pathlib
import random
import re
import subprocess
import sys
import unicodedata

IGNORABLE = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
                       "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8]")
HANGUL = re.compile("[가-힣]")
RUN = re.compile("[가-힣]+")


def normalize(text):
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(IGNORABLE.sub("", folded).split())


def texts_of(path, body_only):
    opener = lzma.open if path.endswith(".xz") else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            title = "" if body_only else normalize(record["title"])
            yield record["id"], title, normalize(record["body"])


def is_word(character):
    """Letters, digits and marks other than Hangul, Han and kana."""
    if character < "\x80":
        return character.isalnum()
    category = unicodedata.category(character)
    if category[0] not in "LM" and category != "Nd":
        return False
    return not re.match("HANGUL|CJK|HIRAGANA|KATAKANA", unicodedata.name(character, ""))


def occurs(keyword, text):
    """A Latin or digit word at an end of the keyword matches only as a whole."""
    at = text.find(keyword)
    while at >= 0:
        end = at + len(keyword)
        left = at > 0 and is_word(keyword[0]) and is_word(text[at - 1])
        right = end < len(text) and is_word(keyword[-1]) and is_word(text[end])
        if not left and not right:
            return True
        at = text.find(keyword, at + 1)
    return False


def draw_keyword(rng, text, kind):
    length = rng.randint(1, 6)
    if len(text) <= length + 2:
        return None
    begin = rng.randrange(1, len(text) - length - 1)
    keyword = text[begin:begin + length]
    if keyword != keyword.strip() or re.search(r'["“”\\]', keyword):
        return None
    if not re.search("[가-힣a-z0-9一-鿿]", keyword):
        return None
    before, after = text[begin - 1], text[begin + length]
    inside = (HANGUL.match(before) and HANGUL.match(keyword[0])) or (
        HANGUL.match(after) and HANGUL.match(keyword[-1]))
    wanted = {
        "inside": inside,
        "space": " " in keyword,
        "latin": re.search("[a-z0-9]", keyword),
        "any": True,
    }
    return keyword if wanted[kind] else None


def draw_keywords(rng, texts):
    keywords = []
    for kind, count in (("inside", 200), ("space", 100), ("latin", 50), ("any", 150)):
        drawn = []
        while len(drawn) < count:
            keyword = draw_keyword(rng, rng.choice(texts)[2], kind)
            if keyword:
                drawn.append(keyword)
        keywords += drawn
    return keywords


def endings():
    table = pathlib.Path(__file__).resolve().parent.parent / "common/josa.cpp"
    found = re.findall('"([가-힣]+)"', table.read_text(encoding="utf-8"))
    return sorted(found, key=len, reverse=True)


def stem(word, josa):
    for ending in josa:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            return word[:-len(ending)]
    return word


def draw_pairs(rng, texts, josa):
    pairs = []
    while len(pairs) < 200:
        runs = [run for run in RUN.findall(rng.choice(texts)[2]) if len(run) >= 2]
        if len(runs) >= 2:
            words = rng.sample(runs, 2)
            pairs.append((" ".join(words), [stem(word, josa) for word in words]))
    return pairs


def search(program, index, queries, match):
    """The ids that each query finds, all of them."""
    batch = "".join(f"{i}\t{query}\n" for i, query in enumerate(queries))
    command = [program, "-d", index, "--batch", "-", "--format", "trec", "--limit", "all", "--match", match,
               "--hanja", "off"]
    run = subprocess.run(command, input=batch.encode(), capture_output=True, check=False)
    sys.stderr.write(run.stderr.decode())
    found = [set() for _ in queries]
    for line in run.stdout.decode().splitlines():
        query, _, document = line.split()[:3]
        found[int(query)].add(document)
    return found


def compare(what, queries, found, expected):
    wrong = 0
    for query, ids, right in zip(queries, found, expected):
        if ids != right:
            wrong += 1
            print(f"{what} {query!r}: missing {sorted(right - ids)[:5]}, too many {sorted(ids - right)[:5]}")
    print(f"{what}: {len(queries)} queries, {sum(map(len, expected))} hits, {wrong} differ")
    return wrong


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    program, index, corpus = sys.argv[1:4]
    texts = list(texts_of(corpus, "--body-only" in sys.argv))
    rng = random.Random(20250204)

    keywords = draw_keywords(rng, texts)
    expected = [{i for i, title, body in texts if occurs(k, title) or occurs(k, body)} for k in keywords]
    quoted = [f'"{keyword}"' for keyword in keywords]
    wrong = compare("keyword", keywords, search(program, index, quoted, "auto"), expected)

    pairs = draw_pairs(rng, texts, endings())
    expected = [{i for i, title, body in texts if all(s in title or s in body for s in stems)}
                for _, stems in pairs]
    queries = [query for query, _ in pairs]
    wrong += compare("pair", queries, search(program, index, queries, "all"), expected)
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
