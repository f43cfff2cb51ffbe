"""`kanben normalize` writes over nothing that a person corrected, and one article that fails stops no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanben.press.normalize import normalize_articles
from kanben.press.options import Options, load_options
from kanben.source.errors import KanbenError, UsageError

TEXT = "石桥记\n\n文/林远\n\n县城以东有一座石桥，建于清代，至今仍可通行，桥面用青石铺成。\n\n两侧各有望柱十二根，来往的人都说它结实。\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "石桥.txt"
    path.parent.mkdir()
    path.write_text(TEXT, encoding="utf-8")
    return path


def normalize(given: Path, output: Path | None = None, force: bool = False) -> list[Path | KanbenError]:
    return [result for _, result in normalize_articles([given], output, lambda beside: load_options(beside, {}), force)]


def test_a_file_as_it_was_left_is_written_again(article: Path) -> None:
    target = article.with_suffix(".md")
    assert normalize(article) == [target]
    first = target.read_bytes()
    assert normalize(article) == [target]
    assert target.read_bytes() == first
    target.write_text("\n \n", encoding="utf-8")
    assert normalize(article) == [target]
    assert target.read_bytes() == first


def test_a_corrected_file_stands_unless_forced(article: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.md"
    normalize(article, target)
    corrected = target.read_text(encoding="utf-8").replace("结实", "坚固")
    target.write_text(corrected, encoding="utf-8")
    (error,) = normalize(article, target)
    assert isinstance(error, UsageError)
    assert target.read_text(encoding="utf-8") == corrected
    assert normalize(article, target, force=True) == [target]
    assert "结实" in target.read_text(encoding="utf-8")


def test_a_file_that_was_never_written_by_it_stands(article: Path, tmp_path: Path) -> None:
    target = tmp_path / "notes.md"
    target.write_text("# 笔记\n", encoding="utf-8")
    assert [type(result) for result in normalize(article, target)] == [UsageError]
    assert target.read_text(encoding="utf-8") == "# 笔记\n"


def test_folders_are_kept_and_an_article_that_fails_stops_no_other(article: Path, tmp_path: Path) -> None:
    (article.parent / "北").mkdir()
    (article.parent / "北" / "空.txt").write_bytes(b"")
    (article.parent / "北" / "渡口.txt").write_text(TEXT, encoding="utf-8")
    out = tmp_path / "out"
    results = normalize(article.parent, out)
    assert sorted(result for result in results if isinstance(result, Path)) == [out / "北/渡口.md", out / "石桥.md"]
    assert sum(isinstance(result, KanbenError) for result in results) == 1
    assert not (out / "北/空.md").exists()


def test_what_fails_is_named(article: Path, tmp_path: Path) -> None:
    def load(beside: Path) -> Options:
        return load_options(beside, {})

    missing = tmp_path / "none.txt"
    ((named, error),) = normalize_articles([missing], None, load)
    assert named == missing
    assert str(error).startswith(f"{missing}: ")

    def refuse(_beside: Path) -> Options:
        raise UsageError("nothing fits")

    ((named, error),) = normalize_articles([article], None, refuse)
    assert named == article
    assert str(error).startswith(f"{article}: nothing fits")


def test_a_folder_in_the_place_of_the_file_is_one_line_and_stops_no_other(article: Path) -> None:
    other = article.with_name("渡口.txt")
    other.write_text(TEXT, encoding="utf-8")
    article.with_suffix(".md").mkdir()
    found = normalize(article.parent)
    assert other.with_suffix(".md") in found
    (error,) = (result for result in found if isinstance(result, KanbenError))
    assert error.exit_code == 5 and str(article.with_suffix(".md")) in str(error)
