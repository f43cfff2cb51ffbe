"""A file stands under its name only when it is whole."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kanben.press.files import stage_files, write_file
from kanben.source.errors import OutputError


def names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_the_bytes_stand_under_the_name_and_nothing_else_stands_beside(tmp_path: Path) -> None:
    target = tmp_path / "a" / "b.pdf"
    write_file(target, b"one")
    write_file(target, b"two")
    assert target.read_bytes() == b"two"
    assert names(target.parent) == ["b.pdf"]


@pytest.mark.parametrize(("code", "says"), [(errno.ENOSPC, "disk is full"), (errno.EACCES, "permission denied")])
def test_a_failing_write_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, says: str
) -> None:
    target = tmp_path / "b.pdf"
    write_file(target, b"one")

    def fail(_handle: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputError, match=says) as caught:
        write_file(target, b"two")
    assert str(caught.value).startswith(str(target))
    assert target.read_bytes() == b"one"
    assert names(tmp_path) == ["b.pdf"]


def test_a_file_in_the_place_of_a_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="folder is needed"):
        write_file(tmp_path / "out" / "a.pdf", b"one")


def test_staged_files_are_whole_and_others_may_read_them(tmp_path: Path) -> None:
    mask = os.umask(0o027)
    try:
        staged = stage_files({tmp_path / name: name.encode() for name in ("a.pdf", "a.epub", "a.docx")}, tmp_path / "s")
    finally:
        os.umask(mask)
    assert {path.name: file.read_bytes() for path, file in staged.items()} == {
        name: name.encode() for name in ("a.pdf", "a.epub", "a.docx")
    }
    assert {file.stat().st_mode & 0o777 for file in staged.values()} == {0o640}
    assert len(names(tmp_path / "s")) == 3


def test_where_one_file_cannot_be_staged_none_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    flush = os.fsync

    def fail_once(handle: int) -> None:
        if os.fstat(handle).st_size == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        flush(handle)

    monkeypatch.setattr(os, "fsync", fail_once)
    with pytest.raises(OutputError, match="disk is full") as caught:
        stage_files(
            {tmp_path / "a.pdf": b"long", tmp_path / "a.epub": b"two", tmp_path / "a.docx": b"longer"}, tmp_path / "s"
        )
    assert str(caught.value).startswith(str(tmp_path / "a.epub"))
    assert names(tmp_path / "s") == []
