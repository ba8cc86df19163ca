#!/usr/bin/env python3
"""Writes data/pages/: pages of each board engine and of news sites, as servers send them.

The markup follows the structure of each engine's own skins; names, texts and events are invented
for this project. Beside the pages goes expected.jsonl, one line a page: what a reader must find.

usage: data/make_pages.py [--check]

With --check it writes nothing and fails when a page is not what it would write (the archives are
not compared: their bytes depend on the compressor).
"""
import filecmp
import gzip
import html
import io
import json
import pathlib
import sys
import tempfile
import zipfile
import zlib

OUT = pathlib.Path(__file__).parent / "pages"
EXPECTED = []

TITLES = [
    "달빛천 산책로 3.2km 구간 야간 조명 켠다",
    '"버스가 안 와요" 새벽 첫차 늘려 달라는 목소리',
    "[속보] 하늘재 터널 양방향 통행 재개",
    "2023.12.31 끝나기로 한 전통시장 주차 할인 연장",
    "올해 벼 수확 4만2천t…지난해보다 6% 줄어",
    "물빛도서관, 대출 1위는 요리책 [3]",
    "日 자매도시 고교생 24명 홈스테이",
    "솔향읍 목욕탕 47년 만에 문 닫아",
    "청년 농부 12명, 스마트 온실에서 첫 딸기",
    "\"한 그릇 5,000원\" 시장 국숫집의 고집",
    "[사설] 폭염 쉼터, 문 여는 시간부터 늘려야",
    "소식지기가 뽑은 가을 축제 다섯 곳",
]


def rows_for(first, count, start_id, step, author, days, current=None, **more):
    """Rows of a list, newest first; current is the index of the page's own row."""
    rows = []
    for i in range(count):
        row = {"number": first - i, "title": TITLES[(i + start_id) % len(TITLES)], "author": author,
               "date": days[i], "id": str(start_id + (count - 1 - i) * step)}
        if i == current:
            row["current"] = True
        row.update({k: v[i] for k, v in more.items() if v[i] is not None})
        rows.append(row)
    return rows


def expect(name, kind, rows=(), **fields):
    line = {"file": name, "kind": kind}
    line.update(fields)
    line["rows"] = [{k: v for k, v in row.items() if not k.startswith("_")} for row in rows]
    EXPECTED.append(line)


def write(name, text, charset="utf-8"):
    data = text.encode(charset)
    path = OUT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return data


e = html.escape


# --- XE and Rhymix -------------------------------------------------------------------------------

def xe_head(generator, title, extra=""):
    return f"""<!DOCTYPE html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta name="Generator" content="{generator}">
<title>{e(title)}</title>
<script>
//<![CDATA[
var current_url = "https://sori.example.kr/?mid=sori";
var request_uri = "https://sori.example.kr/";
var current_mid = "sori";
//]]>
</script>
{extra}</head>
<body>
<p class="skip"><a href="#content">메뉴 건너뛰기</a></p>
<header><h1 class="site"><a href="/">고을소리</a></h1><ul class="gnb"><li><a href="/sori">고을 소식</a></li><li><a href="/talk">이야기</a></li></ul></header>
<div id="content">
"""


def xe_list(rows, notices=()):
    out = ['<div class="board_list" id="board_list">\n\t<table width="100%" border="1" cellspacing="0" summary="List of Articles">',
           '<thead><tr><th scope="col"><span>번호</span></th><th scope="col" class="title"><span>제목</span></th>'
           '<th scope="col"><span>글쓴이</span></th><th scope="col"><span><a href="/index.php?mid=sori&amp;sort_index=regdate">날짜</a></span></th>'
           '<th scope="col"><span>최근 수정</span></th><th scope="col"><span>조회 수</span></th></tr></thead>\n<tbody>']
    for row in list(notices) + list(rows):
        notice = row.get("notice")
        number = "공지" if notice else "&raquo;" if row.get("current") else row["number"]
        link = row.get("_href", f"/index.php?mid=sori&amp;page=2&amp;document_srl={row['id']}")
        comments = f'<a href="{link}#comment" class="replyNum" title="Replies">[{row["comments"]}]</a>' if "comments" in row else ""
        category = f'<span class="category">{row["category"]}</span> ' if "category" in row else ""
        out.append(f"""<tr{' class="notice"' if notice else ''}>
<td class="{'notice' if notice else 'no'}">
	{number}				</td>
<td class="title">
	{category}<a href="{link}">{e(row['title'])}</a>
	{comments}<img src="/modules/document/tpl/icons/secret.gif" alt="secret" title="secret" />
</td>
<td class="author"><a href="#popup_menu_area" class="member_77" onclick="return false">{row['author']}</a></td>
<td class="time">{row['date'].replace('-', '.')}</td>
<td class="time">2024.12.30</td>
<td class="readNum">{1200 + int(row['id'])}</td>
</tr>""")
    out.append("</tbody></table></div>\n<div class=\"list_footer\"><div class=\"pagination\"><a href=\"/sori\">첫 페이지</a> <strong>2</strong> <a href=\"/sori/page/3\">3</a></div></div>\n")
    return "\n".join(out)


def xe_comments():
    return """<div class="feedback" id="comment"><div class="fbHeader"><h2>댓글 <em>2</em></h2></div><ul class="fbList">
<li class="fbItem" id="comment_901"><div class="fbMeta"><h3 class="author"><a href="#popup_menu_area">오솔길</a></h3><p class="time">2024.10.03 21:15</p></div>
<!--BeforeComment(901,5)--><div class="comment_901_5 xe_content"><p>첫 댓글은 본문이 아니다</p></div><!--AfterComment(901,5)--></li>
<li class="fbItem indent"><div class="fbMeta"><h3 class="author"><strong>나그네</strong></h3><p class="time">2024.10.03 22:02</p></div><div class="xe_content"><p>둘째 댓글도 본문이 아니다</p></div></li></ul></div>
"""


def rhymix_read():
    days = ["2024-10-04"] * 3 + ["2024-10-03"] * 5
    rows = rows_for(511, 8, 3300, 7, "소식지기", days, current=7, comments=[None, 4, None, 12, None, None, 1, 2],
                    category=["살림"] * 8)
    notice = {"number": None, "title": "사진 저작권 안내 (필독)", "author": "운영진", "date": "2022-03-02",
              "id": "18", "notice": True}
    own = rows[7]
    text = xe_head("Rhymix", "고을 소식 - " + own["title"],
                   '<link rel="canonical" href="https://sori.example.kr/sori/3300" />\n'
                   '<meta property="og:article:published_time" content="2024-10-03T08:40:00+09:00" />\n')
    text += f"""<div class="board"><div class="board_header"><h2><a href="/sori">고을 소식</a></h2></div>
<div class="board_read">
	<!-- READ HEADER -->
	<div class="read_header">
		<h1>
			<a href="/index.php?mid=sori&amp;category=5" class="category">살림</a>
			<a href="/sori/3300">{e(own['title'])}</a>
		</h1>
		<p class="meta">
			<span class="author"><i class="xi-user"></i> <a href="#popup_menu_area" class="member_77 author" onclick="return false">소식지기</a></span>
			<span class="time"><i class="xi-time"></i> 2024.10.03 08:40</span>
			<span class="read_count"><i class="xi-eye"></i> 조회 수 : 4500</span>
			<span class="vote_count"><i class="xi-thumbs-up"></i>추천:3</span>
		</p>
	</div>
	<!-- READ BODY -->
	<div class="read_body">
		<!--BeforeDocument(3300,77)--><div class="document_3300_77 rhymix_content xe_content"><p><img src="./files/attach/1.jpg" alt="목욕탕 앞" /></p>
<figure><figcaption>마지막 날 손님을 맞는 목욕탕 주인</figcaption></figure>
<p>솔향읍에 하나뿐이던 목욕탕이 47년 만에 문을 닫는다.&nbsp;주인은 &quot;기름값을 더는 댈 수 없다&quot;고 말했다.</p>
<p>&nbsp;</p>
<p>읍사무소는 보건소 옆에 작은 목욕 시설을 짓기로 했다.<br>공사는 내년 3월에 시작한다.</p>
<p style="display: none;">복사 방지 문자열 zxcv</p>
<script>document.write("본문에 없어야 할 글");</script>
<p>한울신문</p>
<div class="document_popup_menu"><a href="#popup_menu_area" class="document_3300">이 게시물을</a></div></div><!--AfterDocument(3300,77)-->
	</div>
	<div class="read_footer"><div class="sns"><ul><li><a href="#">페이스북</a></li></ul></div><div class="tns"><span class="tags"><a href="#" class="tag">목욕탕</a></span></div></div>
</div>
"""
    text += xe_comments() + xe_list(rows, [notice]) + "</div></div>\n<footer><p>Copyright &copy; 고을소리</p></footer></body></html>\n"
    write("rhymix-read.html", text)
    expect("rhymix-read.html", "article", [notice] + rows, number=504, title=own["title"], author="소식지기",
           date="2024-10-03", time="08:40", source="한울신문", category="살림", doc_id="3300",
           body_starts="마지막 날 손님을 맞는 목욕탕 주인 솔향읍에",
           body_contains=["기름값을 더는 댈 수 없다", "공사는 내년 3월에 시작한다."],
           body_must_not_contain=["댓글은", "zxcv", "없어야 할", "이 게시물을", "한울신문", "페이스북", "건너뛰기"])


def xe_list_page():
    days = ["2024-03-02", "2024-03-02", "2024-03-01", "2024-02-29", "2024-02-29", "2024-02-28"]
    rows = rows_for(86, 6, 900, 11, "편집부", days, comments=[None, None, 31, None, None, 2])
    for row in rows:
        row["_href"] = f"/sori/{row['id']}?page=2"
    text = xe_head("XpressEngine", "고을 소식") + '<div class="board">' + xe_list(rows) + "</div></div></body></html>\n"
    write("xe-list.html", text)
    expect("xe-list.html", "list", rows)


def sketchbook_read():
    days = ["2024-07-09"] * 2 + ["2024-07-08"] * 5
    rows = rows_for(1042, 7, 61010, 3, "소식지기", days, current=0, comments=[9, None, 10, None, None, 1, None],
                    category=["고을", "고을", "나라", "고을", "나라", "나라", "고을"])
    own = rows[0]
    cells = []
    for row in rows:
        number = "&raquo;" if row.get("current") else row["number"]
        count = f'<a href="/sori/{row["id"]}#{row["id"]}_comment" class="replyNum" title="댓글">{row["comments"]}</a>' if "comments" in row else ""
        cells.append(f"""<tr class="{'select' if row.get('current') else ''}">
<td class="no">{number}</td>
<td class="cate"><span style="color:#555">{row['category']}</span></td>
<td class="title">
<a href="/sori/{row['id']}" class="hx bubble no_bubble" data-viewer="/index.php?mid=sori&amp;document_srl={row['id']}&amp;listStyle=viewer">{e(row['title'])}<span class="wrp"><span class="speech">미리보기 글이 여기에 붙는다</span><i class="bubble_edge"></i></span></a>
{count}<span class="extraimages"><i class="attached_image" title="Image"></i></span></td>
<td class="author"><span><a href="#popup_menu_area" class="member_4" onclick="return false">{row['author']}</a></span></td>
<td class="time">{row['date'].replace('-', '.')}</td>
<td class="m_no">{12345}</td></tr>""")
    text = xe_head("XpressEngine", "고을 소식 - " + own["title"]) + f"""<div id="bd_61_0" class="bd hover_effect">
<div class="rd rd_nav_style2 clear" style="padding:;" data-docSrl="{own['id']}">
<div class="rd_hd clear"><div class="board clear "><div class="top_area ngeb" style=";">
<strong class="cate fl" title="Category">고을</strong>
<div class="fr"><span class="date m_no">2024.07.09 18:05</span></div>
<h1 class="np_18px"><a href="https://sori.example.kr/sori/{own['id']}">{e(own['title'])}</a></h1></div>
<div class="btm_area clear"><div class="side"><a href="#popup_menu_area" class="nick member_4" onclick="return false">소식지기</a></div>
<div class="side fr"><span>조회 수 <b>12,345</b></span><span>추천 수 <b>0</b></span><span>댓글 <b>9</b></span></div></div></div>
<div class="rd_nav img_tx fr m_btn_wrp"><a class="font_plus bubble" href="#">크게</a> <a href="#">인쇄</a></div></div>
<div class="rd_body clear"><article><!--BeforeDocument({own['id']},4)--><div class="document_{own['id']}_4 xe_content"><div>딸기 값이 떨어져도 온실은 늘었다.</div><div><br></div><div>청년 농부 12명이 함께 지은 스마트 온실에서 첫 딸기가 나왔다. 온도와 물은 전화기로 맞춘다.</div>
<div>수확한 딸기는 학교 급식으로 먼저 나간다.</div>
<div>(미리내방송)</div></div><!--AfterDocument({own['id']},4)--></article></div>
<div class="rd_ft"><div class="rd_ft_nav clear"><a class="btn_img fl" href="#">목록</a></div>
<div class="fdb_lst_wrp"><div id="{own['id']}_comment" class="fdb_lst clear"><ul class="fdb_lst_ul"><li class="fdb_itm clear"><div class="meta">오솔길 <span class="date">2024.07.09 19:00</span></div><!--BeforeComment(5,0)--><div class="comment_5_0 xe_content">스케치북 댓글도 본문이 아니다</div><!--AfterComment(5,0)--></li></ul></div></div></div></div>
<div class="bd_lst_wrp"><table class="bd_lst bd_tb_lst bd_tb"><caption class="blind">List of Articles</caption><thead class="bg_f_f9"><tr><th scope="col" class="no"><span><a href="#">번호</a></span></th><th scope="col" class="m_no"><span>분류</span></th><th scope="col" class="title"><span><a href="#">제목</a></span></th><th scope="col"><span>글쓴이</span></th><th scope="col"><span><a href="#">날짜<i class="arrow down"></i></a></span></th><th scope="col" class="m_no"><span>조회 수</span></th></tr></thead><tbody>
{chr(10).join(cells)}
</tbody></table><form class="bd_pg clear"><fieldset><legend class="blind">Board Pagination</legend><a class="direction" href="#">Prev</a> <strong>1</strong> <a href="/sori/page/2">2</a></fieldset></form></div></div></div></body></html>
"""
    write("sketchbook5-read.html", text)
    expect("sketchbook5-read.html", "article", rows, number=1042, title=own["title"], author="소식지기",
           date="2024-07-09", time="18:05", source="미리내방송", category="고을", doc_id=own["id"],
           body_starts="딸기 값이 떨어져도 온실은 늘었다.", body_contains=["학교 급식으로 먼저 나간다."],
           body_must_not_contain=["댓글도", "미리보기", "크게", "미리내방송"])


def xe_mobile_list():
    days = ["2024-05-05", "2024-05-05", "2024-05-04"]
    rows = rows_for(0, 3, 700, 5, "편집부", days)
    for row in rows:
        row["number"] = None
    items = [f"""	<li>
		<a href="/index.php?mid=sori&amp;document_srl={row['id']}">
			<span class="title">살림 &rsaquo; <strong>{e(row['title'])}</strong> <em>[7]</em></span>
			<span class="auth"><strong>{row['author']}</strong> <span class="time">{row['date'].replace('-', '.')}</span></span>
		</a>
	</li>""" for row in rows]
    notice = {"number": None, "title": "글 올리는 법", "author": "운영진", "date": "2021-01-04", "id": "3", "notice": True}
    items.insert(0, """	<li>
		<a href="/index.php?mid=sori&amp;document_srl=3">
		<span class="title"><span class="notice">공지</span>  <strong>글 올리는 법</strong> </span>
			<span class="auth"><strong>운영진</strong> <span class="time">2021.01.04</span></span>
		</a>
	</li>""")
    text = xe_head("XpressEngine", "고을 소식") + f"""<div class="bd"><div class="hx h2"><h2><a href="/sori">고을 소식</a> <em>[312]</em></h2></div>
<ul class="lt">
{chr(10).join(items)}
</ul>
<div class="pn"><strong>1 / 16</strong> <a href="/sori/page/2" class="next">다음</a></div></div></div></body></html>
"""
    write("xe-mobile-list.html", text)
    expect("xe-mobile-list.html", "list", [notice] + rows)


# --- gnuboard ------------------------------------------------------------------------------------

def g5_name(name):
    return (f'<span class="sv_wrap">\n<a href="https://gaon.example.kr/bbs/profile.php?mb_id=n1" class="sv_member" title="{name} 자기소개" '
            f'target="_blank" rel="nofollow" onclick="return false;"><span class="profile_img"><img src="/img/no_profile.gif" alt="no_profile" width="22" height="22" title=""></span> {name}</a>\n'
            f'<span class="sv">\n<a href="https://gaon.example.kr/bbs/memo_form.php?me_recv_mb_id=n1">쪽지보내기</a>\n<a href="#">전체게시물</a>\n</span>\n'
            f'<noscript class="sv_nojs"><span class="sv">\n<a href="#">쪽지보내기</a>\n</span></noscript></span>')


def gnuboard5_read():
    shown = ["21:14", "16:02", "01-03", "01-02", "01-02", "12-31", "12-30"]
    days = ["2025-01-04", "2025-01-04", "2025-01-03", "2025-01-02", "2025-01-02", "2024-12-31", "2024-12-30"]
    rows = rows_for(77, 7, 140, 2, "고을기자", [None] * 7, current=3, comments=[None, 2, None, 14, None, None, None])
    for row, day, text in zip(rows, days, shown):
        row["date_alt"], row["_shown"] = day, text
    rows[0]["date_alt"] = rows[1]["date_alt"] = None
    rows[4]["title"] = "비밀글입니다."
    rows[4]["secret"] = True
    own = rows[3]
    notice = {"number": None, "title": "게시판 이용 규칙", "author": "관리자", "date": None, "date_alt": "2024-08-11", "id": "5", "notice": True, "_shown": "08-11"}
    body = []
    for row in [notice] + rows:
        number = '<strong class="notice_icon">공지</strong>' if row.get("notice") else '<span class="bo_current">열람중</span>' if row.get("current") else row["number"]
        lock = '<i class="fa fa-lock" aria-hidden="true"></i> ' if row.get("secret") else ""
        count = f'<span class="sound_only">댓글</span><span class="cnt_cmt">{row["comments"]}</span><span class="sound_only">개</span>' if "comments" in row else ""
        body.append(f"""<tr class="{'bo_notice' if row.get('notice') else ''} even">
<td class="td_chk chk_box"><input type="checkbox" name="chk_wr_id[]" value="{row['id']}" class="selec_chk"><label><span></span><b class="sound_only">{e(row['title'])}</b></label></td>
<td class="td_num2">
{number}</td>
<td class="td_subject" style="padding-left:0px">
<a href="https://gaon.example.kr/bbs/board.php?bo_table=gaon&amp;sca=%EC%82%B4%EB%A6%BC" class="bo_cate_link">살림</a>
<div class="bo_tit">
<a href="https://gaon.example.kr/bbs/board.php?bo_table=gaon&amp;wr_id={row['id']}&amp;page=1">
{lock}{e(row['title'])}
</a>
<span class="new_icon">N<span class="sound_only">새글</span></span>{count}
</div></td>
<td class="td_name sv_use">{g5_name(row['author'])}</td>
<td class="td_num">{row['id']}</td>
<td class="td_num">0</td>
<td class="td_datetime">{row['_shown']}</td>
</tr>""")
    text = f"""<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><title>{e(own['title'])} &gt; 고을 소식 | 가온마당</title>
<script>
var g5_url       = "https://gaon.example.kr";
var g5_bo_table  = "gaon";
</script></head><body>
<h1 id="hd_h1">{e(own['title'])} &gt; 고을 소식 | 가온마당</h1>
<div id="skip_to_container"><a href="#container">본문 바로가기</a></div>
<div id="container"><h2 id="container_title"><span title="고을 소식">고을 소식</span></h2>
<article id="bo_v" style="width:100%">
    <header>
        <h2 id="bo_v_title">
                        <span class="bo_v_cate">살림</span>
                        <span class="bo_v_tit">
            {e(own['title'])}</span>
        </h2>
    </header>
    <section id="bo_v_info">
        <h2>페이지 정보</h2>
        <div class="profile_info"><div class="pf_img"><img src="/img/no_profile.gif" alt="profile_image"></div><div class="profile_info_ct">
        <span class="sound_only">작성자</span> <strong>{g5_name('고을기자')}</strong><br>
        <span class="sound_only">댓글</span><strong><a href="#bo_vc"> 14건</a></strong>
        <span class="sound_only">조회</span><strong> 2,041회</strong>
        <strong class="if_date"><span class="sound_only">작성일</span><i class="fa fa-clock-o" aria-hidden="true"></i> 25-01-02 09:07</strong>
        </div></div>
    </section>
    <section id="bo_v_atc">
        <h2 id="bo_v_atc_title">본문</h2>
        <div id="bo_v_share"><a href="#" class="btn">스크랩</a></div>
        <div id="bo_v_img">
</div>
        <div id="bo_v_con"><p>할인은 원래 연말에 끝날 참이었다.</p><ul><li>평일: 두 시간 무료</li><li>주말: 반값</li></ul><table><tr><th>시장</th><th>주차면</th></tr><tr><td>윗장터</td><td>120</td></tr></table><blockquote>"손님이 먼저 묻는다"고 상인회는 말했다.</blockquote><p>한울신문 김가람 기자 garam@example.kr</p><p>저작권자 &copy; 한울신문 무단전재 및 재배포 금지</p></div>
        <div id="bo_v_act"><span class="bo_v_good">추천 <strong>3</strong></span></div>
    </section>
    <ul class="bo_v_nb"><li class="btn_prv"><span class="nb_tit">이전글</span><a href="#">앞 글의 제목</a></li></ul>
    <section id="bo_vc"><h2>댓글목록</h2><article id="c_1"><div class="cmt_contents"><p>그누보드 댓글은 본문이 아니다</p></div></article></section>
    <form name="fviewcomment" id="fviewcomment"><input type="hidden" name="bo_table" value="gaon"><input type="hidden" name="wr_id" value="{own['id']}"><textarea id="wr_content" name="wr_content">쓰다 만 댓글</textarea></form>
</article>
<div id="bo_list" style="width:100%"><form name="fboardlist"><div id="bo_btn_top"><div id="bo_list_total"><span>Total 77건</span> 1 페이지</div></div>
<div class="tbl_head01 tbl_wrap"><table><caption>고을 소식 목록</caption><thead><tr><th scope="col" class="all_chk chk_box"><input type="checkbox"><label><span></span><b class="sound_only">현재 페이지 게시물  전체선택</b></label></th><th scope="col">번호</th><th scope="col">제목</th><th scope="col">글쓴이</th><th scope="col"><a href="#">조회 </a></th><th scope="col"><a href="#">추천 </a></th><th scope="col"><a href="#">날짜  </a></th></tr></thead><tbody>
{chr(10).join(body)}
</tbody></table></div></form></div></div>
<div id="aside"><section class="lt"><h2>최근글</h2><ul><li><a href="https://gaon.example.kr/bbs/board.php?bo_table=free&amp;wr_id=2">옆 게시판의 글</a></li></ul></section></div>
</body></html>
"""
    write("gnuboard5-read.html", text)
    expect("gnuboard5-read.html", "article", [notice] + rows, number=74, title=own["title"], author="고을기자",
           date="2025-01-02", time="09:07", source="한울신문", category="살림", doc_id=own["id"],
           body_starts="할인은 원래 연말에 끝날 참이었다. 평일: 두 시간 무료 주말: 반값 시장 주차면 윗장터 120",
           body_contains=["상인회는 말했다.", "김가람 기자"],
           body_must_not_contain=["댓글은", "이전글", "재배포", "스크랩", "쪽지", "쓰다 만"])


def gnuboard5_old_read():
    shown = ["11-20", "11-20", "11-19", "11-19", "11-18"]
    rows = rows_for(15, 5, 31, 1, "편집부", [None] * 5, current=4, comments=[None, 7, None, None, None])
    for row, text in zip(rows, shown):
        row["date_alt"], row["_shown"] = "2013-" + text, text
    own = rows[4]
    cells = "\n".join(f"""<tr class="">
<td class="td_num">
{'<span class="bo_current">열람중</span>' if row.get('current') else row['number']}            </td>
<td class="td_subject">
<a href="http://old.example.kr/bbs/board.php?bo_table=old&amp;sca=a" class="bo_cate_link">마을</a>
<a href="http://old.example.kr/bbs/board.php?bo_table=old&amp;wr_id={row['id']}">
{e(row['title'])}                    {f'<span class="sound_only">댓글</span><span class="cnt_cmt">[{row["comments"]}]</span><span class="sound_only">개</span>' if 'comments' in row else ''}
</a></td>
<td class="td_name sv_use"><span class="sv_guest">{row['author']}</span></td>
<td class="td_date">{row['_shown']}</td>
<td class="td_num">{300 + row['number']}</td></tr>""" for row in rows)
    text = f"""<!doctype html>
<html lang="ko"><head><meta charset="utf-8"><title>마을 소식 1 페이지 | 옛마당</title></head><body>
<div id="bo_v_table">마을 소식</div>
<article id="bo_v" style="width:97%">
    <header>
        <h1 id="bo_v_title">
            마을 | {e(own['title'])}        </h1>
    </header>
    <section id="bo_v_info">
        <h2>페이지 정보</h2>
        작성자 <strong><span class="sv_guest">편집부</span></strong>
        <span class="sound_only">작성일</span><strong>13-11-18 07:30</strong>
        조회<strong>301회</strong>
        댓글<strong>0건</strong>
    </section>
    <section id="bo_v_atc"><h1>본문</h1><div id="bo_v_con">자매도시 고교생 24명이 사흘 동안 우리 고을 집에 묵는다.<br />
<br />
학생들은 장터와 논을 함께 걷는다.<br />
<br />
한울신문</div></section>
</article>
<div id="bo_list"><div class="tbl_head01 tbl_wrp"><table><caption>마을 소식 목록</caption><thead><tr><th scope="col">번호</th><th scope="col">제목</th><th scope="col">글쓴이</th><th scope="col"><a href="#">날짜</a></th><th scope="col"><a href="#">조회</a></th></tr></thead><tbody>
{cells}
</tbody></table></div></div></body></html>
"""
    write("gnuboard5-old-read.html", text)
    expect("gnuboard5-old-read.html", "article", rows, number=11, title=own["title"], author="편집부",
           date="2013-11-18", time="07:30", source="한울신문", category="마을", doc_id=own["id"],
           body_starts="자매도시 고교생 24명이", body_contains=["장터와 논을 함께 걷는다."],
           body_must_not_contain=["한울신문", "301회"])


def gnuboard5_mobile_list():
    rows = rows_for(0, 3, 60, 3, "고을기자", ["2024-06-01", "2024-05-31", "2024-05-31"])
    items = []
    for row in rows:
        row["number"] = None
        items.append(f"""<li class="">
<div class="bo_cnt"><div class="bo_cate_ico"><a href="#" class="bo_cate_link">살림</a></div>
<a href="https://gaon.example.kr/gaon/{row['id']}" class="bo_subject">
{e(row['title'])}
<span class="bo_cmt"><span class="sound_only">댓글</span>3<span class="sound_only">개</span></span>
</a></div>
<div class="bo_info"><span class="sound_only">작성자</span><span class="sv_member">{row['author']}</span>
<span class="bo_date"><i class="fa fa-clock-o" aria-hidden="true"></i> {row['date']}</span></div></li>""")
    text = f"""<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>고을 소식 1 페이지</title></head><body>
<div id="bo_list"><div class="list_01"><ul>
{chr(10).join(items)}
</ul></div></div></body></html>
"""
    write("gnuboard5-mobile-list.html", text)
    expect("gnuboard5-mobile-list.html", "list", rows)


def gnuboard4_read():
    shown = ["10:21", "05-19", "05-19", "05-18", "05-17"]
    rows = rows_for(208, 5, 310, 4, "편집부", [None] * 5, current=1, comments=[None, None, 3, None, None])
    for row, text in zip(rows[1:], shown[1:]):
        row["date_alt"] = "2009-" + text
    for row, text in zip(rows, shown):
        row["_shown"] = text
    own = rows[1]
    cells = "\n".join(f"""<tr class="bg{i % 2}">
        <td class="num">
            {f"<span class='current'>{row['number']}</span>" if row.get('current') else row['number']}        </td>
                <td class="subject">
            <nobr style='display:block; overflow:hidden;'><span class=small><font color=gray>[<a href='./board.php?bo_table=jang&sca=x'>장터</a>]</font></span> <a href='./board.php?bo_table=jang&wr_id={row['id']}&page=1'>{e(row['title'])}</a>{f''' <a href="./board.php?bo_table=jang&wr_id={row['id']}&page=1#c_1"><span class='comment'>({row['comments']})</span></a>''' if 'comments' in row else ''}    </nobr>        </td>
        <td class="name"><span class='member'>{row['author']}</span></td>
        <td class="datetime">{row['_shown']}</td>
        <td class="hit">{row['number'] * 3}</td>
    </tr>""" for i, row in enumerate(rows))
    text = f"""<!-- <!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN"> -->
<html>
<head>
<meta http-equiv="content-type" content="text/html; charset=euc-kr">
<title>옛장터 > 장터 소식</title>
</head>
<script type="text/javascript">
var g4_path      = "..";
var g4_bo_table  = "jang";
</script>
<body topmargin="0" leftmargin="0">
<table width="97%" align="center" cellpadding="0" cellspacing="0"><tr><td>
<div style="clear:both; height:30px;">
    <div style="float:left; margin-top:6px;">
    <img src="../skin/board/basic/img/icon_date.gif" align=absmiddle border='0'>
    <span style="color:#888888;">작성일 : 09-05-19 16:44</span>
    </div>
    <div style="float:right;"><a href="./board.php?bo_table=jang"><img src='../skin/board/basic/img/btn_list.gif' border='0' align='absmiddle'></a></div>
</div>
<div style="border:1px solid #ddd; clear:both; height:34px;">
    <table border=0 cellpadding=0 cellspacing=0 width=100%>
    <tr>
        <td style="padding:8px 0 0 10px;">
            <div style="color:#505050; font-size:13px; font-weight:bold; word-break:break-all;">
            [장터] {e(own['title'])}            </div>
        </td>
        <td align="right" style="padding:6px 6px 0 0;" width=120></td>
    </tr>
    </table>
</div>
<table border=0 cellpadding=0 cellspacing=0 width=97%>
<tr>
    <td height=30 style="color:#888;">
        <div style="float:left;">
        &nbsp;글쓴이 :
        <span class='member'>편집부</span>        </div>
        <div style="float:right;">
        <img src="../skin/board/basic/img/icon_view.gif" border='0' align=absmiddle> 조회 : 621        &nbsp;
        </div>
    </td>
</tr>
<tr>
    <td height="150" style="word-break:break-all; padding:10px;">
        <!-- 내용 출력 -->
        <span id="writeContents">국수 한 그릇 값을 스무 해 동안 올리지 않았다. 똠방각하라는 별명이 붙었다.<br/><br/>주인은 새벽 네 시에 멸치를 우린다.<br/>손님은 하루 이백 명이다.<br/><br/>미리내방송</span>
        <!-- 테러 태그 방지용 --></xml></xmp><a href=""></a><a href=''></a>
</td>
</tr>
</table>
<br>
<!-- 코멘트 리스트 -->
<div id="commentContents"><a name="c_1"></a><table width=100%><tr><td><b>오솔길</b> 09-05-20 01:02</td></tr><tr><td>옛 그누보드 댓글은 본문이 아니다</td></tr></table></div>
<table cellspacing="0" cellpadding="0" class="board_list">
    <col width="50" /><col /><col width="110" /><col width="40" /><col width="50" />
    <tr>
        <th>번호</th>
        <th>제&nbsp;&nbsp;&nbsp;목</th>
        <th>글쓴이</th>
        <th><a href="#">날짜</a></th>
        <th><a href="#">조회</a></th>
    </tr>
{cells}
</table>
</td></tr></table></body></html>
"""
    write("gnuboard4-read.html", text, "cp949")
    expect("gnuboard4-read.html", "article", rows, number=207, title=own["title"], author="편집부",
           date="2009-05-19", time="16:44", source="미리내방송", category="장터", doc_id=own["id"],
           body_starts="국수 한 그릇 값을", body_contains=["똠방각하", "손님은 하루 이백 명이다."],
           body_must_not_contain=["댓글은", "621", "장터 소식", "미리내방송"])


# --- Zeroboard, KBoard, KimsQ --------------------------------------------------------------------

def zeroboard_rows(rows, arrow=True):
    out = []
    for row in rows:
        number = "공지" if row.get("notice") else "<img src=skin/nzeo_ver3/arrow.gif border=0 align=absmiddle>" if row.get("current") and arrow else row["number"]
        count = f"[{row['comments']}]" if "comments" in row else ""
        y, m, d = row["date"].split("-")
        out.append(f"""<tr align=center class=zv3_listBox onMouseOver=this.style.backgroundColor='#FBFBFB' onMouseOut=this.style.backgroundColor=''>
	<td class=zv3_small height=20>{number}</td>
	<td align=left style='word-break:break-all;'>&nbsp;<img src=skin/nzeo_ver3/old_head.gif border=0 align=absmiddle>&nbsp;<a href="zboard.php?id=maeul&page=1&sn1=&divpage=1&sn=off&ss=on&sc=on&select_arrange=headnum&desc=asc&no={row['id']}"  >{e(row['title'])}</a> <font class=zv3_comment>{count}</font></td>
	<td nowrap><img src=images/face.gif>&nbsp;<span onMousedown="ZB_layerAction('zbLayer1','visible')" style=cursor:hand>{row['author']}</span></td>
	<td nowrap class=zv3_small><span title='{y}년 {m}월 {d}일 10시 20분 30초'>{y}/{m}/{d}</span></td>
	<td nowrap class=zv3_small>{int(row['id']) * 2}</td>
	<td nowrap class=zv3_small>0</td>
</tr>
<tr>
	<td colspan=6><img src=skin/nzeo_ver3/line.gif width=100% height=2></td>
</tr>""")
    return "\n".join(out)


def zeroboard_read():
    days = ["2006-09-12", "2006-09-12", "2006-09-11", "2006-09-10"]
    rows = rows_for(97, 4, 188, 2, "이장", days, current=2, comments=[None, 5, None, None])
    notice = {"number": None, "title": "마을 누리집을 옮깁니다", "author": "이장", "date": "2006-01-02", "id": "12", "notice": True}
    own = rows[2]
    text = f"""<html>
<head>
	<title>들꽃마을</title>
	<link rel=StyleSheet HREF=skin/nzeo_ver3/style.css type=text/css title=style>
</head>
<body topmargin='0'  leftmargin='0' marginwidth='0' marginheight='0'  bgcolor=white >
<table border=0 cellspacing=0 cellpadding=0 width=97%><tr><td><a href="login.php?id=maeul"><img src=skin/nzeo_ver3/login.gif border=0></a></td></tr></table>
<table cellspacing=0 cellpadding=0 width=97% class=zv3_viewform>
<col width=80></col><col width=></col>
<tr>
	<td height=22><table border=0 cellspacing=0 cellpadding=0 width=100% height=100%><tr><td align=center><img src=skin/nzeo_ver3/w_name.gif></td></tr></table></td>
	<td bgcolor=white><table border=0 cellspacing=0 cellpadding=0 width=100%><tr><td>&nbsp;&nbsp;이장</td><td align=right class=zv3_small>(2006-09-11 10:20:30, Hit : <b>376</b>, Vote : <b>0</b>)&nbsp;</td></tr></table></td>
</tr>
<tr>
	<td height=22><table border=0 cellspacing=0 cellpadding=0 width=100% height=100%><tr><td align=center><img src=skin/nzeo_ver3/w_subject.gif></td></tr></table></td>
	<td bgcolor=white style='word-break:break-all;'>&nbsp;{e(own['title'])}</td>
</tr>
</table>
<img src=skin/nzeo_ver3/t.gif border=0 height=2><br>
<table cellspacing=0 cellpadding=3 width=97% bgcolor=efefef height=100 style="table-layout:fixed;">
<tr bgcolor=white>
	<td style='word-break:break-all;padding:10'>
		<table border=0 cellspacing=0 cellpadding=0 width=100% style="table-layout:fixed;"><col width=100%></col><tr><td valign=top>쉼터는 저녁 여섯 시면 문을 닫는다. 더위는 그때부터가 고비다.<br />
<br />
어르신들은 느티나무 아래로 나온다. 문 여는 시간을 늘리는 데 큰돈이 들지 않는다.<br />
<br />
한울신문<!--"<--></td></tr></table>
		<br>
		<br>
		<div align=right style=font-family:tahoma;font-size=8pt></div>
	</td>
</tr>
</table>
<table border=0 cellspacing=0 cellpadding=0 width=97%>
<tr><td class=zv3_header><table><tr><td>오솔길 </b><font class=zv3_small>(2006-09-11 12:00:01)</font></td></tr></table></td></tr>
<tr><td class=zv3_viewList>제로보드 댓글은 본문이 아니다</td></tr>
</table>
<form method=post name=write action=comment_ok.php><input type=hidden name=id value=maeul><input type=hidden name=no value={own['id']}></form>
<table border=0 cellspacing=1 cellpadding=0 width=97%>
<form method=post name=list action=list_all.php><input type=hidden name=page value=1><input type=hidden name=id value=maeul><input type=hidden name=select_arrange value=headnum>
<tr align=center class=zv3_header>
	<td height=18><table class=zv3_inbox cellspacing=0 cellpadding=0><tr><td align=center><a href="#"><img src=skin/nzeo_ver3/h_num.gif border=0></a></td></tr></table></td>
	<td><table class=zv3_inbox><tr><td align=center><img src=skin/nzeo_ver3/h_subject.gif border=0></td></tr></table></td>
	<td><table class=zv3_inbox><tr><td align=center><img src=skin/nzeo_ver3/h_writer.gif border=0></td></tr></table></td>
	<td><table class=zv3_inbox><tr><td align=center><img src=skin/nzeo_ver3/h_date.gif border=0></td></tr></table></td>
	<td><table class=zv3_inbox><tr><td align=center><img src=skin/nzeo_ver3/h_read.gif border=0></td></tr></table></td>
	<td><table class=zv3_inbox><tr><td align=center><img src=skin/nzeo_ver3/h_vote.gif border=0></td></tr></table></td>
</tr>
{zeroboard_rows([notice] + rows)}
</form></table></body></html>
"""
    write("zeroboard4-read.html", text, "cp949")
    expect("zeroboard4-read.html", "article", [notice] + rows, number=95, title=own["title"], author="이장",
           date="2006-09-11", time="10:20", source="한울신문", doc_id=own["id"],
           body_starts="쉼터는 저녁 여섯 시면 문을 닫는다.", body_contains=["큰돈이 들지 않는다."],
           body_must_not_contain=["댓글은", "Hit", "한울신문"])


def zeroboard_label_read():
    title = TITLES[1]
    text = f"""<html><head><title>들꽃마을</title><meta http-equiv=Content-Type content=text/html; charset=ks_c_5601-1987></head><body>
<img src=images/t.gif border=0 height=4><br>
<table border=0 cellspacing=0 cellpadding=0 width=100%>
<tr style=padding:3px>
 <td align=right nowrap><font color=aaaaaa><B>이 름 &nbsp;&nbsp;</td>
 <td align=left width=100%> <a href="javascript:void(window.open('open_window.php?mode=m'))">이장</a></td>
</tr>
<tr><td colspan=2 background=skin/zero_white/underline.gif height=3><img src=skin/zero_white/underline.gif border=0 height=3></td></tr>
<tr style=padding:3px>
 <td align=right nowrap><font color=aaaaaa><B>Homepage &nbsp;&nbsp;</td>
 <td ><a href='http://a.example.kr' target=_blank>http://a.example.kr</a></td>
</tr>
<tr style=padding:3px>
 <td align=right  style='word-break:break-all;'><font color=aaaaaa><B>제 목 &nbsp;&nbsp;</td>
 <td style='word-break:break-all;'>{e(title)}</td>
</tr>
<tr><td colspan=2 background=skin/zero_white/underline.gif height=3><img src=skin/zero_white/underline.gif border=0 height=3></td>
<tr style=padding:5px>
 <td colspan=2 style='word-break:break-all;padding:10' height=80 >
     <span style=line-height:160%>
     <table border=0 cellspacing=0 cellpadding=0 width=100% style="table-layout:fixed;"><col width=100%></col><tr><td valign=top>첫차는 여섯 시 십 분에 온다. 새벽 일을 나가는 이들은 한 시간을 걷는다.<br />
버스 회사는 기사가 모자란다고 한다.<!--"<--></table>
     <br>
     <div align=right style=font-family:tahoma;font-size=8pt></div>
     </span>
 </td>
</tr>
</table>
<form method=post name=write action=comment_ok.php><input type=hidden name=id value=maeul><input type=hidden name=no value=44></form>
<a href="zboard.php?id=maeul&page=1"><img src=skin/zero_white/list.gif></a>
</body></html>
"""
    write("zeroboard4-labels.html", text, "cp949")
    expect("zeroboard4-labels.html", "article", [], number=None, title=title, author="이장", date=None, source=None,
           doc_id="44", body_starts="첫차는 여섯 시 십 분에 온다.", body_contains=["기사가 모자란다고 한다."],
           body_must_not_contain=["Homepage", "제 목"])


def kboard_read():
    days = ["2024-11-15", "2024-11-14", "2024-11-14", "2024-11-12"]
    rows = rows_for(33, 4, 205, 5, "들꽃", days, current=1)
    own = rows[1]
    notice = {"number": None, "title": "누리집 점검 안내", "author": "관리", "date": "2024-09-01", "id": "9", "notice": True}
    cells = []
    for row in [notice] + rows:
        cls = "kboard-list-notice" if row.get("notice") else "kboard-list-selected" if row.get("current") else ""
        shown = row["date"].replace("-", ".")
        cells.append(f"""<tr class="{cls}">
<td class="kboard-list-uid">{'공지사항' if row.get('notice') else row['number']}</td>
<td class="kboard-list-title">
<a href="/madang/?pageid=1&amp;mod=document&amp;uid={row['id']}">
<div class="kboard-default-cut-strings">
<span class="kboard-default-new-notify">New</span>{e(row['title'])}
<span class="kboard-comments-count">(3)</span></div>
</a>
<div class="kboard-mobile-contents"><span class="contents-item kboard-user">{row['author']}</span><span class="contents-separator kboard-date">|</span><span class="contents-item kboard-date">{shown}</span><span class="contents-separator kboard-view">|</span><span class="contents-item kboard-view">조회 21</span></div>
</td>
<td class="kboard-list-user">{row['author']}</td>
<td class="kboard-list-date">{shown}</td>
<td class="kboard-list-vote">0</td>
<td class="kboard-list-view">21</td>
</tr>""")
    text = f"""<!DOCTYPE html><html lang="ko-KR"><head><meta charset="UTF-8">
<title>{e(own['title'])} - 마당</title>
<link rel="canonical" href="https://deul.example.kr/madang/?mod=document&amp;uid={own['id']}">
<meta name="author" content="들꽃"><meta name="article:published_time" content="2024-11-14T13:25:00+09:00">
</head><body class="page"><nav><ul><li><a href="/">첫 화면</a></li></ul></nav>
<div id="kboard-document"><div id="kboard-default-document"><div class="kboard-document-wrap" itemscope itemtype="http://schema.org/Article">
<div class="kboard-title" itemprop="name"><h1>{e(own['title'])}</h1></div>
<div class="kboard-detail"><div class="detail-attr detail-category1"><div class="detail-name">농사</div></div>
<div class="detail-attr detail-writer"><div class="detail-name">작성자</div><div class="detail-value">들꽃</div></div>
<div class="detail-attr detail-date"><div class="detail-name">작성일</div><div class="detail-value">2024-11-14 13:25</div></div>
<div class="detail-attr detail-view"><div class="detail-name">조회</div><div class="detail-value">21</div></div></div>
<div class="kboard-content" itemprop="description"><div class="content-view"><p>벼 수확이 지난해보다 6% 줄었다.</p>
<p>꽃이 필 무렵 비가 잦았다.</p>
<p>한울신문</p></div></div>
<div class="kboard-document-action"><div class="left"><button type="button" class="kboard-button-action kboard-button-like" data-uid="{own['id']}">좋아요 <span>0</span></button></div></div></div>
<div class="kboard-comments-area"><div class="comments-list"><div class="comments-list-content">케이보드 댓글은 본문이 아니다</div></div></div>
<div class="kboard-document-navi"><div class="kboard-prev-document"><a href="/madang/?mod=document&amp;uid=1">« 앞 글</a></div></div></div></div>
<div id="kboard-default-list"><div class="kboard-list"><table><thead><tr><td class="kboard-list-uid">번호</td><td class="kboard-list-title">제목</td><td class="kboard-list-user">작성자</td><td class="kboard-list-date">작성일</td><td class="kboard-list-vote">추천</td><td class="kboard-list-view">조회</td></tr></thead><tbody>
{chr(10).join(cells)}
</tbody></table></div></div></body></html>
"""
    write("kboard-read.html", text)
    expect("kboard-read.html", "article", [notice] + rows, number=32, title=own["title"], author="들꽃",
           date="2024-11-14", time="13:25", source="한울신문", category="농사", doc_id=own["id"],
           body_starts="벼 수확이 지난해보다 6% 줄었다.", body_contains=["비가 잦았다."],
           body_must_not_contain=["댓글은", "한울신문", "좋아요", "앞 글"])


def kimsq_read():
    days = ["2023-05-05", "2023-05-05", "2023-05-04"]
    rows = rows_for(61, 3, 400, 1, "모람", days, current=1)
    own = rows[1]
    cells = "\n".join(f"""<tr id="item-{row['id']}">
<td class="text-muted small">
{'<span class="now">&gt;&gt;</span>' if row.get('current') else row['number']}
</td>
<td class="text-left">
<span class="badge badge-light">살림</span>
<a href="/b/goeul/{row['id']}" class="muted-link">
{e(row['title'])}
</a>
<span class="badge badge-light" data-role="total_comment">4</span>
</td>
<td>{row['author']}</td>
<td>88</td>
<td class="text-muted small"><time data-plugin="timeago" datetime="{row['date']}T11:40:00+09:00">{row['date'].replace('-', '.')}</time></td>
</tr>""" for row in rows)
    text = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{e(own['title'])} - 고을 소식</title></head><body>
<section class="rb-bbs-view"><header><div class="media"><div class="media-body">
<h1 class="h4 mt-0"><span class="badge badge-light">살림</span>
{e(own['title'])}
</h1>
<div class="d-flex"><ul class="rb-meta list-inline"><li class="list-inline-item"><a class="muted-link" href="#">모람</a></li><li class="list-inline-item rb-divider"></li><li class="list-inline-item">2023.05.05 11:40</li><li class="list-inline-item rb-divider"></li><li class="list-inline-item">조회 : 88</li></ul></div></div></div></header>
<article class="py-4 rb-article"><p>물빛도서관에서 가장 많이 빌려 간 책은 요리책이었다.</p><p>소설은 3위로 밀렸다.</p></article>
<div class="text-center"><button type="button" class="btn">좋아요</button></div>
<aside><p>킴스큐 댓글은 본문이 아니다</p></aside></section>
<section class="rb-bbs-list"><header><span class="text-muted"><small>총게시물 : <strong>61</strong> 건  (1/4 page) </small></span></header>
<table class="table text-center bg-white" data-role="bbs-list"><thead class="thead-light"><tr><th scope="col"></th><th scope="col">제목</th><th scope="col">글쓴이</th><th scope="col">조회</th><th scope="col">작성일</th></tr></thead><tbody>
{cells}
</tbody></table></section></body></html>
"""
    write("kimsq-read.html", text)
    for row in rows:
        row["category"] = "살림"
    expect("kimsq-read.html", "article", rows, number=60, title=own["title"], author="모람", date="2023-05-05",
           time="11:40", source=None, category="살림", doc_id=own["id"], body_starts="물빛도서관에서 가장 많이",
           body_contains=["소설은 3위로 밀렸다."], body_must_not_contain=["댓글은", "좋아요", "총게시물"])


# --- other sites ---------------------------------------------------------------------------------

def news_json_ld():
    data = {"@context": "https://schema.org", "@graph": [
        {"@type": "WebSite", "name": "미리내일보"},
        {"@type": ["NewsArticle"], "headline": "하늘재 터널, 통행 이틀 만에 다시 열려",
         "datePublished": "2024-08-21T22:30:00Z", "author": [{"@type": "Person", "name": "박다솜"}],
         "publisher": {"@type": "Organization", "name": "미리내일보"}, "articleSection": "사회"}]}
    text = f"""<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8">
<title>하늘재 터널, 통행 이틀 만에 다시 열려 | 미리내일보</title>
<link rel="canonical" href="https://www.mirinae.example.kr/news/view/20240822001">
<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script></head>
<body><header><nav><a href="/">홈</a><a href="/society">사회</a></nav></header>
<main><h1>하늘재 터널, 통행 이틀 만에 다시 열려</h1><div class="info">입력 2024.08.22 07:30 | 수정 2024.08.22 09:00</div>
<div class="news_body" id="newsBody"><div class="photo"><img src="a.jpg" alt=""><p class="caption">통행이 재개된 하늘재 터널. 하늘재 관리소 제공</p></div>
산사태로 막혔던 하늘재 터널이 이틀 만에 열렸다.<br><br>관리소는 낙석 방지망을 다시 쳤다고 밝혔다.
<div class="ad"><a href="#">광고</a></div>
<p>운전자들은 우회로 25km를 돌아가야 했다.</p>
<p>박다솜 기자 dasom@example.kr</p>
<p class="copyright">저작권자 © 미리내일보, 무단 전재 및 재배포 금지</p></div>
<ul class="related"><li><a href="/news/view/1">터널 앞 정체 10km</a></li><li><a href="/news/view/2">낙석 방지망 예산</a></li></ul></main>
<aside><ol><li><a href="#">많이 본 기사 하나</a></li></ol></aside><footer>미리내일보 등록번호 가00001</footer></body></html>
"""
    write("news-json-ld.html", text)
    expect("news-json-ld.html", "article", [], number=None, title="하늘재 터널, 통행 이틀 만에 다시 열려", author="박다솜",
           date="2024-08-22", time="07:30", source="미리내일보", category="사회", doc_id="20240822001",
           body_starts="통행이 재개된 하늘재 터널.",
           body_contains=["이틀 만에 열렸다.", "낙석 방지망을 다시 쳤다고", "25km를 돌아가야"],
           body_must_not_contain=["광고", "터널 앞 정체", "무단 전재", "많이 본", "등록번호"])


def news_open_graph():
    text = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=euc-kr">
<title>한울경제 - 국숫집 앞에 줄 선 사람들</title>
<meta property="og:type" content="article"><meta property="og:title" content="국숫집 앞에 줄 선 사람들 - 한울경제">
<meta property="og:site_name" content="한울경제"><meta property="og:url" content="http://www.haneul.example.kr/news/articleView.html?idxno=77120">
<meta property="article:published_time" content="2012-02-28T10:11:12+09:00"><meta property="article:author" content="이슬">
</head><body><table><tr><td class="menu"><a href="/">홈</a> <a href="/e">경제</a> <a href="/s">증권</a></td></tr></table>
<table><tr><td><div id="wrap"><div class="tit">국숫집 앞에 줄 선 사람들</div><div>승인 2012.02.28 10:11</div>
<div id="cont">시장 골목 국숫집 앞에는 아침부터 줄이 선다. 값이 십 년째 그대로이기 때문이다. 주인은 밀가루를 직접 빻는다.<br/>
<br/>
손님들은 "이 값에 이 맛은 없다"고 입을 모은다. 상인회는 골목에 의자를 놓았다.</div>
<div class="sns"><a href="#">트위터</a> <a href="#">페이스북</a></div></div></td>
<td><ul><li><a href="/1">오늘의 증시 요약과 전망을 한눈에 본다</a></li><li><a href="/2">부동산 시장을 읽는 다섯 가지 길</a></li><li><a href="/3">금리가 오르면 달라지는 것들</a></li></ul></td></tr></table>
</body></html>
"""
    write("news-open-graph.html", text, "cp949")
    expect("news-open-graph.html", "article", [], number=None, title="국숫집 앞에 줄 선 사람들", author="이슬",
           date="2012-02-28", time="10:11", source="한울경제", doc_id="77120",
           body_starts="시장 골목 국숫집 앞에는", body_contains=["의자를 놓았다."],
           body_must_not_contain=["트위터", "증시 요약", "승인"])


def misread(text):
    """Korean in CP949 as someone sees it who takes the bytes for windows-1252."""
    shown = ""
    for byte in text.encode("cp949"):
        try:
            shown += bytes([byte]).decode("cp1252")
        except UnicodeDecodeError:
            shown += chr(byte)
    return shown


def misread_page():
    title = misread("뉴스로 보는 고을")
    body = misread("국수 값이 십 년째 그대로인 시장 골목이 사람들로 붐빈다. 주인은 새벽에 멸치를 우린다.")
    write("misread.html", f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{body}</p></body></html>\n")


def pages_without_article():
    write("login.html", """<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>로그인 | 가온마당</title></head><body>
<div id="mb_login" class="mbskin"><h1>로그인</h1><form name="flogin" action="/bbs/login_check.php" method="post"><label for="login_id">회원아이디</label><input type="text" name="mb_id"><label>비밀번호</label><input type="password" name="mb_password"><button type="submit">로그인</button></form></div></body></html>
""")
    write("not-found.html", """<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>오류안내 페이지</title></head><body>
<div id="validation_check"><h1>다음 항목에 오류가 있습니다.</h1><p class="cbg">글이 존재하지 않습니다.<br>글이 삭제되었거나 이동하였을 수 있습니다.</p><div class="btn_confirm"><a href="javascript:history.back();" class="btn_back">이전화면으로 돌아가기</a></div></div></body></html>
""")
    write("secret.html", xe_head("Rhymix", "고을 소식") + """<div class="board"><div class="board_read"><div class="read_header"><h1><a href="/sori/71">비밀글입니다.</a></h1></div>
<div class="read_body"><form action="./" method="get" class="secretForm"><input type="hidden" name="document_srl" value="71" /><p><label for="cpw">비밀글입니다. 비밀번호를 입력하세요.</label></p><p><input type="password" name="password" id="cpw" /><input type="submit" value="입력" /></p></form></div></div></div></div></body></html>
""")


def containers():
    """A mirror in a zip with names in CP949, and a WARC of pages written above."""
    mirror = io.BytesIO()
    page = (OUT / "gnuboard4-read.html").read_bytes()
    korean = "옛장터/쪽글/zeroboard.html".encode("cp949")
    placeholder = "x" * len(korean)
    with zipfile.ZipFile(mirror, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in [("old.example.kr/bbs/board.php@bo_table=jang&wr_id=322.html", page),
                           (placeholder, (OUT / "zeroboard4-read.html").read_bytes())]:
            entry = zipfile.ZipInfo(name, (2024, 11, 1, 9, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    # The zipfile module would mark a Korean name as UTF-8: its CP949 bytes go in afterwards.
    data = mirror.getvalue().replace(placeholder.encode(), korean)
    (OUT / "mirror.zip").write_bytes(data)

    def chunked(body):
        return b"".join(b"%x\r\n" % len(body[i:i + 500]) + body[i:i + 500] + b"\r\n" for i in range(0, len(body), 500)) + b"0\r\n\r\n"

    def record(uri, date, headers, body, version="1.0"):
        message = ("HTTP/1.1 200 OK\r\n" + "".join(f"{h}\r\n" for h in headers) + "\r\n").encode() + body
        return (f"WARC/{version}\r\nWARC-Type: response\r\nWARC-Target-URI: {uri}\r\nWARC-Date: {date}\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(message)}\r\n\r\n").encode() + message + b"\r\n\r\n"

    kboard = (OUT / "kboard-read.html").read_bytes()
    news = (OUT / "news-json-ld.html").read_bytes()
    zero = (OUT / "zeroboard4-read.html").read_bytes()
    records = [
        record("https://deul.example.kr/madang/?mod=document&uid=215", "2024-11-20T01:02:03Z",
               ["Content-Type: text/html; charset=UTF-8", "Transfer-Encoding: chunked"], chunked(kboard)),
        record("https://www.mirinae.example.kr/news/view/20240822001", "2024-11-20T01:02:04.5Z",
               ["Content-Type: text/html; charset=utf-8", "Content-Encoding: deflate"], zlib.compress(news), "1.1"),
        record("http://deul.example.kr/bbs/zboard.php?id=maeul&no=190", "2024-11-20T01:02:05Z",
               ["Content-Type: text/html", "Content-Encoding: gzip", "Transfer-Encoding: chunked"], zero),
        record("https://deul.example.kr/logo.png", "2024-11-20T01:02:06Z", ["Content-Type: image/png"], b"\x89PNG"),
    ]
    with open(OUT / "crawl.warc.gz", "wb") as out:
        for one in records:
            out.write(gzip.compress(one, mtime=0))


def write_all():
    OUT.mkdir(exist_ok=True)
    rhymix_read()
    xe_list_page()
    sketchbook_read()
    xe_mobile_list()
    gnuboard5_read()
    gnuboard5_old_read()
    gnuboard5_mobile_list()
    gnuboard4_read()
    zeroboard_read()
    zeroboard_label_read()
    kboard_read()
    kimsq_read()
    news_json_ld()
    news_open_graph()
    misread_page()
    pages_without_article()
    containers()
    with open(OUT / "expected.jsonl", "w", encoding="utf-8") as out:
        for line in EXPECTED:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def check(committed):
    """The names of pages that differ from what is written now."""
    names = sorted(p.name for p in OUT.iterdir() if p.suffix in (".html", ".jsonl"))
    differing = filecmp.cmpfiles(committed, OUT, names, shallow=False)
    return differing[1] + differing[2]


def main():
    global OUT
    if sys.argv[1:] != ["--check"]:
        write_all()
        return 0
    committed = OUT
    with tempfile.TemporaryDirectory() as folder:
        OUT = pathlib.Path(folder)
        write_all()
        wrong = check(committed)
    for name in wrong:
        print(f"{committed / name}: not what data/make_pages.py writes", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
