"""A batch of thousands needs the memory of a batch of tens: nothing of an article is kept when it is done."""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from kanben.press.batch import publish_inputs
from kanben.press.due import Due
from kanben.press.engine import Outcome, Task
from kanben.press.files import stage_file
from kanben.press.fingerprint import Seen, digest_bytes
from kanben.press.options import load_options
from kanben.press.publish import Published, edition_path
from kanben.press.records import EditionRecord, Entry, Record
from kanben.source.notices import Notice, NoticeCode

KINDS = (Due, Entry, Record, EditionRecord, Seen, Published, Outcome, Task)
MANY = 240
NOTICE = Notice(NoticeCode.MISSING_ALT, "the picture <a.png> has no alternative text")


class Copyist:
    """An engine that writes one line for each edition."""

    def publish(self, tasks: Iterable[Task]) -> Iterator[list[Outcome]]:
        for task in tasks:
            staged = {}
            for name in task.options.press.to:
                path = edition_path(task.job, task.options, name)
                data = f"{path}\n".encode()
                staged[path] = (stage_file(path, data, task.staging), digest_bytes(data))
            done = Published(task.job.path, task.job.path.stem, tuple(staged), (NOTICE,), 0, 1, 0.1, staged)
            yield [Outcome(task.job, done)]

    def close(self) -> None:
        pass


def count_kept() -> int:
    """Count what a run holds of articles."""
    return sum(isinstance(thing, KINDS) for thing in gc.get_objects())


def run(folder: Path) -> tuple[list[str], list[int]]:
    """Publish a folder; return what became of each article, and at every thirtieth how much was held of articles."""
    options = {"output": folder.parent / "out", "to": "docx,epub"}
    _, outcomes = publish_inputs([folder], lambda beside: load_options(beside, options), engine=Copyist())
    statuses: list[str] = []
    kept: list[int] = []
    for outcome in outcomes:
        statuses.append(outcome.status)
        if len(statuses) % 30 == 0:
            kept.append(count_kept())
    return statuses, kept


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("os.fsync", lambda handle: None)  # what is counted does not depend on the disk
    source = tmp_path / "in"
    source.mkdir()
    for number in range(MANY):
        (source / f"{number:03d}.txt").write_text(f"第{number}篇\n", encoding="utf-8")
    return source


def test_no_more_is_held_at_the_end_than_at_the_beginning(folder: Path) -> None:
    before = count_kept()
    statuses, kept = run(folder)
    assert statuses == ["made"] * MANY
    assert max(kept) - before < 40
    again, kept = run(folder)
    assert again == ["unchanged"] * MANY
    assert max(kept) - before < 40


def test_report_tells_of_all_articles_though_they_are_read_one_by_one(folder: Path) -> None:
    (folder / "005.txt").unlink()
    run(folder)
    out = folder.parent / "out"
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["totals"] == {"articles": MANY - 1, "editions": 2 * MANY - 2, "notices": MANY - 1, "failed": 0}
    assert report["kinds"] == {"missing-alt": MANY - 1}
    assert [article["title"] for article in report["articles"]][4:6] == ["004", "006"]
    page = (out / "index.html").read_text(encoding="utf-8")
    embedded = page.split('id="report">')[1].split("</script>")[0]
    assert "<" not in embedded
    assert [article["editions"] for article in json.loads(embedded)["articles"]][:1] == [["000.docx", "000.epub"]]
