"""Every format is read to the same article: structure, notes, ruby and pictures kept, nothing fetched or run."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from kanben.press.normalize import normalize_articles
from kanben.press.options import load_options
from kanben.source.article import Article
from kanben.source.document import pf, plain_text
from kanben.source.errors import EmptyInput, InputError, KanbenError, LimitError
from kanben.source.markdown import is_normalized, write_markdown
from kanben.source.notices import NoticeCode
from kanben.source.options import SourceOptions
from kanben.source.pandoc import run_pandoc
from kanben.source.read import read_article

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PROSE = "石桥建于明代，至今已有五百年，桥面用青石铺成，两侧各有望柱十二根，是县里最老的一座桥。"
MARKDOWN = f"""---
title: 石桥记
subtitle: 一座桥的五百年
author: 张三
lang: zh-CN
css: evil.css
---

{PROSE}这是**要点**，见[链接](https://example.org)[^1]。

[^1]: 见《县志》。

# 一、桥的来历

- 甲
- 乙

> 引文一段。

{PROSE}
"""


def png(width: int = 8, height: int = 6) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(out, "PNG")
    return out.getvalue()


def read(path: Path, data: str | bytes, **options: Any) -> Article:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return read_article(path, SourceOptions(**options))


def kinds(article: Article) -> list[str]:
    return [type(block).__name__ for block in article.doc.content]


def find(article: Article, kind: Any) -> list[Any]:
    found: list[Any] = []
    article.doc.walk(lambda element, _doc: found.append(element) if isinstance(element, kind) else None)
    return found


def codes(article: Article) -> list[str]:
    return [notice.code.value for notice in article.notices]


def assert_same(one: Article, other: Article) -> None:
    """Compare documents by what they hold; pandoc and panflute write the version of the format differently."""
    assert one.doc.to_json()["blocks"] == other.doc.to_json()["blocks"]
    assert one.metadata == other.metadata


# Markdown


def test_markdown_keeps_its_own_structure(tmp_path: Path) -> None:
    article = read(tmp_path / "a.md", MARKDOWN)
    assert article.titles == ("石桥记", "一座桥的五百年")
    assert article.authors[0].name == "张三" and article.lang == "zh-Hans"
    assert kinds(article) == ["Para", "Header", "BulletList", "BlockQuote", "Para"]
    assert [head.level for head in find(article, pf.Header)] == [2]
    assert len(find(article, pf.Note)) == 1 and len(find(article, pf.Strong)) == 1
    assert "css" not in article.metadata


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("票价10~20元，30~40元。", "票价10~20元，30~40元。"),
        ("花了$5和$6，真便宜。", "花了$5和$6，真便宜。"),
        ("问@张三就知道了。", "问@张三就知道了。"),
        ("第一行的字\n第二行的字 word\nnext。", "第一行的字第二行的字 word next。"),
        (r"\input{/etc/passwd}与正文同在。", r"\input{/etc/passwd}与正文同在。"),
    ],
)
def test_what_people_write_is_no_mark_up(tmp_path: Path, text: str, kept: str) -> None:
    article = read(tmp_path / "a.md", f"# 石桥记\n\n{PROSE}\n\n## 节\n\n{PROSE}\n\n{PROSE}{text}\n\n{PROSE}\n")
    assert kept in "".join(plain_text(block) for block in article.doc.content)


def test_raw_html_means_what_it_says_or_goes(tmp_path: Path) -> None:
    text = "# 记\n\n读<ruby>汉<rt>hàn</rt></ruby>字，H<sub>2</sub>O，换<br>行。<script>alert(1)</script><b onclick='x()'>粗</b>\n\n<table><tr><td>甲</td></tr></table>\n\n<script>bad()</script>\n"
    article = read(tmp_path / "a.md", text)
    spans = find(article, pf.Span)
    assert [(span.classes, span.attributes["rt"]) for span in spans] == [(["ruby"], "hàn")]
    assert len(find(article, pf.Subscript)) == 1 and len(find(article, pf.Table)) == 1
    assert not find(article, pf.RawInline) and not find(article, pf.RawBlock)
    written = write_markdown(article)
    assert "alert" not in written and "onclick" not in written and "bad()" not in written
    assert NoticeCode.UNSAFE_CONTENT.value in codes(article)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "JaVa\tScRiPt:alert(1)", "file:///etc/passwd", "data:text/html,x", "vbscript:x"]
)
def test_links_that_act_lose_their_address(tmp_path: Path, address: str) -> None:
    article = read(tmp_path / "a.html", f'<h1>记</h1><p>{PROSE}</p><p><a href="{address}">这里</a>{PROSE}</p>')
    assert not find(article, pf.Link)
    assert "这里" in write_markdown(article)


def test_yaml_that_explodes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="anchors"):
        read(tmp_path / "a.md", "---\na: &a [x]\nb: [*a,*a]\n---\n\n正文\n")
    with pytest.raises(InputError, match="YAML"):
        read(tmp_path / "b.md", "---\ntitle: [未关\n---\n\n正文\n")


# Round trip


@pytest.mark.parametrize(
    "text",
    [
        MARKDOWN,
        "::: x\n\n&lt;不是标记&gt; 1. #5 \\*星\\*\n",
        f"# 石桥记\n\n文/林远\n\n{PROSE}\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n",
    ],
)
def test_normalised_markdown_reads_back_the_same(tmp_path: Path, text: str) -> None:
    article = read(tmp_path / "a.md", text)
    written = write_markdown(article)
    again = read(tmp_path / "b.md", written)
    assert is_normalized(tmp_path / "b.md") and not is_normalized(tmp_path / "a.md")
    assert write_markdown(again) == written
    assert_same(again, article)


def test_plain_text_and_its_markdown_are_the_same_article(tmp_path: Path) -> None:
    article = read(
        tmp_path / "a.txt",
        f"石桥记\n\n文/林远\n\n{PROSE}\n\n一、桥的来历\n\n{PROSE}<b>&lt;*[^1]\n\n::: 不是块\n\n{PROSE}\n",
    )
    again = read(tmp_path / "b.md", write_markdown(article))
    assert_same(again, article)


# Web pages

PAGE = """<!DOCTYPE html><html lang="zh"><head><title>石桥记_某某网</title><meta name="author" content="张三"></head><body>
<nav class="nav"><a href="/">首页</a><a href="/a">新闻</a></nav>
<div class="wrap"><h1>石桥记</h1><div class="info">来源：县报　2022-03-14</div>
<div class="content"><p>{p}这是第一段的话。</p><p>{p}<ruby>埗<rp>(</rp><rt>bù</rt><rp>)</rp></ruby>头在桥东<a href="#n1">[1]</a>。</p>
<p><img src="pic.png"></p><p>桥头石碑</p><p>{p}<span style="text-emphasis: dot">要紧</span>的是桥。</p>
<table><tr><td>年</td><td>事</td></tr></table><ol><li id="n1">见《县志》。<a href="#r1">↩</a></li></ol></div></div>
<div class="related"><h3>相关阅读</h3><ul><li><a href="/x">别的新闻标题一则</a></li></ul></div>
<div class="comments"><p>网友：写得好。</p></div><footer>版权所有 某某网 京ICP备1号</footer><script>track()</script></body></html>"""


def test_a_saved_page_gives_its_article_only(tmp_path: Path) -> None:
    (tmp_path / "pic.png").write_bytes(png())
    article = read(tmp_path / "a.html", PAGE.replace("{p}", PROSE))
    text = write_markdown(article)
    assert article.titles == ("石桥记",)
    for gone in ("首页", "相关阅读", "网友", "版权所有", "track"):
        assert gone not in text
    for kept in ("第一段的话", '[埗]{.ruby rt="bù"}', "[要紧]{.emphasis-mark}", "[^1]: 见《县志》。", "年"):
        assert kept in text
    assert "来源：县报" in "".join(article.byline) + text
    figure = find(article, pf.Figure)[0]
    assert plain_text(figure.caption) == "桥头石碑" and set(article.pictures) == {"pic.png"}


def test_a_wechat_page_gives_its_article(tmp_path: Path) -> None:
    page = (
        '<html><body><div id="page"><h1 id="activity-name"> 石桥记 </h1><span id="js_name">县报</span><em id="publish_time">2022-03-14</em>'
        f'<div id="js_content" style="visibility: hidden; opacity: 0"><section><p>{PROSE}</p><section><p><img data-src="w.png" src="data:image/gif;base64,x"></p>'
        f'</section><p><strong>桥的来历</strong></p><p>{PROSE}</p></section></div><div id="js_pc_qr_code">微信扫一扫</div></div></body></html>'
    )
    (tmp_path / "w.png").write_bytes(png())
    article = read(tmp_path / "a.html", page)
    assert article.titles == ("石桥记",) and "扫一扫" not in write_markdown(article)
    assert [plain_text(head) for head in find(article, pf.Header)] == ["桥的来历"]
    assert list(article.pictures) == ["w.png"]


def test_a_caption_stays_one_when_its_picture_is_gone(tmp_path: Path) -> None:
    page = f"<h1>石桥记</h1><p>{PROSE}</p><p><img src='gone.jpg'></p><p>老街一角。王芳 摄</p><p>{PROSE}</p>"
    article = read(tmp_path / "a.html", page)
    assert [plain_text(div) for div in find(article, pf.Div)] == ["老街一角。王芳 摄"]


def test_a_plain_page_keeps_all_it_says(tmp_path: Path) -> None:
    article = read(
        tmp_path / "a.html", f"<title>x</title><body>开头无标签的话<p>{PROSE}<p>第二段短。<div>第三段</div>尾巴"
    )
    text = "".join(map(plain_text, article.doc.content)) + "".join(article.titles)
    for words in ("开头无标签的话", "第二段短。", "第三段", "尾巴"):
        assert words in text


def test_old_pages_with_line_breaks_have_paragraphs(tmp_path: Path) -> None:
    article = read(tmp_path / "a.html", f"<h1>石桥记</h1><p>　　{PROSE}<br><br>　　{PROSE}<br>　　{PROSE}</p>")
    assert kinds(article).count("Para") == 3
    assert not any(plain_text(block).startswith("　") for block in article.doc.content)


# DOCX, ODT, EPUB


def docx(body: str, **members: str | bytes) -> bytes:
    out = io.BytesIO()
    types = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>')
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def test_a_docx_without_styles_gets_its_structure(tmp_path: Path) -> None:
    body = (
        paragraph("石桥记", "<w:b/>")
        + paragraph("文/林远")
        + paragraph(PROSE)
        + paragraph("桥的来历", "<w:b/>")
        + paragraph(PROSE + "又有一段。")
        + paragraph("桥的今天", "<w:b/>")
        + paragraph(PROSE)
    )
    article = read(tmp_path / "a.docx", docx(body))
    assert article.title == "石桥记" and article.authors[0].name == "林远"
    assert [plain_text(head) for head in find(article, pf.Header)] == ["桥的来历", "桥的今天"]


def test_an_edited_docx_comes_back_with_its_changes_accepted(tmp_path: Path) -> None:
    who = 'w:id="1" w:author="甲" w:date="2020-01-01T00:00:00Z"'
    body = paragraph(PROSE) + (
        f"<w:p><w:r><w:t>桥在</w:t></w:r><w:del {who}><w:r><w:delText>城西</w:delText></w:r></w:del>"
        f"<w:ins {who}><w:r><w:t>城东</w:t></w:r></w:ins><w:r><w:t>。</w:t></w:r>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r></w:p>"
    )
    text = write_markdown(read(tmp_path / "a.docx", docx(body)))
    assert "桥在城东。" in text and "城西" not in text and "隐藏" not in text


def test_ruby_and_emphasis_marks_of_a_docx_stay(tmp_path: Path) -> None:
    ruby = "<w:r><w:ruby><w:rt><w:r><w:t>bù</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>埗</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    body = (
        f'<w:p>{ruby}<w:r><w:t>头</w:t></w:r><w:r><w:rPr><w:em w:val="dot"/></w:rPr><w:t>要紧</w:t></w:r></w:p>'
        + paragraph(PROSE)
    )
    text = write_markdown(read(tmp_path / "a.docx", docx(paragraph("石桥记") + paragraph(PROSE) + body)))
    assert '[埗]{.ruby rt="bù"}头[要紧]{.emphasis-mark}' in text


@pytest.mark.parametrize("suffix", ["docx", "odt", "epub", "html"])
def test_every_format_gives_the_words_notes_and_headings(tmp_path: Path, suffix: str) -> None:
    data = run_pandoc(["-f", "markdown-smart", "-t", suffix, "-s"], MARKDOWN.replace("css: evil.css\n", "").encode())
    article = read(tmp_path / f"a.{suffix}", data)
    text = write_markdown(article)
    assert article.titles[0] == "石桥记"
    assert [plain_text(head) for head in find(article, pf.Header)] == ["一、桥的来历"]
    assert "[^1]: 见《县志》。" in text and "**要点**" in text and "- 甲" in text and "> 引文一段。" in text


@pytest.mark.parametrize(
    "data",
    [
        b"not a zip",
        docx(paragraph(PROSE))[:200],
        docx("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>"),
        docx("<w:tbl><w:tr><w:tc>" * 300 + paragraph("底") + "</w:tc></w:tr></w:tbl>" * 300),
        docx(paragraph(" " * 30_000_000)),
        docx(paragraph(PROSE), **{f"word/media/{n}.png": b"" for n in range(5001)}),
        docx(""),
    ],
)
def test_a_bad_container_is_one_error(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(KanbenError) as caught:
        read(tmp_path / "a.docx", data)
    assert isinstance(caught.value, InputError | LimitError | EmptyInput) and "a.docx" in str(caught.value)


# Pictures


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/a.png",
        "//host/a.png",
        "file:///etc/passwd",
        "../outside.png",
        "..%2foutside.png",
        "link.png",
        "/etc/passwd",
        "none.png",
        "text.png",
        "huge.png",
    ],
)
def test_only_pictures_inside_the_folder_are_used(tmp_path: Path, address: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (tmp_path / "outside.png").write_bytes(png())
    (folder / "link.png").symlink_to(tmp_path / "outside.png")
    (folder / "text.png").write_text("<script>")
    (folder / "huge.png").write_bytes(png(300, 300))
    article = read(folder / "a.md", f"# 记\n\n{PROSE}\n\n![桥头石碑]({address})\n\n{PROSE}\n", max_pixels=10_000)
    assert not article.pictures and not find(article, pf.Image)
    assert NoticeCode.MISSING_IMAGE.value in codes(article)
    assert "桥头石碑" in [plain_text(div) for div in find(article, pf.Div)]


def test_pictures_travel_with_the_article(tmp_path: Path) -> None:
    (tmp_path / "图 1.png").write_bytes(png(20, 10))
    (tmp_path / "b.webp").write_bytes(_webp())
    article = read(tmp_path / "a.md", f"# 记\n\n{PROSE}\n\n![桥](图%201.png)\n\n![碑](b.webp)\n\n{PROSE}\n")
    images = {image.url for image in find(article, pf.Image)}
    assert images == set(article.pictures) and len(images) == 2
    assert {(p.media_type, p.width) for p in article.pictures.values()} == {("image/png", 20), ("image/png", 8)}


def _webp() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 6), "blue").save(out, "WEBP")
    return out.getvalue()


def test_a_photograph_keeps_its_rotation_and_not_its_place(tmp_path: Path) -> None:
    image = Image.new("RGB", (12, 8), "green")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (22.5, 0.0, 0.0)})
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    assert 0x8825 in Image.open(io.BytesIO(out.getvalue())).getexif()
    (tmp_path / "p.jpg").write_bytes(out.getvalue())
    article = read(tmp_path / "a.md", f"# 记\n\n{PROSE}\n\n![桥](p.jpg)\n\n{PROSE}\n")
    with Image.open(io.BytesIO(article.pictures["p.jpg"].data)) as kept:
        kept.load()
        assert (kept.getexif().get(0x0112), 0x8825 in kept.getexif()) == (6, False)


def test_the_pictures_of_a_container_travel_with_its_markdown(tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(png())
    article = read(tmp_path / "a.md", f"# 石桥记\n\n{PROSE}\n\n![桥](p.png)\n\n{PROSE}\n")
    assert list(article.pictures) == ["p.png"]
    out = tmp_path / "out"
    list(normalize_articles([tmp_path / "a.md"], out / "b.md", lambda folder: load_options(folder, {}, ())))
    assert (out / "p.png").read_bytes() == png()
    again = read_article(out / "b.md", SourceOptions())
    assert list(again.pictures) == ["p.png"] and not again.notices


def test_notes_in_markdown_without_mark_up_stand_at_their_marks(tmp_path: Path) -> None:
    """Also where the paragraph that calls one has mark-up of its own; numbers of pages' feet begin anew."""
    text = f"石桥记\n\n文/林远\n\n{PROSE}①\n\n一、桥的来历\n\n桥面用**青石**铺成②，{PROSE}\n\n二、桥的今天\n\n{PROSE}\n\n① 见《县志》卷三。\n\n② 见《县志》卷四。\n"
    article = read(tmp_path / "a.md", text)
    assert [plain_text(note.content[0]) for note in find(article, pf.Note)] == ["见《县志》卷三。", "见《县志》卷四。"]
    assert article.title == "石桥记" and len(find(article, pf.Strong)) == 1
    assert "①" not in write_markdown(article)
