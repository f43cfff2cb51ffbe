"""Outputs: an Article becomes the bytes of one file. Never knows how the text was recovered."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kanben.source.article import Article
from kanben.source.errors import ToolError

from .options import OutputOptions
from .written import Writer, Written


# WeasyPrint takes half a second to import: each writer's module is imported when it is first called.
def _write_pdf(article: Article, options: OutputOptions) -> Written:
    try:
        from .pdf import write_pdf
    except OSError as exc:  # how WeasyPrint says that a shared library cannot be loaded
        raise ToolError(f"Pango is missing ({exc})", remedy="run `kanben doctor`") from exc
    return write_pdf(article, options)


def _write_epub(article: Article, options: OutputOptions) -> Written:
    from .epub import write_epub

    return write_epub(article, options)


def _write_docx(article: Article, options: OutputOptions) -> Written:
    from .docx import write_docx

    return write_docx(article, options)


OUTPUTS: Mapping[str, Writer] = MappingProxyType({"pdf": _write_pdf, "epub": _write_epub, "docx": _write_docx})
