#!/usr/bin/env python3
"""From the dump in data/ to answers: what its source says is what the index holds, whole.

usage: archive_test.py SILLOK_INDEX SILLOK_SEARCH INDEX

INDEX was made from data/archive. No locale is set and the environment is empty: servers and
containers have neither, and Korean arguments and names must work there.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "data"))
import make  # noqa: E402 (found through the path above)

SILLOK_INDEX, SILLOK_SEARCH, INDEX = "", "", ""


def run(*command):
    return subprocess.run(command, env={}, capture_output=True, check=False)


def search(*arguments):
    """The hits of a search, as dictionaries."""
    result = run(SILLOK_SEARCH, "-d", INDEX, "--format", "jsonl", *arguments)
    if result.returncode > 1:
        raise AssertionError(result.stderr.decode())
    return [json.loads(line) for line in result.stdout.decode().splitlines()]


class Archive(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.posts = {post.key: post for posts in make.read_boards().values() for post in posts}
        hits = search("--fields", "all,body", "--limit", "all", "*")
        cls.hits = {f"{hit['board']}#{hit['number']}": hit for hit in hits if hit["number"]}
        cls.without_number = [hit for hit in hits if not hit["number"]]

    def test_every_article_is_there_with_all_its_fields(self):
        articles = {key: post for key, post in self.posts.items() if post.paragraphs}
        self.assertEqual(
            {key: fields_of_source(post) for key, post in articles.items()},
            {key: fields_of_hit(self.hits[key]) for key in articles if key in self.hits},
        )

    def test_every_other_entry_is_a_row_of_a_list(self):
        rows = {key: post for key, post in self.posts.items() if not post.paragraphs}
        found = {key: self.hits[key] for key in rows if key in self.hits}
        self.assertGreater(len(found), 300)
        for key, hit in found.items():
            self.assertEqual(
                ("row", rows[key].title, rows[key].author, rows[key].day("-")),
                (hit["kind"], hit["title"], hit["author"], hit["date"]),
            )

    def test_entries_without_a_number_are_the_notices(self):
        titles = {hit["title"] for hit in self.without_number if hit["board"] in make.NOTICE}
        self.assertEqual({notice[0] for notice in make.NOTICE.values()}, titles)

    def test_the_investment_comes_first_and_the_gates_of_an_airport_never(self):
        hits = search("--match", "all", "--rows", "no", "--limit", "all", "스타게이트")
        titles = [hit["title"] for hit in hits]
        self.assertTrue([title for title in titles[:2] if "‘스타게이트’에 5000억 달러" in title])
        self.assertFalse([title for title in titles if "스마트 게이트" in title])

    def test_what_a_keyword_finds_is_what_a_scan_finds(self):
        for word in ("스타게이트", "데이터센터", "기준금리", "송이", "5천"):
            scanned = {key for key, post in self.posts.items() if word in text_of_source(post)}
            found = search("--match", "all", "--limit", "all", f'"{word}"')
            keys = {f"{hit['board']}#{hit['number']}" for hit in found}
            self.assertEqual(scanned & set(self.hits), keys & set(self.posts), word)

    def test_places_lead_into_the_archives(self):
        places = {hit["place"].split("/data/")[-1] for hit in self.hits.values()}
        summer = [place for place in places if "2024-summer.zip!2024년 여름/news/" in place]
        self.assertTrue(summer)
        self.assertTrue([place for place in places if "2024-autumn.tar.gz!" in place])
        self.assertTrue([place for place in places if "economy.jsonl:1" in place])

    def test_reading_the_dump_again_changes_nothing(self):
        with tempfile.TemporaryDirectory() as scratch:
            index = f"{scratch}/두 번.idx"
            summaries = []
            for _ in range(2):
                result = run(SILLOK_INDEX, "-d", index, str(ROOT / "data" / "archive"))
                self.assertEqual(0, result.returncode, result.stderr.decode())
                listing = run(SILLOK_SEARCH, "-d", index, "--format", "json", "--limit", "1", "*")
                summaries.append(json.loads(listing.stdout)["index"])
            self.assertEqual(summaries[0], summaries[1])


def fields_of_source(post):
    body = [post.caption] if post.caption else []
    return (post.title, post.author, post.press, post.day("-"), body + post.paragraphs)


def fields_of_hit(hit):
    body = hit["body"].split("\n")
    return (hit["title"], hit["author"], hit["source"], hit["date"], body)


def text_of_source(post):
    return " ".join([post.title, post.caption, *post.paragraphs])


if __name__ == "__main__":
    SILLOK_INDEX, SILLOK_SEARCH, INDEX = sys.argv[1:]
    unittest.main(argv=sys.argv[:1], verbosity=2)
