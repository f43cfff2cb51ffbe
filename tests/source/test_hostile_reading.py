"""Whatever the bytes: an article that holds every word, or an error in one line; nothing outside is read."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from measurement import measurement_path

from kanben.source.controls import ILLEGAL
from kanben.source.document import write_json
from kanben.source.errors import KanbenError, WordLossError
from kanben.source.options import SourceOptions
from kanben.source.read import READERS, read_article

MARKS = "，。“”「」（）《》……——　 \n\n\t[](){}<>*_#`|:-.$@&;~^\\\"'!1一二A①、第章图文/\u200b\u202e\x00\ufeff\f"
TEXTS = st.text(
    st.one_of(
        st.sampled_from("县城以东有一座石桥建于清代至今仍可通行為國學東"), st.sampled_from(MARKS), st.characters()
    ),
    max_size=300,
)
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


def outcome(path: Path, data: bytes) -> str:
    """Read bytes; return the document's JSON, or an empty string for an error of one line."""
    path.write_bytes(data)
    try:
        return write_json(read_article(path, SourceOptions(max_bytes=5_000_000)).doc)
    except WordLossError:
        raise
    except KanbenError as exc:
        assert "\n" not in str(exc) and path.name in str(exc)
        return ""


@QUICK
@given(data=st.one_of(st.binary(max_size=400), TEXTS.map(lambda text: text.encode("utf-8", "surrogatepass"))))
def test_any_bytes_are_an_article_or_one_line(tmp_path: Path, data: bytes) -> None:
    assert not ILLEGAL.search(outcome(tmp_path / "a.txt", data))


@settings(QUICK, max_examples=25)
@given(text=TEXTS, suffix=st.sampled_from([".md", ".html"]))
def test_any_mark_up_is_an_article_or_one_line(tmp_path: Path, text: str, suffix: str) -> None:
    found = outcome(tmp_path / f"a{suffix}", text.encode("utf-8", "surrogatepass"))
    assert not ILLEGAL.search(found) and '"RawBlock"' not in found and '"RawInline"' not in found


@pytest.mark.parametrize(
    "data", [b"PK\x03\x04" + bytes(80), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), bytes(64)]
)
@pytest.mark.parametrize("suffix", [".docx", ".epub", ".odt"])
def test_no_container_is_trusted(tmp_path: Path, data: bytes, suffix: str) -> None:
    assert outcome(tmp_path / f"a{suffix}", data) == ""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tool = measurement_path("tools", "make_hostile.py")
    folder = tmp_path_factory.mktemp("hostile")
    canary = str(folder / "away" / "canary.txt")
    command = [
        sys.executable,
        str(tool),
        "--out",
        str(folder / "in"),
        "--canary",
        canary,
        "--http",
        "http://127.0.0.1:9",
    ]
    subprocess.run(command, check=True, capture_output=True)
    return folder / "in"


SLOW = ("many_short_lines", "heading_storm")


def test_hostile_files_are_refused_or_made_harmless(hostile: Path) -> None:
    """What may be published holds nothing of the files beside it; what must be refused is."""
    wrong = []
    for row in json.loads((hostile / "index.json").read_text(encoding="utf-8", errors="surrogatepass")):
        path = hostile / row["file"]
        if path.suffix.lower() not in READERS or path.stem in SLOW:
            continue
        found = outcome(path, path.read_bytes())
        if row["expect"] == "refuse" and found:
            wrong.append((row["file"], "not refused"))
        if row["expect"] == "literal" and not found:
            wrong.append((row["file"], "refused"))
        forbidden = [*row["forbid"], "CANARY-"] if row["expect"] == "sanitize" else ["CANARY-"]
        wrong += [(row["file"], text) for text in forbidden if text.lower() in found.lower()]
        if ILLEGAL.search(found):
            wrong.append((row["file"], "control characters"))
    assert not wrong
