"""Which articles a run has, and under which names their editions stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanben.press.batch import publish_inputs
from kanben.press.engine import InProcess
from kanben.press.options import load_options
from kanben.press.plan import LONGEST, plan_jobs, safe_name
from kanben.source.errors import MissingInput

NORMALIZED = "---\nkanben: normalized\ntitle: 石桥\n---\n\n正文。\n"


def make(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("石桥\n\n正文。\n", encoding="utf-8")


def stems(root: Path, *inputs: Path, below: Path | None = None) -> list[str]:
    return [str(job.stem) for job in plan_jobs(inputs or (root,), below).jobs]


def test_a_folder_is_searched_to_the_bottom_and_relative_folders_are_kept(tmp_path: Path) -> None:
    make(tmp_path, "b.txt", "a/c.html", "a/d.docx", "a/picture.png", ".hidden/e.txt")
    assert stems(tmp_path) == ["a/c", "a/d", "b"]


def test_the_output_folder_is_no_source(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "out/a.epub")
    assert stems(tmp_path, below=tmp_path / "out") == ["a"]


def publish_docx(folder: Path, output: Path) -> None:
    options = {"output": output, "to": "docx"}
    _, outcomes = publish_inputs([folder], lambda _folder: load_options(folder, options), engine=InProcess())
    assert [outcome.status for outcome in outcomes] == ["made"]


def test_editions_in_another_output_folder_are_no_source_and_what_stands_beside_them_is(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    publish_docx(tmp_path, tmp_path / "out")
    make(tmp_path, "out/b.txt")
    assert stems(tmp_path, below=tmp_path / "elsewhere") == stems(tmp_path) == ["a", "out/b"]


def test_editions_beside_their_articles_are_no_source(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    publish_docx(tmp_path, tmp_path)
    assert (tmp_path / "a.docx").is_file()
    assert stems(tmp_path, below=tmp_path) == ["a"]


def test_two_articles_of_one_name_both_get_editions_and_a_notice_says_so(tmp_path: Path) -> None:
    make(tmp_path, "A.txt", "a.html")
    plan = plan_jobs([tmp_path])
    assert [str(job.stem) for job in plan.jobs] == ["A", "a-2"]
    assert [len(job.notices) for job in plan.jobs] == [0, 1]


def test_a_number_given_to_one_is_not_taken_from_another(tmp_path: Path) -> None:
    make(tmp_path, "a.htm", "a.txt", "a-2.txt")
    assert sorted(stems(tmp_path)) == ["a", "a-2", "a-2-2"] or sorted(stems(tmp_path)) == ["a", "a-2", "a-3"]
    assert len(set(stems(tmp_path))) == 3


def test_corrected_markdown_stands_for_its_source(tmp_path: Path) -> None:
    make(tmp_path, "a.txt", "b.txt", "b.md")
    (tmp_path / "a.md").write_text(NORMALIZED, encoding="utf-8")
    names = [job.path.name for job in plan_jobs([tmp_path]).jobs]
    assert names == ["a.md", "b.md", "b.txt"]
    assert [job.path.name for job in plan_jobs([tmp_path / "a.txt"]).jobs] == ["a.md"]
    assert [job.path.name for job in plan_jobs([tmp_path / "a.txt"], corrected=False).jobs] == ["a.txt"]


def test_globs_work_where_the_shell_has_none(tmp_path: Path) -> None:
    make(tmp_path, "x/a1.txt", "x/a2.txt", "x/b.txt")
    assert stems(tmp_path, tmp_path / "x" / "a*.txt") == ["a1", "a2"]


def test_what_names_nothing_is_an_error_and_the_rest_goes_on(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    (tmp_path / "empty").mkdir()
    plan = plan_jobs([tmp_path / "none.txt", tmp_path / "a.txt", tmp_path / "empty"])
    assert [job.path.name for job in plan.jobs] == ["a.txt"]
    assert [type(error) for error in plan.errors] == [MissingInput, MissingInput]


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("石桥记", "石桥记"),
        ("石桥: 上/下", "石桥_ 上_下"),
        ("con", "con_"),
        ("LPT1.old", "LPT1.old_"),
        ("..", "_"),
        (" a. ", "a"),
        ("gpj\u202egnp", "gpj_gnp"),
        ("a\nb\x00", "a_b_"),
        ("e\u0301", "é"),
    ],
)
def test_names_are_safe_on_every_system(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_long_names_are_cut_between_characters() -> None:
    assert len(safe_name("桥" * 200).encode()) <= LONGEST
