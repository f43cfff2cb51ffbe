"""What a person may decide about an edition's form."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """Options of `outputs`: each field is a key of `kanben.toml`."""

    theme: str = "article"
    """Name of a theme, or the path of a folder that holds one."""
    paper: str | None = None
    """Paper size, as in CSS `size` (A5, 148mm 210mm); without it the theme's."""
    pdf_variant: str = "pdf/a-2u+ua-1"
    """PDF standard to meet: `pdf/a-2u+ua-1`, or a name that WeasyPrint knows."""
    hanging_punctuation: bool = False
    """Let pause and stop marks hang in the margin (CLREQ, Hanging punctuation)."""
    press: bool = False
    """Write the PDF for a printer: bleed, crop marks, PDF/X-4."""
    output_profile: Path | None = None
    """ICC profile of the printing condition, for `press`; without it one that the system has."""
    booklet: bool = False
    """Impose the pages for folding."""
    vertical: bool = False
    """Set the EPUB in vertical lines from right to left."""
    embed_fonts: bool = False
    """Embed the theme's fonts, subset, into the EPUB."""
    cover: Path | None = None
    """A picture for the cover instead of the drawn one."""
    comments: bool = False
    """Write notices as comments and edits as tracked changes into the DOCX."""
