"""A file stands under its name only when it is whole."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kanben.press.files import write_file
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
