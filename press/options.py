"""Options: defaults from the dataclasses, then `kanben.toml`, then the command line."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from kanben.filters.options import FilterOptions
from kanben.outputs import OUTPUTS
from kanben.outputs.options import OutputOptions
from kanben.source.errors import InputError, UsageError, reason_of
from kanben.source.options import SourceOptions

from .storage import StoredPath, as_path

FILE_NAME = "kanben.toml"
FORMATS = tuple(OUTPUTS)


@dataclass(frozen=True, slots=True)
class PressOptions:
    """Options of `press`: each field is a key of `kanben.toml`."""

    to: tuple[str, ...] = field(default=FORMATS, metadata={"choices": FORMATS})
    """Formats to make: any of pdf, epub, docx."""
    output: Path = Path("out")
    """Folder of the editions, or the URL of one on shared storage."""
    jobs: int = field(default=0, metadata={"least": 0})
    """Number of articles made at once; 0 stands for the number of cores, those of the cluster where there is one."""
    engine: str = "local"
    """Who does the work: `local`, this machine, or `dask://HOST:PORT`, the workers of a cluster."""
    timeout: float = field(default=300.0, metadata={"least": 1})
    """Longest time for one article, in seconds."""
    memory: int = field(default=2000, metadata={"least": 200})
    """Largest memory of one worker, in MB."""
    check: bool = False
    """Validate every edition and compare the words of all of them."""
    related: bool = True
    """Let the other texts of an article's folder tell which broken lines go on, and which words are names."""


@dataclass(frozen=True, slots=True)
class Options:
    """All options of a run, by room."""

    source: SourceOptions = SourceOptions()
    filters: FilterOptions = FilterOptions()
    outputs: OutputOptions = OutputOptions()
    press: PressOptions = PressOptions()


ROOMS: tuple[tuple[str, type], ...] = (
    ("source", SourceOptions),
    ("filters", FilterOptions),
    ("outputs", OutputOptions),
    ("press", PressOptions),
)


@cache
def known_keys() -> Mapping[str, tuple[str, Field[Any], Any]]:
    """Return for each key its room, its dataclass field and its resolved type."""
    return {entry.name: (room, entry, get_type_hints(cls)[entry.name]) for room, cls in ROOMS for entry in fields(cls)}


def load_options(
    beside: Path, given: Mapping[str, Any], settings: tuple[str, ...] = (), defaults: Mapping[str, Any] | None = None
) -> Options:
    """Return the options for an article or folder: `kanben.toml` beside or above it, `settings`, then `given`.

    `defaults` stand for those of the dataclasses where a command has others.
    `given` are values from the command line, None where nothing was said. `settings` are `key=value` strings from
    `--set`. Raises `UsageError` for an unknown key or a value that does not fit, naming file and nearest key.
    """
    values = {**(defaults or {}), **_file_values(find_file(beside))}
    for setting in settings:
        key, value = _parse_setting(setting)
        values.update(_fit(key, value, "--set", Path.cwd()))
    for key, value in given.items():
        if value is not None:
            values.update(_fit(key, value, "the command line", Path.cwd()))
    rooms = {
        room: cls(**{entry.name: values[entry.name] for entry in fields(cls) if entry.name in values})
        for room, cls in ROOMS
    }
    return Options(**rooms)


def find_file(beside: Path) -> Path | None:
    """Return the nearest `kanben.toml`: in the article's folder, else in one above it."""
    start = beside.absolute() if isinstance(beside, StoredPath) else Path(os.path.abspath(beside))
    # not resolve(): a linked article belongs to the folder it is seen in
    for folder in (start, *start.parents):
        candidate = folder / FILE_NAME
        if candidate.is_file():
            return candidate
    return None


@cache
def _file_values(path: Path | None) -> Mapping[str, Any]:
    if path is None:
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except tomllib.TOMLDecodeError as exc:
        raise UsageError(f"not valid TOML: {exc}", path, "mend the line it names") from exc
    except (OSError, UnicodeDecodeError) as exc:
        raise InputError(
            f"cannot be read ({reason_of(exc)})", path, "save it as UTF-8 and check its permissions"
        ) from exc
    values: dict[str, Any] = {}
    for key, value in table.items():
        values.update(_fit(key, value, str(path), path.parent))
    return values


def _parse_setting(setting: str) -> tuple[str, Any]:
    key, separator, raw = setting.partition("=")
    if not separator:
        raise UsageError(f"`{setting}` has no value", "--set", "write --set key=value")
    try:
        return key.strip(), tomllib.loads(f"value = {raw}")["value"]
    except tomllib.TOMLDecodeError:
        return key.strip(), raw  # a bare word is a string: --set theme=book


def _fit(key: str, value: Any, where: str, base: Path) -> dict[str, Any]:
    """Return the option's name with the value in its type; paths are relative to `base`."""
    name = key.replace("-", "_")
    if name not in known_keys():
        near = difflib.get_close_matches(name, known_keys(), n=1, cutoff=0.5)
        raise UsageError(f"unknown key `{key}`", where, f"did you mean `{near[0]}`?" if near else _all_keys())
    _, entry, kind = known_keys()[name]
    fitted = _in_type(value, kind, base)
    if fitted is MISSING:
        raise UsageError(f"`{key}` cannot be {value!r}", where, f"give {_describe(kind)}")
    _check_value(key, fitted, entry, where)
    return {name: fitted}


def _all_keys() -> str:
    return "known keys: " + ", ".join(sorted(known_keys()))


def _in_type(value: Any, kind: Any, base: Path) -> Any:
    """Return the value as `kind`, or `MISSING` where it does not fit."""
    if isinstance(kind, UnionType):
        kinds = [k for k in get_args(kind) if k is not type(None)]
        return None if value is None else _in_type(value, kinds[0], base)
    if get_origin(kind) is tuple:
        parts = value.split(",") if isinstance(value, str) else value
        if not isinstance(parts, list | tuple) or not all(isinstance(p, str) for p in parts):
            return MISSING
        return tuple(dict.fromkeys(p.strip() for p in parts if p.strip())) or MISSING
    if kind is Path:
        return _in_folder(value, base) if isinstance(value, str | Path) and str(value) else MISSING
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, bool) and kind is not bool:
        return MISSING
    return value if isinstance(value, kind) else MISSING


def _in_folder(value: str | Path, base: Path) -> Path:
    path = as_path(value) if isinstance(value, str) else value
    return path if isinstance(path, StoredPath) else base / path.expanduser()


def _describe(kind: Any) -> str:
    if isinstance(kind, UnionType):
        kind = get_args(kind)[0]
    if get_origin(kind) is tuple:
        return "a list of words"
    return {str: "text", int: "a whole number", float: "a number", bool: "true or false", Path: "a path"}[kind]


def _check_value(key: str, value: Any, entry: Field[Any], where: str) -> None:
    choices = entry.metadata.get("choices")
    for item in value if isinstance(value, tuple) else (value,):
        if choices and item not in choices:
            near = difflib.get_close_matches(str(item), choices, n=1)
            remedy = f"did you mean `{near[0]}`?" if near else f"choose from {', '.join(choices)}"
            raise UsageError(f"`{key}` has no value `{item}`", where, remedy)
    least = entry.metadata.get("least")
    if least is not None and value < least:
        raise UsageError(f"`{key}` cannot be {value}", where, f"give {least} or more")
