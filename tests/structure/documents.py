"""Read the documents with known structure that stand in `documents/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "documents"
# Type in the file → type of the truth and role there.
TYPES = {
    "title": ("title", None),
    "byline": ("byline", None),
    "lead": ("paragraph", "standfirst"),
    "p": ("paragraph", None),
    "note": ("paragraph", "note"),
    "signature": ("paragraph", "signature"),
    "table": ("paragraph", "table"),
    "quote": ("quote", None),
    "caption": ("caption", None),
    "verse": ("verse", "verse"),
    "inscription": ("verse", "inscription"),
    "item": ("list_item", None),
    "heading1": ("heading", None),
    "heading2": ("heading", None),
    "heading3": ("heading", None),
    "heading4": ("heading", None),
}
MARKER = re.compile(
    r"^(?:\d{1,2}[.、．]\s?|（[\d一二三四五六七八九十]{1,3}）|\([\d]{1,2}\)\s?|[①-⑳]\s?|[一二三四五六七八九十]{1,2}、)"
)
NUMBERED = re.compile(
    r"^(?:[A-Z0-9一二三四五六七八九十]|（[一二三四五六七八九十]|第[一二三四五六七八九十]|其[一二三四五])"
)
HEADER = re.compile(r"^# (\S+) (\S+)(?: (\S+))?$")


@dataclass(frozen=True)
class Block:
    """One block of a document as its author meant it; a numbered list item keeps its marker apart."""

    kind: str
    text: str
    role: str | None = None
    level: int | None = None
    marker: str | None = None

    @property
    def numbered(self) -> bool:
        """Say whether this is a heading that begins with something like a number."""
        return self.kind == "heading" and bool(NUMBERED.match(self.text))

    def as_truth(self) -> dict[str, Any]:
        """Return the block as the truth of a case has it."""
        truth: dict[str, Any] = {"type": self.kind, "text": self.text}
        if self.role:
            truth["role"] = self.role
        if self.level:
            truth["level"] = self.level
        if self.kind == "list_item":
            truth |= {"ordered": self.marker is not None, "depth": 0}
            if self.marker:
                truth["marker_raw"] = self.marker
        return truth


@dataclass(frozen=True)
class Document:
    """A document: its name, kind of text, language, the journal that runs on its page heads, and its blocks."""

    name: str
    kind: str
    language: str
    journal: str
    blocks: list[Block]

    @property
    def title(self) -> str:
        """Return the first line of the title, or nothing."""
        return next((block.text for block in self.blocks if block.kind == "title"), "")


def read_documents() -> list[Document]:
    """Read all documents, by name."""
    return [read_document(path) for path in sorted(FOLDER.glob("*.txt"))]


def read_document(path: Path) -> Document:
    """Read one document; an unknown type is an error that names the file."""
    head, _, body = path.read_text(encoding="utf-8").partition("\n")
    header = HEADER.match(head)
    if not header:
        raise ValueError(f"{path}: the first line must be `# KIND LANGUAGE JOURNAL`")
    journal = header[3] or ("文史縱橫" if header[2] == "zh-Hant" else "文史纵横")
    return Document(
        path.stem,
        header[1],
        header[2],
        journal,
        [_read_block(part, path) for part in body.split("\n\n") if part.strip()],
    )


def _read_block(part: str, path: Path) -> Block:
    name, bar, text = part.strip("\n").partition("|")
    if not bar or name not in TYPES:
        raise ValueError(f"{path}: no block type before a bar: {part[:30]!r}")
    kind, role = TYPES[name]
    text = text.removeprefix(" ").removeprefix("\n").replace("\n~\n", "\n\n")
    marker = MARKER.match(text) if kind == "list_item" else None
    level = int(name[-1]) if kind == "heading" else None
    return Block(kind, text[marker.end() :] if marker else text, role, level, marker[0] if marker else None)
