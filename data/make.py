#!/usr/bin/env python3
"""Writes data/archive/, data/queries.tsv and data/judgements.qrels from the texts in data/source/.

usage: data/make.py [--check]

Everything is derived from the source and from fixed tables, so the same source gives the same
bytes. --check writes nothing and exits with 1 when what is there differs (archives are compared by
their members). README.md beside this file describes the source and the result.
"""

import csv
import datetime
import gzip
import hashlib
import io
import json
import pathlib
import sys
import tarfile
import zipfile

DATA = pathlib.Path(__file__).resolve().parent
FIRST_NUMBER = {"news": 5101, "economy": 3301, "local": 811}
DEFAULT_AUTHOR = {"news": "새벽통신", "economy": "장터소식", "local": "동네알림"}
NOTICE = {
    "news": ("게시판 이용 규칙 안내 (필독)", "2023-02-01", 15512),
    "economy": ("투자 권유 글은 알림 없이 지웁니다", "2023-05-16", 9071),
    "local": ("우리 동네 소식을 제보해 주세요", "2023-09-04", 3850),
}


class Post:
    """One post of a board; without paragraphs it is known from lists only."""

    def __init__(self, board, when, title, author, press="", slug="", caption="", paragraphs=()):
        self.board, self.when, self.title, self.author = board, when, title, author
        self.press, self.slug, self.caption = press, slug, caption
        self.paragraphs = list(paragraphs)
        self.number = 0

    @property
    def chance(self):
        """A number that stays the same for this post: for views, comments and list windows."""
        digest = hashlib.sha256(f"{self.when} {self.title}".encode()).digest()
        return int.from_bytes(digest[:4], "big")

    @property
    def views(self):
        return 120 + self.chance % 4800

    @property
    def comments(self):
        return self.chance // 7 % 24 if self.chance % 2 else 0

    @property
    def key(self):
        return f"{self.board}#{self.number}"

    def day(self, separator="."):
        return self.when.strftime(separator.join(["%Y", "%m", "%d"]))


# Reading the source


def read_articles(path):
    """Blocks of: "@ board date time press author slug", "# title", "> caption", paragraphs."""
    posts = []
    for block in path.read_text("utf-8").split("\n@ "):
        lines = [line for line in block.removeprefix("@ ").split("\n") if line]
        board, date, time, press, author, slug = lines[0].split()
        when = datetime.datetime.fromisoformat(f"{date} {time}")
        caption = lines[2].removeprefix("> ") if lines[2].startswith("> ") else ""
        paragraphs = lines[3:] if caption else lines[2:]
        title = lines[1].removeprefix("# ")
        posts.append(Post(board, when, title, author, press, slug, caption, paragraphs))
    return posts


def read_titles(path):
    """Blocks of: "@ board month", then "day title" a line."""
    posts = []
    for line in path.read_text("utf-8").split("\n"):
        if line.startswith("@ "):
            board, month = line[2:].split()
        elif line:
            day, title = line.split(" ", 1)
            post = Post(board, None, title, DEFAULT_AUTHOR[board])
            when = datetime.datetime.fromisoformat(f"{month}-{day}")
            post.when = when + datetime.timedelta(minutes=420 + post.chance % 800)
            posts.append(post)
    return posts


def read_boards():
    """Every board's posts, oldest first, numbered."""
    source = DATA / "source"
    posts = read_titles(source / "titles.txt")
    for board in FIRST_NUMBER:
        posts += read_articles(source / f"{board}.txt")
    boards = {board: [] for board in FIRST_NUMBER}
    for post in sorted(posts, key=lambda post: (post.when, post.title)):
        boards[post.board].append(post)
    for board, of_board in boards.items():
        for number, post in enumerate(of_board, FIRST_NUMBER[board]):
            post.number = number
    return boards


# Board pages as text


def list_window(board_posts, post):
    """About twenty posts around this one, newest first: the list as it stood some days later."""
    newest = board_posts.index(post) + post.chance % 19
    newest = min(newest, len(board_posts) - 1)
    return board_posts[max(0, newest - 19) : newest + 1][::-1]


def seed_page(post, window):
    """XE read as text: skip link, caption and body, the press, then the list."""
    rows = []
    for row in window:
        number = "» »»»»»" if row is post else row.number
        rows.append(f"{number} {row.title} {row.author} {row.day()}")
    return page("메뉴 건너뛰기", post, "번호 제목 글쓴이 날짜", rows)


def counted_page(post, window):
    """The same with a notice, comment counts and a column of views."""
    title, date, views = NOTICE[post.board]
    rows = [f"공지 {title} 운영자 {date.replace('-', '.')} {views}"]
    for row in window:
        number = "»" if row is post else row.number
        comments = f" [{row.comments}]" if row.comments else ""
        rows.append(f"{number} {row.title}{comments} {row.author} {row.day()} {row.views}")
    return page("메뉴 건너뛰기", post, "번호 제목 글쓴이 날짜 조회 수", rows)


def english_page(post, window):
    """The board with its user interface in English."""
    rows = []
    for row in window:
        number = "»" if row is post else row.number
        rows.append(f"{number} {row.title} {row.author} {row.day('-')} {row.views}")
    return page("Skip to menu", post, "No. Subject Author Date Views", rows)


def page(first_line, post, header, rows):
    lead = [post.caption] if post.caption else []
    body = "\n\n".join(["\n".join(lead + post.paragraphs[:1])] + post.paragraphs[1:])
    return "\n".join([first_line, "", body, "", post.press, "", header] + rows) + "\n"


def tabbed_page(post, window):
    """gnuboard read as text: labels before the body, a list with tabs after it."""
    lines = [
        "홈 | 최근게시물 | 로그인",
        "",
        f"제목\t{post.title}",
        f"글쓴이\t{post.author}\t조회\t{post.views}",
        f"등록일\t{post.when:%y-%m-%d %H:%M}",
        "",
    ]
    lines += ([post.caption] if post.caption else []) + ["\n\n".join(post.paragraphs)]
    lines += ["", f"출처 : {post.press}", "", "번호\t제   목\t작성자\t날짜\t조회"]
    title, date, views = NOTICE[post.board]
    lines.append(f"공지\t{title}\t운영자\t{date}\t{views}")
    for row in window:
        number = "▶" if row is post else row.number
        comments = f" [{row.comments}]" if row.comments else ""
        lines.append(f"{number}\t{row.title}{comments}\t{row.author}\t{row.day('-')}\t{row.views}")
    lines += ["글쓰기", "[1] 2 3 4 5 [다음] [맨끝]"]
    return "\n".join(lines) + "\n"


# Records


def record(post):
    body = "\n".join(([post.caption] if post.caption else []) + post.paragraphs)
    return {
        "board": post.board,
        "number": post.number,
        "title": post.title,
        "author": post.author,
        "date": f"{post.when:%Y-%m-%dT%H:%M:00+09:00}",
        "source": post.press,
        "body": body,
    }


def jsonl(posts):
    lines = [json.dumps(record(post), ensure_ascii=False) + "\n" for post in posts]
    return "".join(lines).encode()


def korean_csv(posts):
    """As a spreadsheet saves it: byte order mark, CRLF, Korean column names."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["게시판", "번호", "제목", "글쓴이", "날짜", "출처", "본문"])
    for post in posts:
        values = record(post)
        values["date"] = post.when.strftime("%Y.%m.%d %H:%M")
        names = ["board", "number", "title", "author", "date", "source", "body"]
        writer.writerow([values[name] for name in names])
    return b"\xef\xbb\xbf" + text.getvalue().encode()


# Archives, with fixed times and owners so that their bytes do not change


class Cp949ZipInfo(zipfile.ZipInfo):
    """A member whose name is stored in CP949 without the UTF-8 flag, as Korean Windows does."""

    def _encodeFilenameFlags(self):  # the only place where zipfile lets a name's bytes be chosen
        return self.filename.encode("cp949"), self.flag_bits & ~0x800


def zip_of(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            entry = Cp949ZipInfo(name, (2024, 9, 1, 10, 0, 0))
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def tar_gz_of(members):
    out = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, out, mtime=0) as stream:
        with tarfile.open(fileobj=stream, mode="w", format=tarfile.USTAR_FORMAT) as archive:
            for name, content in members.items():
                entry = tarfile.TarInfo(name)
                entry.size, entry.mtime = len(content), 1733011200  # 2024-12-01
                archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


# The archive: which post goes where


def season(post):
    """0 spring, 1 summer, 2 autumn, 3 winter; the archive begins with March."""
    return (post.when.month - 3) % 12 // 3


def build_archive(boards):
    """Path within the archive to bytes."""
    files, summer, autumn, json_posts, csv_posts = {}, {}, {}, [], []
    for board, posts in boards.items():
        for place, post in enumerate(post for post in posts if post.paragraphs):
            window = list_window(posts, post)
            if season(post) == 0:
                name = f"2024-spring/{board}/page-{post.number}.txt"
                files[name] = tabbed_page(post, window).encode("cp949")
            elif season(post) == 1:
                name = f"2024년 여름/{board}/{board}-{post.number}.txt"
                summer[name] = counted_page(post, window).encode()
            elif season(post) == 2:
                shape = english_page if board == "economy" and place % 2 else seed_page
                name = f"2024-autumn/{board}/board-dump-{post.number}.txt"
                autumn[name] = shape(post, window).encode()
            elif board == "economy" and place % 3:
                json_posts.append(post)
            elif board == "local" and place % 3:
                csv_posts.append(post)
            else:
                name = f"2024-winter/{board}/board-dump-{post.number}.txt"
                files[name] = seed_page(post, window).encode()
    files["2024-summer.zip"] = zip_of(summer)
    files["2024-autumn.tar.gz"] = tar_gz_of(autumn)
    files["2024-winter/economy.jsonl"] = jsonl(json_posts)
    files["2024-winter/local.csv"] = korean_csv(csv_posts)
    return files


# Judged queries


def read_judgements(boards):
    """Blocks of "? query", then "grade slug slug ..." or "grade = title of a row" a line."""
    names = {}
    for posts in boards.values():
        for post in posts:
            names[post.slug or post.title] = post.key
    queries, qrels = [], []
    for line in (DATA / "source" / "judgements.txt").read_text("utf-8").split("\n"):
        if line.startswith("? "):
            queries.append(f"k{len(queries) + 1:02d}\t{line[2:]}")
        elif line and not line.startswith("#"):
            grade, what = line.split(" ", 1)
            for name in [what[2:]] if what.startswith("= ") else what.split():
                qrels.append(f"k{len(queries):02d} 0 {names[name]} {grade}")
    if len(set(line.rsplit(" ", 1)[0] for line in qrels)) != len(qrels):
        sys.exit("judgements.txt: an entry is judged twice for a query")
    return "\n".join(queries) + "\n", "\n".join(qrels) + "\n"


# Writing and checking


def content(name, data):
    """What is compared: an archive's members, since another zlib may pack them otherwise."""
    if name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    if name.endswith(".tar.gz"):
        return gzip.decompress(data)
    return data


def check(files, kept):
    there = {str(path.relative_to(DATA)) for path in kept}
    differing = sorted(there ^ set(files))
    for name in there & set(files):
        if content(name, (DATA / name).read_bytes()) != content(name, files[name]):
            differing.append(name)
    for name in differing:
        print(f"data/{name} is not what data/make.py writes", file=sys.stderr)
    return 1 if differing else 0


def main():
    boards = read_boards()
    files = {f"archive/{name}": data for name, data in build_archive(boards).items()}
    queries, qrels = read_judgements(boards)
    files["queries.tsv"], files["judgements.qrels"] = queries.encode(), qrels.encode()
    kept = [path for path in DATA.glob("archive/2024-*") if path.is_file()]
    kept += [path for path in DATA.glob("archive/2024-*/**/*") if path.is_file()]
    kept += [path for path in (DATA / "queries.tsv", DATA / "judgements.qrels") if path.exists()]
    if sys.argv[1:] == ["--check"]:
        return check(files, kept)
    for path in kept:
        path.unlink()
    for name, data in files.items():
        (DATA / name).parent.mkdir(parents=True, exist_ok=True)
        (DATA / name).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
