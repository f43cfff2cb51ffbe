"""Related articles: the texts of one folder, and what they say of each other.

An article's neighbours are those that stand at most `REACH` places from it in the folder, by name. What they say is a
function of the folder's texts alone, whatever else is built, and by how many workers.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from kanben.source.errors import KanbenError
from kanben.source.related import NOTHING, Related, answer

from .files import write_file
from .fingerprint import UNSETTLED, digest_bytes, version
from .objects import list_files, read_files
from .options import Options
from .plan import LEDGER
from .storage import Found, StoredPath

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
    found = list_files(path.parent)
    files = _texts_of(found)
    stems = [file.stem for file in files]
    if path not in found or path.stem not in stems or len(files) < 2:
        return NOTHING
    place = stems.index(path.stem)
    first = max(0, place - REACH)
    window = [path if file.stem == path.stem else file for file in list(files)[first : place + REACH + 1]]
    texts = _read_texts({file: found[file] for file in window}, options)
    return answer(texts, REACH).get(place - first, NOTHING)


def relate_folder(files: Mapping[Path, Found], options: Options) -> dict[str, Related]:
    """Return what is said of each text of a folder, by the stem of its file; nothing for those nothing is said of."""
    if len(files) < 2:
        return {}
    stems = [path.stem for path in files]
    found = answer(_read_texts(files, options), REACH)
    return {stems[number]: related for number, related in found.items() if related != NOTHING}


def _texts_of(found: Mapping[Path, Found]) -> dict[Path, Found]:
    """Return the texts among the files of a folder by name; a normalised Markdown stands for the text of the same name."""
    by_stem: dict[str, Path] = {}
    for path in found:
        if path.suffix.lower() in SUFFIXES and not path.name.startswith("."):
            before = by_stem.get(path.stem)
            by_stem[path.stem] = path if before is None else max(before, path, key=_rank)
    return {by_stem[stem]: found[by_stem[stem]] for stem in sorted(by_stem)}


def _rank(path: Path) -> tuple[bool, str]:
    return path.suffix.lower() != ".txt", path.name


def _read_texts(files: Mapping[Path, Found], options: Options) -> dict[int, str]:
    """Return the texts that can be read, each by its number among the files."""
    from kanben.source.decode import decode_bytes

    short = {number: path for number, (path, found) in enumerate(files.items()) if found.size <= LARGEST}
    texts: dict[int, str] = {}
    for (number, path), data in zip(short.items(), read_files(list(short.values())), strict=True):
        if data is not None:
            with suppress(KanbenError):
                texts[number] = decode_bytes(data, options.source.encoding, path).text
    return texts


class Neighbours:
    """What the articles of each folder say of each other: found out once, and kept in a file where one is named.

    The file says how the folder's texts were; where they are so still, they are not read again.
    """

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self.texts: dict[Path, frozenset[Path]] = {}
        self.said: dict[Path, Mapping[str, Related]] = {}
        self.kept: dict[str, dict[str, Any]] = {}
        self.changed = False
        if file is not None:
            with suppress(OSError, ValueError):
                found = json.loads(file.read_bytes().decode("utf-8", "surrogatepass"))
                self.kept = found if isinstance(found, dict) else {}

    def of(self, path: Path, options: Options) -> Related:
        """Return what its neighbours say of an article. Raises `ToolError` where a storage fails."""
        if not options.press.related or path.suffix.lower() not in SUFFIXES:
            return NOTHING
        folder = path.parent
        if folder not in self.said:
            files = _texts_of(list_files(folder))
            self.texts[folder], self.said[folder] = frozenset(files), self._folder(folder, files, options)
        if path not in self.texts[folder]:
            return relate_article(path, options)  # its Markdown stands for it among the others
        return self.said[folder].get(path.stem, NOTHING)

    def _folder(self, folder: Path, files: Mapping[Path, Found], options: Options) -> Mapping[str, Related]:
        if self.file is None or len(files) < 2:
            return relate_folder(files, options)
        name = _name(folder, self.file.parent)
        state, settled = _state(files, options)
        with suppress(TypeError, ValueError, KeyError, AttributeError):  # the file may hold anything
            if self.kept[name]["state"] == state:
                return {stem: _related(told) for stem, told in self.kept[name]["said"].items()}
        said = relate_folder(files, options)
        if settled:
            self.kept[name] = {"state": state, "said": {stem: _told(related) for stem, related in said.items()}}
            self.changed = True
        return said

    def save(self) -> None:
        """Write what is known into the file, once, as soon as the ledger stands beside it."""
        if self.file is None or not self.changed:
            return
        with suppress(KanbenError):
            if (self.file.parent / LEDGER.name).is_file():
                kept = json.dumps(self.kept, ensure_ascii=False, sort_keys=True)
                write_file(self.file, kept.encode("utf-8", "surrogatepass"))
                self.changed = False


def _name(folder: Path, beside: Path) -> str:
    """Return the name of a folder in the file: its path from there, or all of it where one of them is on a storage."""
    if isinstance(folder, StoredPath) or isinstance(beside, StoredPath):
        return str(folder.absolute())
    return os.path.relpath(folder, beside)


def _state(files: Mapping[Path, Found], options: Options) -> tuple[str, bool]:
    """Return the digest of texts' names, sizes, and ETags or times; and whether all times that count are old enough to tell."""
    rows, latest, now = [version(), str(options.source.encoding)], 0, time.time_ns()
    for path, found in files.items():
        rows.append(f"{path.name}\0{found.size}\0{found.mark or found.changed}")
        latest = max(latest, 0 if found.mark else found.changed or now)
    return digest_bytes("\n".join(rows).encode("utf-8", "surrogatepass")), now - latest > UNSETTLED


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
