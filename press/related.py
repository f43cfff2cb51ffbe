"""Related articles: the texts of one folder, and what they say of each other.

An article's neighbours are those that stand at most `REACH` places from it in the folder, by name. What they say is a
function of the folder's texts alone, whatever else is built, and by how many workers.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from kanben.source.errors import KanbenError, OutputError
from kanben.source.related import NOTHING, Related, answer

from .files import write_file
from .fingerprint import UNSETTLED, digest_bytes, version
from .options import Options
from .storage import StoredPath

REACH = 200
"""How many places away in the folder an article is still related."""
LARGEST = 400_000
"""Bytes of the largest file that is looked at: a longer text is a book, and its own evidence is enough."""
SUFFIXES = (".txt", ".md", ".markdown")
CACHE = "related.json"
"""The file beside the ledger in which what was found out is kept."""


def relate_article(path: Path, options: Options) -> Related:
    """Return what the neighbours of one article say of it."""
    if not options.press.related or path.suffix.lower() not in SUFFIXES:
        return NOTHING
    files = _texts_of(path.parent)
    place = next((number for number, file in enumerate(files) if file.stem == path.stem), None)
    if place is None or len(files) < 2:
        return NOTHING
    first = max(0, place - REACH)
    window = files[first : place + REACH + 1]
    texts = _read_texts([path if file.stem == path.stem else file for file in window], options)
    return answer(texts, REACH).get(place - first, NOTHING)


def relate_folder(folder: Path, options: Options) -> dict[str, Related]:
    """Return what is said of each article of a folder, by the stem of its file; nothing for those nothing is said of."""
    files = _texts_of(folder)
    if len(files) < 2:
        return {}
    found = answer(_read_texts(files, options), REACH)
    return {files[number].stem: related for number, related in found.items() if related != NOTHING}


def _texts_of(folder: Path) -> list[Path]:
    """Return the texts of a folder by name; a normalised Markdown stands for the text of the same name."""
    by_stem: dict[str, Path] = {}
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            path = Path(entry.path)
            if path.suffix.lower() in SUFFIXES and not entry.name.startswith(".") and entry.is_file():
                before = by_stem.get(path.stem)
                by_stem[path.stem] = path if before is None else max(before, path, key=_rank)
    return [by_stem[stem] for stem in sorted(by_stem)]


def _rank(path: Path) -> tuple[bool, str]:
    return path.suffix.lower() != ".txt", path.name


def _read_texts(files: Iterable[Path], options: Options) -> dict[int, str]:
    """Return the texts that can be read, each by its number."""
    from kanben.source.decode import decode_bytes

    texts: dict[int, str] = {}
    for number, file in enumerate(files):
        with suppress(OSError, KanbenError):
            if file.stat().st_size <= LARGEST:
                texts[number] = decode_bytes(file.read_bytes(), options.source.encoding, file).text
    return texts


class Neighbours:
    """What the articles of each folder say of each other: found out once, and kept in a file where one is named.

    The file says how the folder's texts were; where they are so still, they are not read again.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self.said: dict[Path, Mapping[str, Related]] = {}
        self.kept: dict[str, dict[str, Any]] = {}
        self.changed = False
        if file is not None:
            with suppress(OSError, ValueError):
                found = json.loads(file.read_text(encoding="utf-8"))
                self.kept = found if isinstance(found, dict) else {}

    def of(self, path: Path, options: Options) -> Related:
        """Return what its neighbours say of an article."""
        if not options.press.related or path.suffix.lower() not in SUFFIXES or isinstance(path, StoredPath):
            return NOTHING
        if path.suffix.lower() == ".txt" and path.with_suffix(".md").exists():
            return relate_article(path, options)  # its Markdown stands for it among the others
        if path.parent not in self.said:
            self.said[path.parent] = self._folder(path.parent, options)
        return self.said[path.parent].get(path.stem, NOTHING)

    def _folder(self, folder: Path, options: Options) -> Mapping[str, Related]:
        if self.file is None:
            return relate_folder(folder, options)
        name = os.path.relpath(folder, self.file.parent)
        state, settled = _state(folder, options)
        entry = self.kept.get(name, {})
        if entry.get("state") == state:
            with suppress(TypeError, ValueError, KeyError, AttributeError):
                return {stem: _related(told) for stem, told in entry["said"].items()}
        said = relate_folder(folder, options)
        if settled:
            self.kept[name] = {"state": state, "said": {stem: _told(related) for stem, related in said.items()}}
            self.changed = True
        return said

    def save(self) -> None:
        """Write what is known into the file, where its folder is there."""
        if self.changed and self.file is not None and self.file.parent.is_dir():
            with suppress(OutputError):
                write_file(self.file, json.dumps(self.kept, ensure_ascii=False, sort_keys=True).encode("utf-8"))


def _state(folder: Path, options: Options) -> tuple[str, bool]:
    """Return the digest of names, sizes and times of a folder's texts, and whether all these times are old enough to tell."""
    rows, latest = [version(), str(options.source.encoding)], 0
    for path in _texts_of(folder):
        with suppress(OSError):
            status = path.stat()
            rows.append(f"{path.name}\0{status.st_size}\0{status.st_mtime_ns}")
            latest = max(latest, status.st_mtime_ns)
    return digest_bytes("\n".join(rows).encode("utf-8", "surrogatepass")), time.time_ns() - latest > UNSETTLED


def _told(related: Related) -> list[Any]:
    return [
        sorted(related.phrases),
        sorted(related.words),
        [list(pair) for pair in related.lost],
        sorted(related.names),
    ]


def _related(told: Sequence[Any]) -> Related:
    phrases, words, lost, names = told
    pairs = tuple((str(gap), str(word)) for gap, word in lost)
    return Related(frozenset(map(str, phrases)), frozenset(map(str, words)), pairs, frozenset(map(str, names)))
