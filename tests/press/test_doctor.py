"""The doctor says what is missing and which command brings it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import jsonschema
import pytest

from kanben.outputs import fonts
from kanben.press import doctor, remedies
from kanben.press.doctor import Finding, State, examine_system, finding_as_json, finding_lines, is_fit
from kanben.source.errors import ToolError

SCHEMA = json.loads(
    (Path(__file__).resolve().parents[2] / "docs/schema/doctor.schema.json").read_text(encoding="utf-8")
)


def states(findings: list[Finding]) -> dict[str, State]:
    return {finding.name.split(" (")[0]: finding.state for finding in findings}


def only(monkeypatch: pytest.MonkeyPatch, manager: str) -> None:
    monkeypatch.setattr(remedies.shutil, "which", lambda name: f"/usr/bin/{name}" if name == manager else None)
    monkeypatch.setattr(remedies.os, "geteuid", lambda: 1000)


def test_this_system_is_fit_and_the_findings_fit_their_schema() -> None:
    findings = examine_system()
    assert is_fit(findings), list(finding_lines(findings))
    jsonschema.validate([finding_as_json(finding) for finding in findings], SCHEMA)


def test_the_themes_are_listed() -> None:
    (themes,) = [finding for finding in examine_system() if finding.name == "themes"]
    assert themes.detail == "article · book · gongwen · magazine"


def test_a_missing_library_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise OSError("cannot load library 'libpango-1.0-0'. Additionally, ctypes said much more\nover many lines")

    monkeypatch.setattr(doctor, "_pango_version", fail)
    monkeypatch.setattr(doctor, "find_remedy", lambda what: f"bring {what}")
    findings = examine_system()
    assert states(findings)["Pango"] is State.MISSING
    assert not is_fit(findings)
    lines = list(finding_lines(findings))
    assert "→ bring Pango" in lines[lines.index(next(line for line in lines if " Pango " in line)) + 1]
    assert lines[-1] == "Missing: Pango."


def test_a_role_without_a_font_is_filled_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        fonts, "installed_families", lambda: frozenset({"noto serif cjk sc", "noto serif cjk tc", "noto serif cjk hk"})
    )
    found = states(examine_system())
    assert found["Song"] is State.FOUND
    assert {found[role] for role in ("Kai", "Hei", "Fangsong", "Latin")} == {State.STAND_IN}


def test_without_any_font_nothing_can_be_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "installed_families", lambda: frozenset())
    findings = examine_system()
    assert states(findings)["fonts"] is State.MISSING
    assert not is_fit(findings)


def test_without_fontconfig_fonts_are_not_guessed_at(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> frozenset[str]:
        raise ToolError("fontconfig's fc-list is missing")

    monkeypatch.setattr(doctor, "installed_families", fail)
    found = states(examine_system())
    assert found["fontconfig"] is State.MISSING
    assert "Song" not in found


@pytest.mark.parametrize(
    ("manager", "what", "command"),
    [
        ("apt-get", "Pango", "sudo apt-get install --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0"),
        ("apt-get", "Fangsong HK", "sudo apt-get install --no-install-recommends fonts-cwtex-fs"),
        ("dnf", "Song SC", "sudo dnf install google-noto-serif-cjk-fonts"),
        ("brew", "Pango", "brew install pango"),
        ("pacman", "Fangsong SC", None),
        ("no-manager", "Pango", None),
    ],
)
def test_each_system_has_its_own_command(
    monkeypatch: pytest.MonkeyPatch, manager: str, what: str, command: str | None
) -> None:
    only(monkeypatch, manager)
    assert remedies.find_remedy(what) == command


def test_the_remedy_for_one_font_does_not_install_the_whole_of_tex(monkeypatch: pytest.MonkeyPatch) -> None:
    only(monkeypatch, "apt-get")
    command = remedies.find_remedy("Fangsong SC")
    assert command is not None
    assert "apt-get download texlive-lang-chinese" in command
    assert "install" not in command


def test_programs_that_only_checks_need_are_optional(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = [dataclasses.replace(validator, command=lambda: None) for validator in doctor.VALIDATORS]
    monkeypatch.setattr(doctor, "VALIDATORS", missing)
    findings = examine_system()
    assert {states(findings)[validator.name] for validator in missing} == {State.OPTIONAL}
    assert is_fit(findings)
