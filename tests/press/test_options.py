"""Options come from the dataclasses, then `kanben.toml`, then the command line; what does not fit is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from kanben.press.options import ROOMS, Options, known_keys, load_options
from kanben.press.storage import StoredPath
from kanben.source.errors import UsageError


def test_defaults_hold_where_nothing_is_said(tmp_path: Path) -> None:
    assert load_options(tmp_path, {}) == Options()


def test_the_file_above_the_article_counts_and_the_command_line_wins(tmp_path: Path) -> None:
    (tmp_path / "kanben.toml").write_text('theme = "book"\nscript = "zh-Hant"\nto = ["pdf"]\n', encoding="utf-8")
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    options = load_options(below, {"script": "zh-Hans", "theme": None})
    assert options.outputs.theme == "book"
    assert options.filters.script == "zh-Hans"
    assert options.press.to == ("pdf",)


def test_the_nearest_file_is_the_one_that_counts(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "kanben.toml").write_text('theme = "book"\n', encoding="utf-8")
    (inner / "kanben.toml").write_text("booklet = true\n", encoding="utf-8")
    options = load_options(inner, {})
    assert (options.outputs.theme, options.outputs.booklet) == ("article", True)


def test_paths_in_the_file_are_relative_to_it(tmp_path: Path) -> None:
    (tmp_path / "kanben.toml").write_text('glossary = "names.tsv"\n', encoding="utf-8")
    assert load_options(tmp_path, {}).filters.glossary == tmp_path / "names.tsv"


@pytest.mark.parametrize(
    ("setting", "room", "name", "value"),
    [
        ("theme=book", "outputs", "theme", "book"),
        ("press=true", "outputs", "press", True),
        ("timeout=20", "press", "timeout", 20.0),
        ("engine=dask://host:8786", "press", "engine", "dask://host:8786"),
        ("output=s3://books/out", "press", "output", StoredPath("s3://books/out")),
        ("to=pdf, epub", "press", "to", ("pdf", "epub")),
        ('paper="148mm 210mm"', "outputs", "paper", "148mm 210mm"),
        ("regional-vocabulary=true", "filters", "regional_vocabulary", True),
    ],
)
def test_a_setting_takes_the_type_of_its_option(
    tmp_path: Path, setting: str, room: str, name: str, value: object
) -> None:
    options = load_options(tmp_path, {}, (setting,))
    assert getattr(getattr(options, room), name) == value


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('scirpt = "zh-Hans"', "did you mean `script`?"),
        ('script = "zhHans"', "did you mean `zh-Hans`?"),
        ('to = ["pdf", "odt"]', "choose from"),
        ("to = []", "give a list of words"),
        ("theme = 3", "give text"),
        ("booklet = 1", "give true or false"),
        ('glossary = ""', "give a path"),
        ("glossary = 3", "give a path"),
        ("jobs = -1", "give 0 or more"),
        ("jobs = 1.5", "give a whole number"),
        ("theme = ", "not valid TOML"),
        ("[outputs]", "unknown key `outputs`"),
    ],
)
def test_what_does_not_fit_is_an_error_that_names_the_file(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "kanben.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError) as caught:
        load_options(tmp_path, {})
    assert str(caught.value).startswith(str(file))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_two_rooms_have_an_option_of_one_name() -> None:
    assert len(known_keys()) == sum(len(cls.__dataclass_fields__) for _, cls in ROOMS)
