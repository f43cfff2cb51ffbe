"""Articles and editions on shared storage are what they would be in folders."""

from __future__ import annotations

import json
import signal
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from io import BytesIO, UnsupportedOperation
from pathlib import Path

import pytest
from clusters import ENVIRONMENT, kanben
from PIL import Image
from storages import s3_server

from kanben.press import file_systems, ledger_copy, related, storage
from kanben.press.batch import publish_inputs
from kanben.press.due import Manner
from kanben.press.engine import InProcess, Outcome
from kanben.press.ledger import Ledger
from kanben.press.ledger_copy import Lease, TakenOver, open_to_read
from kanben.press.normalize import normalize_articles
from kanben.press.objects import list_objects, remove
from kanben.press.options import load_options
from kanben.press.related import relate_article
from kanben.press.storage import StoredPath, as_path, look_below
from kanben.source.errors import MissingInput, OutputError, ToolError, UsageError
from kanben.source.related import NOTHING

MAKE = Manner()
ISSUE = Path(__file__).parent / "issue"
TEXT = "第{0}座石桥记\n\n文/林远\n\n县城以东有一座石桥，建于清代，至今仍可通行。这是第{0}篇。\n\n桥面用青石铺成。\n"
PICTURED = "---\ntitle: 图记\n---\n\n![桥](桥.png)\n\n桥上有人走过。\n\n![外](../secret.png)\n\n桥下有水。\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    with s3_server(tmp_path_factory.mktemp("s3")) as environment:
        yield environment


@pytest.fixture
def bucket(server: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> StoredPath:
    """An empty bucket; what is written to it has the same bytes each time."""
    for name, value in (server | ENVIRONMENT).items():
        monkeypatch.setenv(name, value)
    file_systems.file_system.cache_clear()
    storage._KNOWN.clear()
    monkeypatch.setattr(ledger_copy, "BEAT", 0.05)
    monkeypatch.setattr(ledger_copy, "SILENCE", 0.5)
    name = f"b{uuid.uuid4().hex}"
    file_systems.file_system("s3").mkdir(name)
    path = as_path(f"s3://{name}")
    assert isinstance(path, StoredPath)
    return path


def picture() -> bytes:
    out = BytesIO()
    Image.new("RGB", (300, 200), "#345").save(out, "PNG")
    return out.getvalue()


def fill(top: Path, count: int = 3) -> Path:
    """Write articles into `in/` below a path of any kind, and a picture that is none of theirs beside it."""
    (top / "in" / "北").mkdir(parents=True)
    for number in range(count):
        (top / "in" / f"{number}.txt").write_bytes(TEXT.format(number).encode())
    (top / "in" / "北" / "图[1].md").write_bytes(PICTURED.encode())
    (top / "in" / "北" / "桥.png").write_bytes(picture())
    (top / "in" / "secret.png").write_bytes(picture())
    (top / "in" / "kanben.toml").write_bytes(b'theme = "book"\n')
    return top / "in"


def build(top: Path, manner: Manner = MAKE, source: Path | None = None, **given: object) -> list[Outcome]:
    options = {"output": top / "out", "to": "docx", **given}
    inputs = [source or top / "in"]
    _, outcomes = publish_inputs(inputs, lambda beside: load_options(beside, options), manner, InProcess())
    found = list(outcomes)
    look_below([])
    return found


def statuses(outcomes: list[Outcome]) -> Counter[str]:
    return Counter(outcome.status for outcome in outcomes)


def names(top: StoredPath) -> set[str]:
    return {path.relative_to(top).as_posix() for path in list_objects(top)}


def assert_whole(top: StoredPath) -> None:
    """Every edition is in the ledger, every row has its object, and nothing else stands about."""
    connection = open_to_read(top / "out")
    rows = dict(connection.execute("SELECT path, pending FROM editions"))
    assert set(rows.values()) == {None}
    assert names(top / "out") - {"index.html", "report.json", ".kanben/ledger.sqlite", ".kanben/related.json"} == set(
        rows
    )


def test_editions_on_a_storage_are_those_of_a_folder(bucket: StoredPath, tmp_path: Path) -> None:
    fill(tmp_path), fill(bucket)
    here, there = build(tmp_path, to="docx,epub"), build(bucket, to="docx,epub")
    assert statuses(here) == statuses(there) == {"made": 4}
    for outcome in here:
        assert outcome.published
        for path in outcome.published.files:
            assert (bucket / path.relative_to(tmp_path)).read_bytes() == path.read_bytes()
    told = [notice.message for outcome in there for notice in outcome.published.notices]  # type: ignore[union-attr]
    assert len([message for message in told if "secret.png" in message and "left out" in message]) == 1
    assert_whole(bucket)
    report = json.loads((bucket / "out" / "report.json").read_text())
    assert report["totals"]["articles"] == 4


def test_only_what_changed_is_made_again_and_what_is_yours_stays(bucket: StoredPath) -> None:
    source = fill(bucket)
    build(bucket)
    assert statuses(build(bucket)) == {"unchanged": 4}
    (source / "0.txt").write_bytes(TEXT.format("零").encode())
    (source / "北" / "桥.png").write_bytes(picture()[:-1] + b"\0")
    outcomes = build(bucket)
    assert {o.path.name: o.reason for o in outcomes if o.status == "made"} == {
        "0.txt": "the article changed",
        "图[1].md": "a picture, decision or glossary changed",
    }
    (bucket / "out" / "1.docx").write_bytes(b"mine")
    (source / "1.txt").write_bytes(TEXT.format("壹").encode())
    remove([source / "2.txt", source / "北" / "图[1].md"])  # type: ignore[list-item]
    assert statuses(build(bucket, Manner(prune=True))) == {"unchanged": 2, "removed": 2}
    assert (bucket / "out" / "1.docx").read_bytes() == b"mine"
    assert {name for name in names(bucket / "out") if name.endswith("docx")} == {"0.docx", "1.docx"}


def test_the_output_may_be_the_prefix_of_the_articles(bucket: StoredPath) -> None:
    fill(bucket)
    assert statuses(build(bucket, output=bucket / "in")) == {"made": 4}
    assert statuses(build(bucket, output=bucket / "in")) == {"unchanged": 4}


def test_articles_and_output_may_stand_on_different_sides(bucket: StoredPath, tmp_path: Path) -> None:
    fill(tmp_path), fill(bucket)
    for source, output in ((bucket / "in", tmp_path / "out"), (tmp_path / "in", bucket / "out")):
        assert statuses(build(bucket, source=source, output=output)) == {"made": 4}
        (source / "0.txt").unlink()
        assert statuses(build(bucket, Manner(prune=True), source, output=output)) == {"unchanged": 3, "removed": 1}
        assert (output / "1.docx").is_file() and not (output / "0.docx").exists()


def test_one_article_and_a_pattern_may_be_named(bucket: StoredPath) -> None:
    source = fill(bucket)
    assert statuses(build(bucket, source=source / "北" / "图[1].md")) == {"made": 1}
    assert names(bucket / "out") == {"图[1].docx", ".kanben/ledger.sqlite"}
    assert statuses(build(bucket, source=source / "*.txt")) == {"made": 3}
    (outcome,) = build(bucket, source=source / "none.txt")
    assert isinstance(outcome.error, MissingInput) and "s3://" in str(outcome.error)


def test_killed_in_the_middle_the_next_run_finishes(bucket: StoredPath) -> None:
    fill(bucket, 12)
    run = kanben("build", bucket / "in", "-o", bucket / "out", "--to", "docx", "--jobs", "1")
    assert run.stdout
    for _ in range(3):
        assert json.loads(run.stdout.readline())["status"] == "made"
    run.send_signal(signal.SIGKILL)
    run.communicate()
    assert not any(name.endswith(".part") for name in names(bucket / "out") if not name.startswith(".kanben/"))
    before = {path: path.found() for path in list_objects(bucket / "out") if path.suffix == ".docx"}
    assert 3 <= len(before) < 13
    outcomes = build(bucket)
    assert statuses(outcomes) == {"made": 13 - len(before), "unchanged": len(before)}
    assert {path: path.found() for path in before} == before
    assert_whole(bucket)


def test_a_run_that_fails_between_announcing_and_naming_is_finished(
    bucket: StoredPath, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(bucket)
    build(bucket)
    (bucket / "in" / "0.txt").write_bytes(TEXT.format("零").encode())

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kanben.press.files.copy_objects", die)
    with pytest.raises(KeyboardInterrupt):
        build(bucket)
    monkeypatch.undo()
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    assert statuses(build(bucket)) == {"made": 1, "unchanged": 3}
    assert_whole(bucket)


def test_two_runs_do_not_write_to_one_prefix(bucket: StoredPath) -> None:
    fill(bucket)
    build(bucket)
    with Ledger(bucket / "out"), pytest.raises(OutputError, match="another run of kanben is writing here"):
        build(bucket)
    assert statuses(build(bucket)) == {"unchanged": 4}


def test_a_run_that_stood_still_for_too_long_must_not_go_on(bucket: StoredPath) -> None:
    first, second = Lease(bucket / "lease", "first"), Lease(bucket / "lease", "second")
    first.take()
    first.check()
    (bucket / "lease").unlink()
    second.take()
    patience = time.monotonic() + 10
    while not first.lost and time.monotonic() < patience:
        time.sleep(0.02)
    with pytest.raises(TakenOver, match="taken over"):
        first.check()
    first.give_back()
    second.check()
    assert (bucket / "lease").read_bytes().startswith(b"second")
    second.give_back()
    assert not (bucket / "lease").exists()


def test_a_run_that_ends_removes_what_it_staged_itself(bucket: StoredPath) -> None:
    fill(bucket)
    build(bucket)
    with Ledger(bucket / "out") as ledger:
        another = ledger.staging.parent / "another" / "1.part"  # of a run that took over meanwhile
        for path in (another, ledger.staging / "1.part"):
            path.write_bytes(b"x")
    assert [name for name in names(bucket / "out") if name.endswith(".part")] == [".kanben/staging/another/1.part"]


def test_editions_that_stand_are_made_although_staging_cannot_be_emptied(
    bucket: StoredPath, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: object) -> None:
        raise OutputError("the storage refuses", bucket)

    fill(bucket)
    with monkeypatch.context() as patched:
        patched.setattr("kanben.press.files.remove", refuse)
        assert statuses(build(bucket)) == {"made": 4}
    assert_whole(bucket)


def test_articles_are_normalised_from_and_to_a_storage(bucket: StoredPath, tmp_path: Path) -> None:
    written = [
        sorted(normalize_articles([fill(top)], top / "md", lambda beside: load_options(beside, {}), False))
        for top in (tmp_path, bucket)
    ]
    here, there = ([result for _, result in results] for results in written)
    assert [str(path).removeprefix(str(tmp_path)) for path in here] == [
        str(path).removeprefix(str(bucket)) for path in there
    ]
    assert all(isinstance(path, Path) for path in there)
    for mine, stored in zip(here, there, strict=True):
        assert isinstance(mine, Path) and isinstance(stored, StoredPath)
        assert mine.read_bytes() == stored.read_bytes()


def test_a_journal_changes_rows_and_nothing_else(bucket: StoredPath, tmp_path: Path) -> None:
    fill(bucket)
    build(bucket)
    aim = tmp_path / "mine.sqlite"
    statement = [f"ATTACH DATABASE '{aim}' AS mine", []]
    (bucket / "out" / ".kanben" / "journal" / "99999999").write_bytes(json.dumps([statement]).encode())
    with pytest.raises(OutputError, match="damaged"):
        build(bucket)
    assert not aim.exists()


def test_what_cannot_be_reached_is_one_line(bucket: StoredPath, monkeypatch: pytest.MonkeyPatch) -> None:
    nowhere = StoredPath("s3://no-such-bucket/x")
    assert not nowhere.exists()
    with pytest.raises(OutputError, match=r"s3://no-such-bucket/x: the storage refuses .*; check") as refused:
        nowhere.write_bytes(b"")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    file_systems.file_system.cache_clear()
    with pytest.raises(ToolError, match=r"s3://no-such-bucket/x: the storage refuses .*; check") as unreachable:
        nowhere.exists()
    assert "\n" not in f"{refused.value}{unreachable.value}"
    with pytest.raises(UsageError, match="there is no storage gopher://"):
        StoredPath("gopher://host/x").read_bytes()


@pytest.fixture
def issue(bucket: StoredPath, tmp_path: Path) -> Path:
    """An issue whose articles say things of each other, in a folder and in the bucket."""
    for top in (tmp_path, bucket):
        (top / "in").mkdir()
        for article in ISSUE.iterdir():
            (top / "in" / article.name).write_bytes(article.read_bytes())
    (bucket / "in" / "旧" / "03-粮库.txt").write_bytes("旧粮库\n\n于砚秋写过它。\n".encode())
    return tmp_path / "in"


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the articles in the bucket that are read from now on."""
    read: list[str] = []
    plainly = StoredPath.read_bytes

    def note(path: StoredPath) -> bytes:
        if path.suffix in (".txt", ".md"):
            read.append(path.name)
        return plainly(path)

    monkeypatch.setattr(StoredPath, "read_bytes", note)
    return read


def test_articles_on_a_storage_are_read_with_their_neighbours(
    bucket: StoredPath, issue: Path, reads: list[str]
) -> None:
    """One has a line broken across a page, in another a surname is kept in conversion; both are known from others only."""
    here, there = build(issue.parent, script="zh-Hant"), build(bucket, script="zh-Hant")
    alone = build(bucket, output=bucket / "alone", related=False, script="zh-Hant")
    assert (statuses(here), statuses(there)) == ({"made": 7}, {"made": 8})
    differ = set()
    for outcome in here:
        assert outcome.published
        for path in outcome.published.files:
            assert (bucket / "out" / path.name).read_bytes() == path.read_bytes()
            if (bucket / "alone" / path.name).read_bytes() != path.read_bytes():
                differ.add(path.stem)
    assert differ == {"03-粮库.zh-Hant", "05-剧团.zh-Hant"}
    assert statuses(alone) == {"made": 8}


def test_a_neighbour_on_a_storage_that_changed_makes_again_what_drew_on_it(
    bucket: StoredPath, issue: Path, reads: list[str]
) -> None:
    build(bucket)
    everything = Counter({path.name: 2 for path in issue.iterdir()} | {"03-粮库.txt": 3})  # for the others, then itself
    assert Counter(reads) == everything
    reads.clear()
    assert statuses(build(bucket)) == {"unchanged": 8} and reads == []
    (bucket / "in" / "04-自习室.md").write_bytes("# 共享自习室\n\n共享自习室开在四号仓。\n".encode())
    remove([bucket / "in" / "01-书院.txt"])  # type: ignore[list-item]
    made = {outcome.path.name: outcome.reason for outcome in build(bucket) if outcome.status == "made"}
    assert made == dict.fromkeys(["02-修书人.txt", "03-粮库.txt", "06-高腔.txt"], "a related article changed") | {
        "04-自习室.md": "the article changed"
    }
    reads.clear()
    assert statuses(build(bucket)) == {"unchanged": 7} and reads == []


def test_one_article_on_a_storage_has_its_neighbours_too(bucket: StoredPath, issue: Path, tmp_path: Path) -> None:
    name = "05-剧团.txt"
    for top in (bucket, tmp_path):
        assert statuses(build(top, source=top / "in" / name)) == {"made": 1}
    assert (bucket / "out" / "05-剧团.docx").read_bytes() == (tmp_path / "out" / "05-剧团.docx").read_bytes()
    options = load_options(issue, {})
    assert relate_article(bucket / "in" / name, options) == relate_article(issue / name, options) != NOTHING


def test_a_text_that_must_not_be_read_is_left_aside_but_not_a_whole_storage(
    bucket: StoredPath, issue: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As of files: without the text the others say what they say; where none may be read, the run ends with one line."""
    options, name = load_options(issue, {}), "05-剧团.txt"
    plainly = StoredPath.read_bytes

    def refuse(only: str, why: type[OSError]) -> None:
        def read(path: StoredPath) -> bytes:
            if only not in path.name:
                return plainly(path)
            with file_systems.translated(path):
                raise why("Access Denied")

        monkeypatch.setattr(StoredPath, "read_bytes", read)

    refuse("01-书院", PermissionError)
    (issue / "01-书院.txt").write_bytes(b"")
    assert relate_article(bucket / "in" / name, options) == relate_article(issue / name, options)
    refuse("", PermissionError)
    with pytest.raises(ToolError, match=r"s3://.*: the storage refuses \(PermissionError: .*; check"):
        build(bucket)
    refuse("01-书院", ConnectionError)  # a storage that fails now and then must not decide what is known
    with pytest.raises(ToolError, match=r"01-书院.txt: the storage refuses \(ConnectionError"):
        build(bucket)
    assert names(bucket) == {f"in/{path.name}" for path in issue.iterdir()} | {"in/旧/03-粮库.txt"}


def test_a_long_text_on_a_storage_is_not_read_for_others(
    bucket: StoredPath, issue: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = {path.name: path.stat().st_size for path in issue.iterdir()}
    monkeypatch.setattr(related, "LARGEST", max(sizes.values()) - 1)
    assert relate_article(bucket / "in" / "05-剧团.txt", load_options(issue, {})) != NOTHING
    assert sorted(reads) == sorted(name for name, size in sizes.items() if size < max(sizes.values()))


def test_paths_of_storages_are_paths() -> None:
    path = as_path("s3://books/in/a.txt")
    assert isinstance(path, StoredPath) and str(path) == "s3://books/in/a.txt" == str(StoredPath(*path.parts))
    assert str(path.parent / "北" / "b.md") == "s3://books/in/北/b.md"
    assert path.relative_to(as_path("s3://books")).as_posix() == "in/a.txt"
    assert str((path.parent / "../../c").resolve()) == "s3://c"
    assert not (path.parent / "/etc/passwd").resolve().is_relative_to(path.parent)
    assert not isinstance(as_path("C:/books"), StoredPath) and not isinstance(as_path("a:b"), StoredPath)
    with pytest.raises(UnsupportedOperation, match="written as a whole"):
        path.write_text("x")
    with pytest.raises(TypeError, match="no file of this system"):
        open(path)  # noqa: PTH123, SIM115
