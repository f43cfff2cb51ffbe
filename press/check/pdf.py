"""Check a PDF without outside help: fonts are embedded, it is tagged, its words can be read in order, its lines are sound."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .findings import Finding, Severity
from .pdf_text import PdfText, read_pdf_text

EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")
LOST = "\ufffd\ufffe\uffff"
"""What stands in extracted text for a glyph without a character."""


@dataclass(frozen=True, slots=True)
class PdfFindings:
    """What is wrong with a PDF, its text where it can be read, and its figures."""

    findings: list[Finding]
    text: PdfText | None
    figures: Mapping[str, int]


def check_pdf(path: Path, data: bytes) -> PdfFindings:
    """Return what is wrong with a PDF, its text, and figures of its pages and lines."""
    findings: list[Finding] = []

    def add(code: str, message: str, place: str = "", severity: Severity = Severity.ERROR, remedy: str = "") -> None:
        remedy = remedy or "make the edition again"
        findings.append(Finding(path, "structure", severity, code, message, place, remedy))

    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            for number, name in _fonts_not_embedded(pdf):
                add("font", f"the font {name} is not embedded", f"page {number}", remedy="run `kanben doctor`")
            if "/StructTreeRoot" not in pdf.Root:
                add("tags", "the PDF is not tagged", severity=Severity.WARNING)
            if not str(pdf.Root.get("/Lang", "")):
                add("language", "the PDF names no language", severity=Severity.WARNING)
        text = read_pdf_text(data)
    except (pikepdf.PdfError, ValueError, KeyError, TypeError, RecursionError) as exc:
        add("package", f"the PDF cannot be read: {exc}")
        return PdfFindings(findings, None, {})
    for number, page in enumerate(text.pages, 1):
        lost = sum(page.count(character) for character in LOST)
        if lost:
            add("text", f"{lost} glyphs stand for no character", f"page {number}")
    figures = {"pages": len(text.pages), **_line_figures(text)}
    for key, name in (("lines_begun_wrong", "begin"), ("lines_ended_wrong", "end")):
        if figures[key]:
            message = f"{figures[key]} lines {name} with a mark that may not {name} a line"
            add("lines", message, severity=Severity.WARNING)
    return PdfFindings(findings, text, figures)


def _line_figures(text: PdfText) -> dict[str, int]:
    """Return how many lines of running text there are, and how many break the prohibition rules of CLREQ."""
    from kanben.source.characters import CLOSING, NO_END, PAUSE_OR_STOP

    lines = [line.strip() for line in text.lines if line.strip()]
    wrong_start = PAUSE_OR_STOP + CLOSING
    return {
        "lines": len(lines),
        "lines_begun_wrong": sum(line[0] in wrong_start for line in lines),
        "lines_ended_wrong": sum(line[-1] in NO_END for line in lines),
    }


def _fonts_not_embedded(pdf: Any) -> Iterator[tuple[int, str]]:
    """Yield page number and name of every font that stands in no file of its own (Type 3 fonts are their own)."""
    seen: set[tuple[int, int]] = set()
    for number, page in enumerate(pdf.pages, 1):
        for font in _resource_fonts(page.obj.get("/Resources"), set()):
            key = font.objgen
            if key in seen and key != (0, 0):
                continue
            seen.add(key)
            inner = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
            descriptor = inner.get("/FontDescriptor")
            if str(inner.get("/Subtype")) == "/Type3":
                continue
            if descriptor is None or not any(name in descriptor for name in EMBEDDED):
                yield number, str(font.get("/BaseFont", "without name")).lstrip("/")


def _resource_fonts(resources: Any, seen: set[tuple[int, int]]) -> Iterator[Any]:
    if resources is None:
        return
    fonts = resources.get("/Font")
    yield from fonts.values() if fonts is not None else ()
    inner = resources.get("/XObject")
    for form in inner.values() if inner is not None else ():
        with contextlib.suppress(AttributeError):
            if form.objgen not in seen and str(form.get("/Subtype")) == "/Form":
                seen.add(form.objgen)
                yield from _resource_fonts(form.get("/Resources"), seen)
