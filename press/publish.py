"""Publish one article: read it, pass it through the filters, write its editions."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kanben.source.notices import Notice, NoticeCode

from .files import stage_files, write_file
from .fingerprint import digest_bytes
from .options import Options
from .plan import Job

if TYPE_CHECKING:
    from kanben.outputs.written import Written
    from kanben.source.article import Article


@dataclass(frozen=True, slots=True)
class Published:
    """What came of one article: its title, files, notices, pages of the PDF, and seconds.

    `staged` has for each file where its bytes are until it gets its name, and their digest; `pictures` the names of the
    pictures it asks for; `picture` a small picture of its cover, as JPEG.
    """

    path: Path
    title: str
    files: tuple[Path, ...]
    notices: tuple[Notice, ...]
    edits: int
    pages: int | None
    seconds: float
    staged: Mapping[Path, tuple[Path, str]] = field(default_factory=dict)
    pictures: tuple[str, ...] = ()
    picture: bytes | None = None


def publish_article(
    job: Job, options: Options, staging: Path | None = None, portrait: bool = False, alone: bool = False
) -> Published:
    """Make every edition of one article; raises a `KanbenError` that names the article when it cannot be made.

    With `staging` the files are put into that folder and get their names from the caller. `portrait` asks for a small
    picture of the cover; `alone` says that no other article is being made, so that a second core may be used.
    """
    from kanben.filters import apply_passes
    from kanben.outputs import OUTPUTS, write_editions
    from kanben.source.decisions import read_decisions
    from kanben.source.read import read_article

    from .ahead import pdf_ahead

    begun = time.perf_counter()
    with pdf_ahead(alone and "pdf" in options.press.to) as ahead:
        article = read_article(job.path, options.source, job.related)
        pictures = picture_names(article)
        article = replace(article, decisions=read_decisions(job.path, options.filters.glossary))
        edition = apply_passes(article, options.filters)
        writers = ahead.begin(edition, options.outputs) if ahead else OUTPUTS
        written = write_editions(edition, options.outputs, options.press.to, writers)
    files = {edition_path(job, options, name): result.data for name, result in written.items()}
    if options.press.check:
        from .check import verify_editions

        verify_editions(edition, files)
    staged = _put(files, staging)
    notices = [*job.notices, *edition.notices, *(notice for result in written.values() for notice in result.notices)]
    return Published(
        path=job.path,
        title=edition.title,
        files=tuple(files),
        notices=tuple(dict.fromkeys(notices)),
        edits=len(edition.edits),
        pages=next((result.pages for result in written.values() if result.pages), None),
        seconds=time.perf_counter() - begun,
        staged=staged,
        pictures=pictures,
        picture=draw_portrait(written["epub"]) if portrait and "epub" in written else None,
    )


def _put(files: Mapping[Path, bytes], staging: Path | None) -> dict[Path, tuple[Path, str]]:
    """Write editions under their names, or stage them: then return for each the staged file and the digest."""
    if staging is None:
        for path, data in files.items():
            write_file(path, data)
        return {}
    temporaries = stage_files(files, staging)
    return {path: (temporaries[path], digest_bytes(data)) for path, data in files.items()}


def picture_names(article: Article) -> tuple[str, ...]:
    """Return the names of the pictures that an article asks for; of those that are missing, as its text writes them."""
    from kanben.source.document import pf

    names: dict[str, None] = {}

    def collect(element: Any, _doc: Any) -> None:
        if isinstance(element, pf.Image):
            names[element.url] = None

    article.doc.walk(collect)
    for notice in article.notices:
        if notice.code is NoticeCode.MISSING_IMAGE and notice.context:
            pattern = rf"[^\s()<>\"']{{0,200}}{re.escape(notice.context)}"
            names |= dict.fromkeys([notice.context, *re.findall(pattern, article.text)])
    return tuple(names)


def draw_portrait(epub: Written) -> bytes | None:
    """Return the EPUB's cover as a small JPEG, or None where it has none that can be read."""
    import io

    from PIL import Image

    try:
        cover = epub.cover or open_cover(epub.data)
        if cover is None:
            return None
        step = max(1, min(cover.width // PORTRAIT[0], cover.height // PORTRAIT[1]) // FINER)
        fewer = cover.resize((cover.width // step, cover.height // step), Image.Resampling.NEAREST)
        small = fewer.convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None
    small.thumbnail(PORTRAIT)
    out = io.BytesIO()
    small.save(out, "JPEG", quality=60, optimize=True)
    return out.getvalue()


def open_cover(epub: bytes) -> Any:
    """Return the picture in an EPUB that is its cover, not read yet, or None."""
    import io
    import zipfile

    from PIL import Image

    with zipfile.ZipFile(io.BytesIO(epub)) as archive:
        covers = [name for name in archive.namelist() if name.endswith(("cover.png", "cover.jpg", "cover.jpeg"))]
        return Image.open(io.BytesIO(archive.read(covers[0]))) if covers else None


PORTRAIT = (72, 108)
"""Largest width and height of the small picture, in pixels."""
FINER = 4
"""How many times finer a cover is looked at than the small picture shows it: all its dots would take three times as long."""


def edition_path(job: Job, options: Options, suffix: str) -> Path:
    """Return where an edition stands: the script is part of the name only where it is not `as-written`."""
    return options.press.output / f"{edition_stem(job, options)}.{suffix}"


def edition_stem(job: Job, options: Options) -> str:
    """Return the path of an article's editions below the output folder, without suffix."""
    script = options.filters.script
    return str(job.stem) if script == "as-written" else f"{job.stem}.{script}"
