"""The binding, as its users call it."""

import datetime
import os
import pathlib
import subprocess
import sys
import threading

import pytest

import sillok

ARCHIVE = os.environ.get("SILLOK_TEST_INDEX", "")


@pytest.fixture
def index(tmp_path):
    path = tmp_path / "own.idx"
    with sillok.Indexer(path, threads=1) as indexer:
        indexer.add(board="news", id="1", title="스타게이트에 5000억 달러", date="2025-01-22",
                    body="오픈AI가 데이터센터를 짓는다.", source="중앙일보")
        indexer.add(board="news", number=2, title="한국은행, 금리 동결 🏦", date="2025.1.16",
                    body="🏦 한국은행은 기준금리를 3.00%로 두었다.", author="김하늘")
        indexer.add(board="news", id="3", title="샘 올트먼 방한", date=datetime.date(2025, 2, 4),
                    body="스타게이트를 두고 카카오와 만난다.")
    return path


def test_hits_come_as_a_sequence(index):
    result = sillok.open(index).search("스타게이트", since="2025-02")
    assert [hit.key for hit in result] == ["news/3"]
    assert len(result) == result.total == 1 and result.total_is_exact
    assert result[0].date == "2025-02-04" and result[0].author is None
    assert result[0].marked_snippet("«", "»") == "«스타게이트»를 두고 카카오와 만난다."


def test_spans_count_characters_and_not_bytes(index):
    hit = sillok.open(index).search("금리")[0]
    assert hit.number == 2 and hit.id == hit.key == "news#2"
    assert hit.marked_title() == "한국은행, [금리] 동결 🏦"
    assert [hit.snippet[begin:end] for begin, end in hit.snippet_spans] == ["금리"]


@pytest.mark.parametrize(
    "arguments, keys",
    [
        ({"query": "*", "sort": "newest"}, ["news/3", "news/1", "news#2"]),
        ({"query": "*", "sort": "oldest", "limit": 1}, ["news#2"]),
        ({"query": "*", "sort": "oldest", "limit": None, "offset": 1}, ["news/1", "news/3"]),
        ({"query": "*", "until": datetime.date(2025, 1, 16)}, ["news#2"]),
        ({"query": "데이터센터 카카오", "match": "all"}, []),
        ({"query": "데이터센터 -카카오"}, ["news/1"]),
        ({"query": "올트먼(방한)", "plain": True}, ["news/3"]),
        ({"query": "*", "rows": "only"}, []),
    ],
)
def test_options_select_and_order(index, arguments, keys):
    assert [hit.key for hit in sillok.open(index).search(**arguments)] == keys


def test_counts_over_all_matches(index):
    archive = sillok.open(index)
    result = archive.search("*", facets=["source", "month"], histogram="month", limit=0)
    assert result.facets["source"].values == {"중앙일보": 1}
    assert result.facets["source"].absent == 2
    assert result.facets["month"].values == {"2025-01": 2, "2025-02": 1}
    assert [(b.start, b.count) for b in result.histogram] == [("2025-01", 2), ("2025-02", 1)]
    assert archive.count("스타게이트") == 2 and archive.count("스타게이트 카카오") == 1


def test_vocabulary_changes_what_words_mean(index):
    archive = sillok.open(index)
    assert not archive.search("한은")
    archive.set_vocabulary(synonyms="한은 = 한국은행")
    assert [hit.key for hit in archive.search("한은")] == ["news#2"]


def test_suggestions_tell_how_many_they_find(index):
    archive = sillok.open(index)
    assert archive.search("스타게이투").suggestions == ()
    shown = archive.search("스타게이투", match="all", suggest="show")
    assert not shown and shown.applied is None
    assert shown.suggestions == (
        sillok.Suggestion("typo", "스타게이트", "스타게이투", "스타게이트", 2, True),
    )
    applied = archive.search("tmxkrpdlxm", match="all", suggest="apply")
    assert applied.query == "tmxkrpdlxm" and applied.applied.query == "스타게이트"
    assert applied.applied.kind == "keyboard" and len(applied) == 2
    assert applied.unlisted_indexes == ()


def test_collapse_lists_the_copies(tmp_path):
    body = ("정부는 오늘 스타게이트 계획에 참여하는 방안을 발표했다. 데이터센터 전력 공급과 반도체 투자, "
            "인력 양성을 함께 추진하며 내년 예산에 반영할 방침이다. 관계 부처는 이달 안에 협의체를 꾸린다. "
            "시장에서는 올해 안에 사업자가 정해질 것으로 보고 있으며, 지역 주민들은 전력 요금이 오를까 걱정하고 있다. "
            "장관은 기자간담회에서 물가와 환율을 면밀히 점검하면서 지원 시기와 규모를 정하겠다고 말했다. "
            "업계는 고대역폭메모리와 초고압 변압기 수요가 크게 늘 것으로 내다봤고, 대학은 관련 학과 정원을 늘리기로 했다.")
    with sillok.Indexer(tmp_path / "copies.idx") as indexer:
        for number, source in enumerate(["중앙일보", "윤슬뉴스", "가온일보"]):
            indexer.add(board="news", id=str(number), title="정부, 스타게이트 참여 발표", body=body,
                        date=f"2025-02-0{6 - number}", source=source)
    archive = sillok.open(tmp_path / "copies.idx")
    assert len(archive.search("스타게이트")) == 3
    result = archive.search("스타게이트", collapse="copies")
    assert [hit.source for hit in result] == ["가온일보"]
    assert [copy.source for copy in result[0].copies] == ["윤슬뉴스", "중앙일보"]
    assert result[0].copy_count == 2
    assert result.copies == sillok.CopyCounts(articles=3, groups=1, is_exact=True)


def test_visit_gives_the_hits_of_search(index):
    archive, seen = sillok.open(index), []
    rest = archive.visit("*", seen.append, sort="oldest", limit=None)
    assert seen == list(archive.search("*", sort="oldest", limit=None))
    assert rest.total == 3 and not rest

    def stop(hit):
        raise KeyError(hit.key)

    with pytest.raises(KeyError):
        archive.visit("*", stop)


def test_partial_goes_on_without_what_is_missing(tmp_path, index):
    cluster = tmp_path / "cluster"
    cluster.write_text(f"{index.name}\n없음.idx\n", "utf-8")
    with pytest.raises(sillok.NotFoundError, match="없음"):
        sillok.open(cluster)
    archive = sillok.open(cluster, partial=True, timeout_seconds=1)
    assert archive.count("스타게이트") == 2
    assert archive.search("스타게이트").missing_shards == archive.missing_shards
    assert archive.missing_shards == (
        sillok.MissingShard(str(tmp_path / "없음.idx"), "does not exist"),
    )
    with pytest.raises(sillok.ArgumentError, match="connect_seconds"):
        sillok.open(index, connect_seconds=-1)


def test_fetch_gives_the_whole_entry(index):
    archive = sillok.open(index)
    assert archive.fetch("1")[0].body == "오픈AI가 데이터센터를 짓는다."
    with pytest.raises(sillok.NotFoundError, match="없음"):
        archive.fetch("없음")


def test_bad_query_tells_the_place(index):
    with pytest.raises(sillok.QueryError) as caught:
        sillok.open(index).search("금리 (한국은행")
    assert caught.value.offset == 3
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize(
    "arguments",
    [{"match": "some"}, {"suggest": "perhaps"}, {"sort": "best"}, {"since": "언젠가"}, {"limit": -1}, {"facets": ["날짜"]},
     {"query": "금\0리"}, {"query": "\ud800"}],
)
def test_bad_arguments_are_refused(index, arguments):
    with pytest.raises(sillok.ArgumentError):
        sillok.open(index).search(**{"query": "금리", **arguments})


def test_opening_what_is_no_index(tmp_path):
    with pytest.raises(sillok.NotFoundError, match="없는 색인"):
        sillok.open(tmp_path / "없는 색인")
    with pytest.raises(sillok.Error):
        sillok.open()


def test_closed_archive_is_refused(index):
    with sillok.open(index) as archive:
        pass
    with pytest.raises(sillok.ArgumentError, match="closed"):
        archive.search("금리")


def test_one_writer_at_a_time(index):
    with sillok.Indexer(index):
        with pytest.raises(sillok.LockedError):
            sillok.Indexer(index)


def test_update_remove_and_reopen(index):
    archive = sillok.open(index)
    indexer = sillok.Indexer(index)
    indexer.add(board="news", id="1", title="스타게이트, 착공", date="2025-03-01")
    indexer.remove("news/3")
    done = indexer.commit()
    assert (done.added, done.changed, done.removed, done.articles) == (0, 1, 1, 2)
    assert archive.summary.articles == 3 and archive.reopen() and not archive.reopen()
    assert archive.summary.articles == 2


def test_exception_in_the_block_drops_what_was_added(index):
    with pytest.raises(RuntimeError):
        with sillok.Indexer(index) as indexer:
            indexer.add(board="news", id="9", title="남지 않을 글")
            raise RuntimeError
    assert sillok.open(index).summary.articles == 3


def test_discard_drops_what_was_added(index):
    with sillok.Indexer(index) as indexer:
        indexer.add(board="news", id="9", title="버릴 글")
        indexer.discard()
    assert sillok.open(index).summary.articles == 3


def test_progress_may_interrupt(index):
    def stop(records, is_merging):
        assert records == 1
        if is_merging:
            raise KeyboardInterrupt

    indexer = sillok.Indexer(index, on_progress=stop)
    indexer.add(board="news", id="9", title="남지 않을 글")
    with pytest.raises(KeyboardInterrupt):
        indexer.commit()
    assert sillok.open(index).summary.articles == 3


@pytest.mark.parametrize("record", [{}, {"title": "글", "date": "어느 날"}, {"title": "a\0b"}])
def test_bad_record_is_refused_and_the_rest_goes_on(tmp_path, record):
    with sillok.Indexer(tmp_path / "x.idx") as indexer:
        with pytest.raises(sillok.ArgumentError):
            indexer.add(board="news", id="1", **record)
        indexer.add(board="news", id="2", title="좋은 글")
    assert sillok.open(tmp_path / "x.idx").summary.articles == 1


def test_an_archive_for_each_thread(index):
    counts = []
    threads = [
        threading.Thread(target=lambda: counts.append(sillok.open(index).count("스타게이트")))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [2] * 4


@pytest.mark.skipif(not ARCHIVE, reason="SILLOK_TEST_INDEX names no index")
def test_archive_in_data():
    archive = sillok.open(ARCHIVE)
    result = archive.search("스타게이트", since="2025-01", related_words=3, explain=True)
    assert all("2025-01" <= hit.date for hit in result)
    assert result.related_words and result.explanation
    assert archive.like(result[0].key, limit=3)


@pytest.mark.parametrize("build", ["wheel", "pip"])
def test_package_installs_offline(tmp_path, build):
    source = pathlib.Path(__file__).resolve().parents[1]
    if build == "pip":
        pytest.importorskip("pip")
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps",
                   "--target", str(tmp_path / "site"), str(source)]
        subprocess.run(command, check=True)
    else:
        script = f"import build_wheel; print(build_wheel.build_wheel({str(tmp_path)!r}))"
        name = subprocess.run([sys.executable, "-c", script], cwd=source, check=True,
                              capture_output=True, text=True).stdout.strip()
        subprocess.run([sys.executable, "-m", "zipfile", "-e", str(tmp_path / name),
                        str(tmp_path / "site")], check=True)
    code = "import sillok; print(sillok.__file__, sillok.__version__)"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    shown = subprocess.run([sys.executable, "-c", code], env=environment, cwd=tmp_path, check=True,
                           capture_output=True, text=True).stdout.split()
    assert shown[0].startswith(str(tmp_path)) and shown[1] == sillok.__version__
