"""Outputs: an Article becomes the bytes of one file. Never knows how the text was recovered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType, ModuleType

from kanben.source.article import Article
from kanben.source.errors import UsageError
from kanben.source.volume import Volume

from .options import OutputOptions
from .written import PrintedPage, VolumeWriter, Writer, Written


# WeasyPrint takes half a second to import: each writer's module is imported when it is first called.
def load_pdf_writer() -> ModuleType:
    """Return the module that writes PDF. Raises `ToolError` where fonts, Pango or a library beside it are missing."""
    from . import libraries
    from .fonts import assert_fonts

    assert_fonts()
    return libraries.load_pdf_writer()


def _write_pdf(article: Article, options: OutputOptions) -> Written:
    written: Written = load_pdf_writer().write_pdf(article, options)
    return written


def _write_epub(article: Article, options: OutputOptions) -> Written:
    from .epub import write_epub

    return write_epub(article, options)


def _write_docx(article: Article, options: OutputOptions) -> Written:
    from .docx import write_docx

    return write_docx(article, options)


def _bind_pdf(volume: Volume, options: OutputOptions) -> Written:
    written: Written = load_pdf_writer().write_volume(volume, options)
    return written


def _bind_epub(volume: Volume, options: OutputOptions) -> Written:
    from .epub import write_volume

    return write_volume(volume, options)


def _bind_docx(volume: Volume, options: OutputOptions) -> Written:
    from .docx import write_volume

    return write_volume(volume, options)


OUTPUTS: Mapping[str, Writer] = MappingProxyType({"pdf": _write_pdf, "epub": _write_epub, "docx": _write_docx})
"""The writer of each format."""
VOLUMES: Mapping[str, VolumeWriter] = MappingProxyType({"pdf": _bind_pdf, "epub": _bind_epub, "docx": _bind_docx})
"""The writer of each format for volumes."""


def write_editions(
    article: Article, options: OutputOptions, names: Sequence[str], writers: Mapping[str, Writer] = OUTPUTS
) -> dict[str, Written]:
    """Return the editions of an article by format; an EPUB made together with a PDF lists the pages of the PDF."""

    def write(name: str, printed: Sequence[PrintedPage]) -> Written:
        if name != "epub":
            return writers[name](article, options)
        from .epub import page_starts, write_epub

        return write_epub(article, options, page_starts(printed))

    return _write_all(names, write)


def bind_editions(
    volume: Volume, options: OutputOptions, names: Sequence[str], tell: Callable[[str], None] = lambda name: None
) -> dict[str, Written]:
    """Return the editions of a volume as `write_editions` does; `tell` hears which format is being made.

    Raises `UsageError` for a format that volumes do not have.
    """
    missing = [name for name in names if name not in VOLUMES]
    if missing:
        raise UsageError(f"no volume can be made as `{missing[0]}`", remedy=f"choose from {', '.join(VOLUMES)}")

    def write(name: str, printed: Sequence[PrintedPage]) -> Written:
        tell(name)
        if name != "epub":
            return VOLUMES[name](volume, options)
        from .epub import page_starts, write_volume

        return write_volume(volume, options, page_starts(printed))

    return _write_all(names, write)


def _write_all(names: Sequence[str], write: Callable[[str, Sequence[PrintedPage]], Written]) -> dict[str, Written]:
    """Let each format be written, the EPUB after the PDF: `write` is given its pages."""
    written: dict[str, Written] = {}
    for name in sorted(names, key=lambda name: LAST.get(name, 0)):
        written[name] = write(name, written["pdf"].printed if "pdf" in written else ())
    return {name: written[name] for name in names}


LAST: Mapping[str, int] = MappingProxyType({"pdf": 1, "epub": 2})
"""Formats that come after the others: the PDF may be in the making elsewhere, the EPUB asks it for its pages."""
