"""`kanben check`: editions by their format and by their words, articles by their notices and against each other."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import jsonschema
import pytest
from docx_articles import make_article

from kanben import cli
from kanben.outputs import OUTPUTS
from kanben.outputs.options import OutputOptions
from kanben.press.check import Severity, check_editions, check_paths, verify_editions
from kanben.press.check import validators as outside
from kanben.press.check.report import report_json, summary_lines
from kanben.press.check.words import Words, article_words, describe_difference, only_words, says_the_same, surplus
from kanben.press.options import Options
from kanben.source.errors import CheckError, InputError, MissingInput

SCHEMA = json.loads((Path(__file__).resolve().parents[2] / "docs/schema/check.schema.json").read_text())
FORMATS = ("pdf", "epub", "docx")


def load(_folder: Path) -> Options:
    return Options()


@pytest.fixture(autouse=True)
def without_validators(monkeypatch):
    """Leave the outside validators out: they have tests of their own."""
    monkeypatch.setattr(outside.shutil, "which", lambda name: None)
    monkeypatch.setattr(outside.importlib.util, "find_spec", lambda name: None)


@pytest.fixture(scope="module")
def article():
    return make_article()


@pytest.fixture(scope="module")
def editions(article):
    return {name: OUTPUTS[name](article, OutputOptions()).data for name in FORMATS}


@pytest.fixture
def folder(editions, tmp_path):
    for name, data in editions.items():
        (tmp_path / f"article.{name}").write_bytes(data)
    return tmp_path


def rewritten(data: bytes, member: str, before: str, after: str) -> bytes:
    """Return a package with words changed in one member."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as copy:
        for entry in archive.infolist():
            content = archive.read(entry)
            if entry.filename == member:
                assert before.encode() in content
                content = content.replace(before.encode(), after.encode())
            copy.writestr(entry, content)
    return out.getvalue()


def codes(report, severity=Severity.ERROR):
    return [finding.code for finding in report.findings if finding.severity is severity]


def test_the_three_editions_have_the_words_of_the_article(article, editions):
    report = check_editions(article, {Path(f"article.{name}"): data for name, data in editions.items()})
    assert report.findings == ()
    assert {len(only_words([article_words(article).text]))} and all("words" in done.checkers for done in report.checked)


def test_editions_alone_are_compared_with_each_other(folder):
    report = check_paths([folder], load)
    assert report.findings == ()
    assert {done.kind for done in report.checked} == set(FORMATS)


@pytest.mark.parametrize(
    ("name", "member", "before", "after"),
    [
        ("epub", "EPUB/text.xhtml", "第一段", "第段"),
        ("epub", "EPUB/text.xhtml", "脚注", "注脚"),
        ("docx", "word/document.xml", "第一段", "第一二段"),
        ("docx", "word/footnotes.xml", "脚注", "脚"),
    ],
)
def test_a_changed_word_is_an_error(article, editions, name, member, before, after):
    changed = {**editions, name: rewritten(editions[name], member, before, after)}
    report = check_editions(article, {Path(f"article.{key}"): data for key, data in changed.items()})
    assert codes(report) == ["words"]
    assert report.findings[0].path == Path(f"article.{name}")


def test_words_of_another_article_are_an_error(editions):
    other = make_article("---\ntitle: 别的文章\nlang: zh-Hans\n---\n\n别的文字。")
    report = check_editions(other, {Path(f"a.{name}"): data for name, data in editions.items()})
    assert codes(report) == ["words"] * 3
    with pytest.raises(CheckError, match=r"out/a\.pdf"):
        verify_editions(other, {Path("out/a.pdf"): editions["pdf"]})


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("damage", [b"", b"nothing of the kind", None])
def test_broken_editions_are_findings(editions, tmp_path, name, damage):
    path = tmp_path / f"broken.{name}"
    path.write_bytes(editions[name][: len(editions[name]) // 2] if damage is None else damage)
    assert codes(check_paths([path], load)) == ["package"]


def test_missing_member_of_the_manifest_is_found(editions, tmp_path):
    path = tmp_path / "a.epub"
    path.write_bytes(rewritten(editions["epub"], "EPUB/package.opf", 'href="book.css"', 'href="none.css"'))
    assert "manifest" in codes(check_paths([path], load))


def test_undefined_style_is_a_warning(editions, tmp_path):
    path = tmp_path / "a.docx"
    path.write_bytes(rewritten(editions["docx"], "word/document.xml", 'w:val="Title"', 'w:val="NoStyle"'))
    assert "style" in codes(check_paths([path], load), Severity.WARNING)


def test_what_a_missing_validator_would_have_looked_at_is_said(folder):
    report = check_paths([folder], load)
    assert [missing.checker for missing in report.unchecked] == ["EPUBCheck", "Ace", "veraPDF"]
    assert any("not checked" in line for line in summary_lines(report))


def test_report_fits_its_schema(folder, tmp_path):
    (tmp_path / "broken.epub").write_bytes(b"")
    jsonschema.validate(report_json(check_paths([tmp_path], load)), SCHEMA)


def test_articles_are_proofread(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("---\ntitle: 桥\nlang: zh-Hans\n---\n\n![桥](none.png)\n")
    report = check_paths([path], load)
    assert codes(report, Severity.NOTICE) == ["missing-image"] and not report.count(Severity.ERROR)


def test_unreadable_article_is_an_error_beside_the_others(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("石桥\n\n这是一篇关于石桥的文章。")
    report = check_paths([tmp_path], load)
    assert codes(report) == ["EmptyInput"] and len(report.checked) == 2


def test_one_name_in_two_spellings_is_noticed(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: 甲\nlang: zh-Hant\n---\n\n他讀《臺灣通史》。《臺灣通史》很厚。\n")
    (tmp_path / "b.md").write_text("---\ntitle: 乙\nlang: zh-Hant\n---\n\n她也讀《台灣通史》。\n")
    (tmp_path / "c.md").write_text("---\ntitle: 丙\nlang: zh-Hans\n---\n\n他读《台湾通史》。\n")
    found = [f for f in check_paths([tmp_path], load).findings if f.code == "inconsistent-name"]
    titles = [finding for finding in found if "《" not in finding.message and "通史" in finding.message]
    assert [finding.path.name for finding in titles] == ["b.md"]
    assert "a.md" in titles[0].message


def test_consistent_articles_are_left_alone(tmp_path):
    for name in "ab":
        (tmp_path / f"{name}.md").write_text("---\ntitle: 甲\nlang: zh-Hans\n---\n\n林园和林圆读《石桥记》。\n")
    assert check_paths([tmp_path], load).findings == ()


@pytest.mark.parametrize(
    ("expected", "found", "difference"),
    [
        ("石桥边的图书馆", "石桥的图书馆", "after 石桥 stands 的图书馆, not 边的图书馆"),
        ("石桥边", "扉页石桥边索引", None),
        ("石桥", "", "after the beginning stands nothing, not 石桥"),
    ],
)
def test_difference_is_described(expected, found, difference):
    assert describe_difference(expected, found) == difference


@pytest.fixture(scope="module", params=["article", "gongwen"])
def numbered(request):
    article = make_article("石桥的事：\n\n1. 甲项\n2. 乙项\n3. 丙项\n")
    return article, OUTPUTS["pdf"](article, OutputOptions(theme=request.param)).data


def test_numbers_before_items_are_no_words(numbered) -> None:
    article, data = numbered
    assert check_editions(article, {Path("article.pdf"): data}).findings == ()


def table_of(rows: list[int]):
    """Return an article with a table of these rows, and after it a small one with the same head."""
    head = "| 编号 | 桥名 |\n|---|---|\n"
    row = "| {0} | 第{0}桥 |\n"
    long = head + "".join(row.format(number) for number in rows)
    return make_article(
        f"---\ntitle: 桥\nlang: zh-Hans\n---\n\n{long}\n其后。\n\n{head}{row.format(99)}\n\n{head}{row.format(98)}"
    )


@pytest.fixture(scope="module", params=["article", "magazine"])
def long_table(request):
    return OUTPUTS["pdf"](table_of([*range(80)]), OutputOptions(theme=request.param)).data


def test_the_head_that_a_table_has_on_every_page_is_no_difference(long_table) -> None:
    assert check_editions(table_of([*range(80)]), {Path("a.pdf"): long_table}).findings == ()


@pytest.mark.parametrize("number", [1, 30, 31, 32, 33, 34, 35, 79])
def test_a_row_that_is_lost_or_doubled_is_one(long_table, number) -> None:
    rows = [*range(80)]
    for wrong in ([n for n in rows if n != number], sorted([*rows, number])):
        assert codes(check_editions(table_of(wrong), {Path("a.pdf"): long_table})) == ["words"]


@pytest.mark.parametrize(
    ("found", "same"),
    [
        ("石桥边甲图的馆", True),
        ("石桥边的甲图馆", True),
        ("石桥边的馆甲图", True),
        ("石桥边的馆", False),
        ("石桥边的甲馆图", False),
        ("石桥的甲图馆", False),
    ],
)
def test_a_figure_may_stand_later_but_no_word_of_it_is_lost(found: str, same: bool) -> None:
    assert says_the_same(Words("石桥甲图边的馆", captions=("甲图",)), found) == same


def test_surplus_is_what_stands_outside():
    assert surplus("石桥", "扉页石桥索引") == "扉页索引"


@pytest.mark.parametrize(("name", "error"), [("none.epub", MissingInput), ("a.jpg", InputError)])
def test_what_is_no_edition_is_one_line(tmp_path, name, error):
    if error is InputError:
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(error):
        check_paths([tmp_path / name], load)


def test_empty_folder_is_one_line(tmp_path):
    with pytest.raises(MissingInput, match="nothing to check"):
        check_paths([tmp_path], load)


def test_command_leaves_with_the_code_of_a_failed_check(folder, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["kanben", "check", str(folder), "--json"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert not left.value.code
    assert json.loads(capsys.readouterr().out)["errors"] == 0
    (folder / "broken.epub").write_bytes(b"")
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == CheckError.exit_code


def test_table_names_place_and_remedy(folder, monkeypatch, capsys):
    (folder / "broken.epub").write_bytes(b"")
    monkeypatch.setenv("COLUMNS", "240")
    monkeypatch.setattr("sys.argv", ["kanben", "check", str(folder)])
    with pytest.raises(SystemExit):
        cli.main()
    printed = capsys.readouterr().out
    assert "broken.epub" in printed and "make the edition again" in printed and "1 error," in printed


def test_a_format_that_nobody_can_read_is_named_and_is_no_error(article, tmp_path):
    path = tmp_path / "article.plain"
    path.write_bytes(b"words")
    report = check_editions(article, {path: b"words"})
    assert [(checked.kind, checked.checkers) for checked in report.checked] == [("plain", ())]
    assert not report.findings
    assert "1 plain: nobody looked at it" in list(summary_lines(report))


def test_an_edition_that_cannot_be_read_is_a_finding_and_the_others_are_checked(folder, monkeypatch):
    read = Path.read_bytes

    def refuse(path):
        if path.name == "article.epub":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    report = check_paths([folder], load)
    (finding,) = (finding for finding in report.findings if finding.path.name == "article.epub")
    assert finding.severity is Severity.ERROR and "cannot be read" in finding.message
    assert {checked.path.name for checked in report.checked} == {"article.pdf", "article.docx"}
