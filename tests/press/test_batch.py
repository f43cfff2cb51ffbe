"""A batch makes what is due and only that, whatever happened to the run before."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from kanben.press import files
from kanben.press.batch import publish_inputs
from kanben.press.due import Manner
from kanben.press.engine import InProcess, Outcome
from kanben.press.ledger import Ledger
from kanben.press.options import Options, PressOptions, load_options
from kanben.press.records import Entry
from kanben.source.errors import OutputError

MAKE = Manner()
TEXT = "{}\n\n文/林远\n\n县城以东有一座石桥，建于清代，至今仍可通行。这是第{}篇。\n\n桥面用青石铺成，两侧各有望柱十二根。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = tmp_path / "in"
    (source / "北").mkdir(parents=True)
    for number, name in enumerate(("石桥.txt", "渡口.txt", "北/老街.txt"), start=1):
        (source / name).write_text(TEXT.format(Path(name).stem + "记", number), encoding="utf-8")
    return source


def build(folder: Path, *formats: str, manner: Manner = MAKE, **given: object) -> list[Outcome]:
    output = folder.parent / "out"
    options = {"output": output, "to": ",".join(formats or ("docx",)), **given}
    _, outcomes = publish_inputs([folder], lambda beside: load_options(beside, options), manner, InProcess())
    return list(outcomes)


def statuses(outcomes: list[Outcome]) -> Counter[str]:
    return Counter(outcome.status for outcome in outcomes)


def reasons(outcomes: list[Outcome]) -> set[str]:
    return {outcome.reason for outcome in outcomes if outcome.status in ("made", "due")}


def assert_whole(output: Path) -> None:
    """Every edition is whole and in the ledger, every row has its file, and nothing else stands about."""
    files = {p.relative_to(output).as_posix() for p in output.rglob("*.docx")}
    connection = sqlite3.connect(output / ".kanben" / "ledger.sqlite")
    rows = dict(connection.execute("SELECT path, pending FROM editions"))
    connection.close()
    assert files == set(rows)
    assert set(rows.values()) <= {None}
    for name in files:
        assert zipfile.ZipFile(output / name).testzip() is None
    assert not list(output.rglob("*.part"))


def test_a_second_run_makes_nothing(folder: Path) -> None:
    assert statuses(build(folder)) == {"made": 3}
    before = {p: p.stat().st_mtime_ns for p in (folder.parent / "out").glob("[!.]*")}
    assert statuses(build(folder)) == {"unchanged": 3}
    assert {p: p.stat().st_mtime_ns for p in (folder.parent / "out").glob("[!.]*")} == before
    assert_whole(folder.parent / "out")


def test_only_what_changed_is_made_again(folder: Path) -> None:
    build(folder)
    (folder / "石桥.txt").write_text(TEXT.format("石桥新记", 9), encoding="utf-8")
    outcomes = build(folder)
    assert statuses(outcomes) == {"made": 1, "unchanged": 2}
    assert reasons(outcomes) == {"the article changed"}


def test_a_touched_article_is_not_made_again(folder: Path) -> None:
    build(folder)
    os.utime(folder / "石桥.txt", ns=(1, 1))
    assert statuses(build(folder)) == {"unchanged": 3}


def test_each_reason_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(folder)
    (folder.parent / "out" / "渡口.docx").unlink()
    (folder / "石桥.decisions.toml").write_text('[[word]]\nsource = "石桥"\ntarget = "石橋"\n', encoding="utf-8")
    outcomes = build(folder, manner=Manner(dry_run=True))
    told = {outcome.path.stem: outcome.reason for outcome in outcomes if outcome.status == "due"}
    assert told == {"渡口": "its file is gone", "石桥": "a picture, decision or glossary changed"}
    assert "other options" in reasons(build(folder, theme="book", manner=Manner(dry_run=True)))
    assert reasons(build(folder, "docx", "epub", manner=Manner(dry_run=True))) >= {"it is new"}
    monkeypatch.setattr("kanben.press.fingerprint.fonts_digest", lambda: "other")
    assert "other fonts are installed" in reasons(build(folder, manner=Manner(dry_run=True)))


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    outcomes = build(folder, manner=Manner(dry_run=True))
    assert statuses(outcomes) == {"due": 3}
    assert not (folder.parent / "out").exists()


def test_a_picture_that_changes_or_comes_is_noticed(folder: Path) -> None:
    from PIL import Image

    (folder / "图.md").write_text("---\ntitle: 图记\n---\n\n![桥](a.png)\n\n桥上有人走过。\n", encoding="utf-8")
    build(folder)
    Image.new("RGB", (300, 200), "#345").save(folder / "a.png")
    outcomes = build(folder)
    assert [outcome.path.name for outcome in outcomes if outcome.status == "made"] == ["图.md"]
    Image.new("RGB", (300, 200), "#543").save(folder / "a.png")
    assert statuses(build(folder)) == {"made": 1, "unchanged": 3}


def test_a_file_changed_by_hand_is_left_and_told(folder: Path) -> None:
    build(folder)
    target = folder.parent / "out" / "石桥.docx"
    target.write_bytes(b"mine")
    (folder / "石桥.txt").write_text(TEXT.format("石桥新记", 9), encoding="utf-8")
    outcomes = build(folder)
    assert target.read_bytes() == b"mine"
    told = [n.message for o in outcomes for n in o.job.notices]
    assert len(told) == 1 and "--force" in told[0] and "石桥.docx" in told[0]
    assert statuses(build(folder, manner=Manner(force=True))) == {"made": 3}
    assert zipfile.ZipFile(target).testzip() is None


def test_a_file_that_kanben_did_not_make_is_left(folder: Path) -> None:
    target = folder.parent / "out" / "石桥.docx"
    target.parent.mkdir()
    target.write_bytes(b"mine")
    assert statuses(build(folder)) == {"made": 2, "unchanged": 1}
    assert target.read_bytes() == b"mine"


def test_a_broken_article_fails_alone_and_is_not_tried_until_asked(folder: Path) -> None:
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 no container")
    first = build(folder)
    assert statuses(first) == {"made": 3, "failed": 1}
    second = build(folder)
    assert statuses(second) == {"unchanged": 3, "failed": 1}
    again = next(o.error for o in second if o.error)
    assert "--retry-failed" in str(again) and again.exit_code == 3
    third = build(folder, manner=Manner(retry_failed=True))
    assert "--retry-failed" not in str(next(o.error for o in third if o.error))
    (folder / "坏.docx").unlink()
    (folder / "坏.docx").write_bytes((folder.parent / "out" / "石桥.docx").read_bytes())
    assert statuses(build(folder)) == {"unchanged": 3, "made": 1}


def test_pruning_removes_what_is_gone_but_nothing_of_yours(folder: Path) -> None:
    build(folder)
    (folder / "北" / "老街.txt").unlink()
    (folder / "渡口.txt").unlink()
    out = folder.parent / "out"
    (out / "渡口.docx").write_bytes(b"mine")
    assert statuses(build(folder)) == {"unchanged": 1}
    assert (out / "北" / "老街.docx").exists()
    outcomes = build(folder, manner=Manner(prune=True))
    assert statuses(outcomes) == {"unchanged": 1, "removed": 1, "failed": 1}
    assert not (out / "北").exists()
    assert (out / "渡口.docx").read_bytes() == b"mine"
    assert (out / "石桥.docx").exists()


def test_what_cannot_be_pruned_is_told_and_stays(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    build(folder)
    (folder / "渡口.txt").unlink()
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        outcomes = build(folder, manner=Manner(prune=True))
    (error,) = (outcome.error for outcome in outcomes if outcome.error)
    assert "cannot be removed" in str(error) and "渡口.docx" in str(error)
    assert statuses(build(folder, manner=Manner(prune=True)))["removed"] == 1


def test_a_folder_that_cannot_be_flushed_ends_no_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open

    def refuse(path: object, flags: int, *rest: object, **named: object) -> int:
        if flags & os.O_DIRECTORY:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, flags, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    assert statuses(build(folder)) == {"made": 3}


@pytest.mark.parametrize("named", [False, True])
def test_a_run_killed_around_the_naming_is_finished(folder: Path, monkeypatch: pytest.MonkeyPatch, named: bool) -> None:
    name = files._name

    def die(temporary: Path, path: Path) -> None:
        if named:
            name(temporary, path)
        raise KeyboardInterrupt

    build(folder)
    (folder / "石桥.txt").write_text(TEXT.format("石桥新记", 9), encoding="utf-8")
    monkeypatch.setattr(files, "_name", die)
    with pytest.raises(KeyboardInterrupt):
        build(folder)
    monkeypatch.undo()
    assert statuses(build(folder)) == ({"unchanged": 3} if named else {"made": 1, "unchanged": 2})
    assert_whole(folder.parent / "out")


def test_two_runs_do_not_write_to_one_folder(folder: Path) -> None:
    build(folder)
    with Ledger(folder.parent / "out"), pytest.raises(OutputError, match="another run"):
        build(folder)


def test_a_damaged_ledger_is_one_line(folder: Path) -> None:
    build(folder)
    (folder.parent / "out" / ".kanben" / "ledger.sqlite").write_bytes(b"this is no database" * 99)
    with pytest.raises(OutputError, match="damaged"):
        build(folder)


def test_the_report_holds_all_articles_failures_first(folder: Path) -> None:
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 no container")
    (folder / "尾.md").write_text("---\ntitle: '</script><b>尾'\n---\n\n桥上有人走过。\n", encoding="utf-8")
    build(folder)
    report = json.loads((folder.parent / "out" / "report.json").read_text(encoding="utf-8"))
    assert report["totals"] == {"articles": 5, "editions": 4, "notices": report["totals"]["notices"], "failed": 1}
    assert report["articles"][0]["source"].endswith("坏.docx")
    page = (folder.parent / "out" / "index.html").read_text(encoding="utf-8")
    assert page.count("</script>") == 2
    assert "src=" not in page.split("<script")[0] and "http" not in page


def test_the_ledger_tells_its_articles(tmp_path: Path) -> None:
    with Ledger(tmp_path / "out") as ledger:
        ledger.publish([(Entry("a", "../a.txt", {"source": "1"}, {}, title="甲"), {})])
        assert [entry["title"] for entry in ledger.articles()] == ["甲"]


def test_killed_in_the_middle_the_next_run_finishes(tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    for number in range(24):
        (source / f"{number:02d}.txt").write_text(TEXT.format(f"第{number}座桥", number), encoding="utf-8")
    command = [sys.executable, "-m", "kanben.cli", "build", str(source), "-o", str(out), "--to", "docx", "--jobs", "2"]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    patience = time.monotonic() + 60
    while len(list(out.glob("*.docx"))) < 5 and time.monotonic() < patience:
        time.sleep(0.02)
    run.send_signal(signal.SIGKILL)
    run.wait()
    made = {path: path.stat().st_mtime_ns for path in out.glob("*.docx")}
    assert 5 <= len(made) < 24
    assert all(zipfile.ZipFile(path).testzip() is None for path in made)
    done = subprocess.run([*command, "--json"], capture_output=True, text=True, check=True)
    lines = Counter(json.loads(line)["status"] for line in done.stdout.splitlines())
    assert lines["made"] + lines["unchanged"] == 24 and lines["unchanged"] >= len(made) - 1
    assert all(path.stat().st_mtime_ns == when for path, when in made.items())
    assert_whole(out)


def test_options_of_a_folder_may_name_another_output(tmp_path: Path, folder: Path) -> None:
    (folder / "北" / "kanben.toml").write_text('to = "docx"\noutput = "here"\n', encoding="utf-8")
    options = Options(press=PressOptions(to=("docx",), output=tmp_path / "out"))
    load = lambda beside: load_options(beside, {}) if beside.name == "北" else options  # noqa: E731
    _, outcomes = publish_inputs([folder], load, engine=InProcess())
    assert statuses(list(outcomes)) == {"made": 3}
    assert (folder / "北" / "here" / "北" / "老街.docx").is_file()


def test_the_output_may_be_the_folder_of_the_articles(folder: Path) -> None:
    options = {"output": folder, "to": "docx,epub"}
    for expected in ({"made": 3}, {"unchanged": 3}):
        _, outcomes = publish_inputs([folder], lambda beside: load_options(beside, options), engine=InProcess())
        assert statuses(list(outcomes)) == expected
    assert (folder / "index.html").is_file()
