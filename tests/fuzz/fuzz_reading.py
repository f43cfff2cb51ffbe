"""Fuzz `source` and `filters`: any bytes give an article or a one-line error, and no word is lost.

    pip install atheris
    python tests/fuzz/fuzz_reading.py CORPUS -max_total_time=3600 -artifact_prefix=CORPUS/

CORPUS is a folder that libFuzzer fills; what fails is written beside the artifact prefix. One finding is tried again by
naming its file instead of CORPUS. Without atheris, `--replay FILE...` runs findings, and `--random COUNT [SEED]` texts made of
`FRAGMENTS`, on the plain interpreter.

The first byte of an input chooses how the rest is read: as it is, as a sequence of `FRAGMENTS`, as Markdown or as HTML.
"""

from __future__ import annotations

import random
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

try:
    import atheris
except ImportError:
    atheris = None

with atheris.instrument_imports(include=["kanben"]) if atheris else nullcontext():
    import kanben.source.structure  # noqa: F401  (instrumented; read_article imports it late)
    from kanben.filters import apply_passes
    from kanben.filters.options import FilterOptions
    from kanben.source.article import Article
    from kanben.source.controls import ILLEGAL
    from kanben.source.document import metadata_json, write_json
    from kanben.source.errors import KanbenError, WordLossError
    from kanben.source.options import SourceOptions
    from kanben.source.read import read_article
    from kanben.source.words import article_pieces

FRAGMENTS = (
    "\n", "\n\n", "\f", "\t", "　　", "  ", " ", "一、", "（二）", "1. ", "2．", "3、", "①", "②", "[1]", "[2]", "〔3〕", "* ", "※", "• ", "- ", "A ", "第三章 ", "第二条",
    "其一", "- 12 -", "第 3 页", "12 / 40", "P7", "文史纵横 2022年第4期 7", "文史纵横", "图1　旧桥", "▲", "▼", "文/林园 图/王磊", "作者：张三 编辑：李四", "来源：南方日报 2022-03-14",
    "本报讯", "（记者 王五）", "（完）", "責編：陳六", "2022年3月14日", "二〇二二年三月", "注释", "此致", "敬礼", "為了堅持國內和平", "從此登船北撤山東", "東安縣人民政府立", "年份\t户数\t人口", "1953\t162\t713",
    "甲   乙   丙", "粉笔成灰字不灰，", "满园桃李一时开。", "这一年发大水，河里的船都停了", "县里派人来看过三回，每一回都说要修", "他说：", "“", "”", "「", "」", "‘", "’", '"', "'", "（", "）", "(", ")",
    "《", "》", "，", "。", "；", "：", "？", "！", "……", "——", "...", "--", ",", ".", ":", "½", "²", "㎏", "ﬁ", "Ⅳ", "㈠", "⒈", "⺠⽴", "豈", "İ", "ß", "é", "e\u0301", "한", "ｶﾞ", "مرحبا", "𠮷",
    "👩\u200d👩", "\u200b", "\u00a0", "\u00ad", "\ufeff", "\u202e", "\x00", "\x85", "\u2028", "exam-", "ple of text", "Open-", "Source", "１２３", "ＡＢＣ", "提 问 的 智 慧", "0", "1", "桥", "的",
)  # fmt: skip
"""Pieces of articles, and characters that fold, widen, hide or divide."""
SCRIPTS = ("as-written", "zh-Hans", "zh-Hant-TW", "zh-Hant-HK")
OPTIONS = SourceOptions(max_bytes=2_000_000)
FOLDER = Path(tempfile.mkdtemp(prefix="kanben-fuzz-"))


def compose(data: bytes) -> str:
    """Return the fragments that the bytes name one after the other."""
    return "".join(FRAGMENTS[byte % len(FRAGMENTS)] for byte in data)


def try_input(data: bytes) -> None:
    """Read one input and make two editions of it; raises whatever breaks the promise."""
    way, rest = (data[0] % 8, data[1:]) if data else (0, b"")
    if way == 6 or way == 7:
        try_file(".md" if way == 6 else ".html", compose(rest).encode("utf-8", "surrogatepass"))
    elif way % 2:
        try_file(".txt", rest)
    else:
        try_file(".txt", compose(rest).encode("utf-8", "surrogatepass"))


def try_file(suffix: str, data: bytes) -> None:
    """Read the bytes of a file of a kind, and make an edition as written and one converted."""
    path = FOLDER / f"article{suffix}"
    path.write_bytes(data)
    try:
        article = read_article(path, OPTIONS)
    except WordLossError:
        raise
    except KanbenError as exc:
        assert "\n" not in str(exc), "an error is one line"
        assert path.name in str(exc), "an error names the file"
        return
    assert_sound(article)
    words = words_of(article)
    assert words_of(apply_passes(article, FilterOptions())) == words, "filters keep the words"
    script = SCRIPTS[1 + len(data) % 3]
    assert_sound(apply_passes(article, FilterOptions(script=script)))


def assert_sound(article: Article) -> None:
    """Refuse control characters, and edits and notices without a place in the text."""
    assert not ILLEGAL.search(write_json(article.doc)), "no control character survives"
    lines = article.text.count("\n") + 1
    for edit in article.edits:
        assert edit.rule and 1 <= edit.place.line <= lines and edit.place.column >= 1, f"a place for {edit}"
    for notice in article.notices:
        assert notice.message and "\n" not in notice.message, f"one line for {notice}"


def words_of(article: Article) -> str:
    """Return the words of title, byline and text; the reading of an inscription is not part of them."""
    blocks = [block for block in article.doc.content if "inscription" not in getattr(block, "classes", ())]
    return "".join(article_pieces(metadata_json(article.doc), blocks))


def random_input(source: random.Random) -> bytes:
    """Return the bytes of a text of fragments."""
    length = source.randint(1, 120)
    return bytes([source.choice((0, 2, 4)), *(source.randrange(len(FRAGMENTS)) for _ in range(length))])


def main(arguments: list[str]) -> None:
    """Run the fuzzer, or one of its plain ways."""
    if arguments[1:2] == ["--replay"]:
        for name in arguments[2:]:
            try_input(Path(name).read_bytes())
        return
    if arguments[1:2] == ["--random"]:
        source = random.Random(int(arguments[3]) if len(arguments) > 3 else 1)
        for number in range(int(arguments[2])):
            data = random_input(source)
            try:
                try_input(data)
            except Exception as exc:
                print(f"{number}: {type(exc).__name__}: {exc}\n  {data.hex()}\n  {compose(data[1:])!r}")
        return
    if atheris is None:
        sys.exit("atheris is missing: run `pip install atheris`, or use --random or --replay")
    atheris.Setup(arguments, try_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv)
