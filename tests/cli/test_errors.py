"""What goes wrong is said in one line (what, where, what to do), with its exit code, and leaves nothing half-written."""

from __future__ import annotations

import errno
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kanben import cli
from kanben.press import file_systems
from kanben.source import pandoc

ARTICLE = "石桥记\n\n文/林远\n\n县城以东有一座石桥，建于清代，至今仍可通行。\n\n桥面用青石铺成，两侧各有望柱十二根。\n"


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "石桥.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """Run the command line in this process; return its exit code and what it said on standard error."""
    before = sys.argv
    sys.argv = ["kanben", *map(str, arguments)]
    try:
        with pytest.raises(SystemExit) as left:
            cli.main()
    finally:
        sys.argv = before
    code = left.value.code
    return (code if isinstance(code, int) else int(bool(code))), capsys.readouterr().err


def assert_one_line(said: str, *parts: str) -> None:
    assert said.count("\n") == 1, said
    assert said.startswith("kanben: ")
    assert "Traceback" not in said
    for part in parts:
        assert part in said


@pytest.mark.parametrize(
    ("name", "content", "code", "says"),
    [
        ("none.txt", None, 3, "no such file or folder"),
        ("empty.txt", b"", 3, "empty.txt"),
        ("blank.txt", b" \r\n\t\n", 3, "blank.txt"),
        ("bytes.txt", bytes(range(128, 256)) * 40, 4, "bytes.txt"),
        ("broken.docx", b"PK\x03\x04 this is no container", 3, "broken.docx"),
    ],
)
def test_an_article_that_cannot_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, code: int, says: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    left, said = run(capsys, "build", path, "-o", tmp_path / "out")
    assert left == code, said
    assert_one_line(said, says)
    assert not (tmp_path / "out").exists()


def test_a_folder_without_articles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    left, said = run(capsys, "build", tmp_path / "empty", "-o", tmp_path / "out")
    assert left == 3
    assert_one_line(said, "no article in this folder", ".txt")


def test_an_unknown_key(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (article.parent / "kanben.toml").write_text("tehme = 'book'\n", encoding="utf-8")
    left, said = run(capsys, "build", article, "-o", article.parent / "out")
    assert left == 2
    assert_one_line(said, "kanben.toml", "unknown key `tehme`", "did you mean `theme`?")


def test_an_unknown_format(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left, said = run(capsys, "build", article, "--to", "pdff", "-o", article.parent / "out")
    assert left == 2
    assert_one_line(said, "did you mean `pdf`?")


def test_an_engine_that_is_none(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left, said = run(capsys, "build", article, "--engine", "ray://host:1", "-o", article.parent / "out")
    assert left == 2
    assert_one_line(said, "ray://host:1", "dask://HOST:PORT")
    assert not (article.parent / "out").exists()


def test_an_engine_that_is_none_is_told_first_where_nothing_is_due(
    article: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("build", article, "--to", "docx", "-o", article.parent / "out")
    monkeypatch.setattr(sys, "argv", ["kanben", *map(str, arguments)])
    cli.app(sys.argv[1:], standalone_mode=False)
    assert list((article.parent / "out").glob("*.docx"))
    capsys.readouterr()
    sys.argv += ["--engine", "foo"]
    with pytest.raises(SystemExit):
        cli.main()
    said = capsys.readouterr()
    assert said.out == ""
    assert_one_line(said.err, "'foo' is no engine", "dask://HOST:PORT")


def test_clusters_and_storages_are_loaded_only_where_they_are_asked_for(article: Path) -> None:
    look = "import sys; from kanben import cli; cli.app(sys.argv[1:], standalone_mode=False); print(*sys.modules)"
    for arguments in (["--help"], ["build", str(article), "--to", "docx", "-o", str(article.parent / "out")]):
        done = subprocess.run([sys.executable, "-c", look, *arguments], capture_output=True, text=True, check=True)
        loaded = done.stdout.splitlines()[-1].split()
        assert "kanben.cli" in loaded and not {"dask", "distributed", "fsspec", "s3fs"} & set(loaded)
        assert ("kanben.press.storage" in loaded) == ("build" in arguments)


def test_a_storage_without_its_package(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    file_systems.file_system.cache_clear()
    left, said = run(capsys, "build", "s3://books/in", "-o", "s3://books/out")
    file_systems.file_system.cache_clear()
    assert left == 6
    assert_one_line(said, "s3://", "pip install '.[cluster]'")


def test_an_unknown_theme(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left, said = run(capsys, "build", article, "--theme", "artikle", "-o", article.parent / "out")
    assert left == 2
    assert_one_line(said, "artikle", "article")


def test_an_unknown_option_is_refused(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    left, said = run(capsys, "build", article, "--scirpt", "zh-Hans")
    assert left == 2
    assert "--scirpt" in said
    assert "Traceback" not in said


def test_an_output_folder_that_is_a_file(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = article.parent / "out"
    out.write_text("mine", encoding="utf-8")
    left, said = run(capsys, "build", article, "--to", "docx", "-o", out)
    assert left == 5
    assert_one_line(said, "a file stands where a folder is needed", "-o")
    assert out.read_text(encoding="utf-8") == "mine"


def test_a_full_disk(article: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    left, said = run(capsys, "build", article, "--to", "docx", "-o", article.parent / "out")
    assert left == 5
    assert_one_line(said, "the disk is full", "-o")
    assert [path for path in (article.parent / "out").rglob("*") if path.is_file() and path.suffix == ".docx"] == []


def test_missing_pandoc(article: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "pypandoc" else find_spec(name))
    monkeypatch.setenv("PATH", "")
    pandoc.pandoc_path.cache_clear()
    try:
        left, said = run(capsys, "build", article, "--to", "docx", "-o", article.parent / "out")
    finally:
        pandoc.pandoc_path.cache_clear()
    assert left == 6
    assert_one_line(said, "pandoc is missing", "pip install pypandoc_binary")


def test_failing_pandoc(
    article: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    failing = tmp_path / "pandoc"
    failing.write_text("#!/bin/sh\necho 'out of tune' >&2\nexit 64\n", encoding="utf-8")
    failing.chmod(0o755)
    monkeypatch.setattr(pandoc, "pandoc_path", lambda: str(failing))
    left, said = run(capsys, "build", article, "--to", "docx", "-o", article.parent / "out")
    assert left == 6
    assert_one_line(said, "pandoc failed: out of tune", str(article))


def test_missing_pango(article: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(("weasyprint", "kanben.outputs.pdf"))]:
        monkeypatch.delitem(sys.modules, name)

    class NoPango:
        def find_spec(self, name: str, path: object = None, target: object = None) -> None:
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.setattr(sys, "meta_path", [NoPango(), *sys.meta_path])
    left, said = run(capsys, "build", article, "--to", "pdf", "-o", article.parent / "out")
    assert left == 6
    assert_one_line(said, "Pango", "kanben doctor")


def test_missing_fonts(article: Path, tmp_path: Path) -> None:
    empty = tmp_path / "fonts.conf"
    empty.write_text("<?xml version='1.0'?><fontconfig></fontconfig>", encoding="utf-8")
    kept = {"FONTCONFIG_FILE": str(empty), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "kanben.cli", "build", str(article), "--to", "pdf", "-o", str(tmp_path / "out")]
    done = subprocess.run(command, env=os.environ | kept, capture_output=True, text=True, check=False)
    assert done.returncode == 6, done.stderr
    assert_one_line(done.stderr, "font", "kanben doctor")
    assert not (tmp_path / "out").exists()


def test_a_broken_article_does_not_stop_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    left, said = run(capsys, "build", tmp_path, tmp_path / "none.txt", "--to", "docx", "-o", tmp_path / "out")
    assert left == 10
    assert said.count("kanben: ") == 2
    assert (tmp_path / "out" / "a.docx").exists()
    assert not (tmp_path / "out" / "b.docx").exists()


def test_a_pass_that_is_none_is_told_before_anything_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "filter", "nosuch")  # reading from the terminal would wait for ever
    assert code == 2
    assert_one_line(said, "nosuch", "convert-article")


def test_a_folder_or_a_name_without_a_file_is_told_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = run(capsys, "review", tmp_path)
    assert code == 2
    assert_one_line(said, "this is a folder")
    code, said = run(capsys, "review", tmp_path / "none")
    assert code == 3
    assert_one_line(said, "no such file")
