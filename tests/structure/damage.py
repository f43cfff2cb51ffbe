"""Damage the documents of this folder as text extraction does, and write down the blocks to recover.

    python tests/structure/damage.py OUT          write OUT/NAME.LEVEL.sN/raw.txt and truth.json for every document

A document is a text file: a first line `# KIND LANGUAGE`, then blocks with blank lines between them. A block begins with its
type and a bar (`heading2| 一、旧桥`); the lines that follow belong to it (verse, inscription, table; `~` is a blank line). `documents.py` reads it.

Everything is drawn from a random generator seeded with document, level and number, so the same cases come out everywhere.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from documents import Block, Document, read_documents
from erosion import erode_text
from paper import Line, break_pages, wrap_text

LEVELS = {"clean": 1, "light": 2, "heavy": 3}
"""How many cases each level gets."""
HEADING_NUMBERS = {
    "han": [f"{n}、" for n in "一二三四五六七八九十"],
    "han-paren": [f"（{n}）" for n in "一二三四五六七八九十"],
    "arabic": [f"{n}. " for n in range(1, 11)],
    "letter": [f"{n} " for n in "ABCDEFGHIJ"],
}
ITEM_NUMBERS = ("{}. ", "{}．", "{}）", "{}、", "（{}）")
ITEM_NUMBER = re.compile(r"^(\d{1,2})\. $")
BULLETS = ("• ", "- ", "· ", "■ ", "● ", "◆ ")


@dataclass
class Style:
    """How one case looks: drawn once, the same for the whole of it."""

    level: str
    separation: str = "blank"  # blank, none, irregular
    lost_blanks: float = 0.0  # how many blank lines of "blank" are lost
    wrapped: bool = False
    width: int = 30  # characters of a line
    page: int = 0  # lines of a page, 0 for none
    indent: str = ""
    heading_numbers: str | None = None
    bullet: str = "• "
    item_number: str = "{}. "
    running_head: str = ""
    number: str = ""  # shape of page numbers
    furniture: bool = False
    eroded: tuple[str, ...] = field(default=())


def draw_style(document: Document, level: str, rng: random.Random) -> Style:
    """Draw the look of a case."""
    bullet = rng.choice(BULLETS)
    if level == "clean":
        return Style(level, bullet=bullet)
    heavy = level == "heavy"
    style = Style(level, bullet=bullet)
    style.separation = rng.choice(("blank", "none", "irregular") if heavy else ("blank", "blank", "none"))
    style.lost_blanks = rng.choice((0.0, 0.05, 0.1, 0.2))
    style.wrapped = heavy and rng.random() < 0.7
    style.width = rng.choice((20, 24, 26, 30, 34, 38))
    style.page = rng.choice((18, 22, 26, 30, 36)) if heavy or rng.random() < 0.6 else 0
    indents = ("　　", "　　", "  ", "    ", "\t", "")
    style.indent = rng.choice(indents[:4]) if style.separation == "none" and not style.wrapped else rng.choice(indents)
    if not any(block.numbered for block in document.blocks) and rng.random() < 0.3:
        style.heading_numbers = rng.choice(sorted(HEADING_NUMBERS))
    style.item_number = rng.choice(ITEM_NUMBERS) if rng.random() < (0.7 if heavy else 0.3) else ITEM_NUMBERS[0]
    style.furniture = heavy or rng.random() < 0.3
    style.number = rng.choice(
        ("{}", "- {} -", "—{}—", "· {} ·", "第{}页", "第 {} 页 共 {total} 页", "{} / {total}", "P{}", "")
    )
    heads = (
        document.journal,
        f"{document.journal}  2022年第4期",
        f"{document.journal}·{document.title[:9]}",
        document.title,
        "",
    )
    style.running_head = rng.choice(heads[:3] if not style.number else heads)
    kinds = ("half", "spaced", "full_digits", "radicals", "zero_width", "letter_spaced", "lost_bullets")
    style.eroded = tuple(kind for kind in kinds if rng.random() < (0.5 if heavy else 0.2))
    return style


def make_case(document: Document, level: str, number: int) -> tuple[str, dict[str, Any]]:
    """Return the damaged text of a document and its truth."""
    name = f"{document.name}.{level}.s{number}"
    rng = random.Random(name)
    style = draw_style(document, level, rng)
    blocks = [dict(i=index, **block.as_truth()) for index, block in enumerate(document.blocks)]
    if style.heading_numbers:
        _number_headings(blocks, HEADING_NUMBERS[style.heading_numbers])
    lines = _place_blocks(document.blocks, blocks, style, rng)
    if style.page:
        lines = break_pages(lines, style, rng)
    if level == "heavy":
        lines = [Line("")] * rng.randrange(3) + lines
    raw = "\n".join(line.text for line in lines) + rng.choice(("", "\n"))
    for block in blocks:
        block["raw_lines"] = [number for number, line in enumerate(lines, 1) if line.owner == block["i"]]
    noise = [{"line": n, "kind": line.noise, "text": line.text} for n, line in enumerate(lines, 1) if line.noise]
    truth = {"id": name, "doc": document.name, "lang": document.language, "kind": document.kind, "level": level}
    truth |= {"seed": number, "style": asdict(style), "blocks": blocks, "noise": noise, "raw_chars": len(raw)}
    return raw, truth | {"raw_sha256": hashlib.sha256(raw.encode()).hexdigest()}


def _number_headings(blocks: list[dict[str, Any]], numbers: list[str]) -> None:
    top = min((block["level"] for block in blocks if block["type"] == "heading"), default=2)
    headings = [block for block in blocks if block["type"] == "heading" and block["level"] == top]
    for block, marker in zip(headings, numbers, strict=False):
        block.update(text=marker + block["text"], text_bare=block["text"], marker_added=marker)


def _place_blocks(source: list[Block], blocks: list[dict[str, Any]], style: Style, rng: random.Random) -> list[Line]:
    """Lay the blocks out in lines, erode them, put blank lines between, move some captions away."""
    lines: list[Line] = []
    moved: list[list[Line]] = []
    for block, truth in zip(source, blocks, strict=True):
        own = [Line(text, truth["i"]) for text in _block_lines(block, truth, style, rng)]
        if moved and truth["type"] == "paragraph" and not block.role and len(truth["text"]) > 60:
            own = _insert_within(own, moved.pop(), style, rng)
        elif style.level == "heavy" and truth["type"] == "caption" and rng.random() < 0.2:
            moved.append(own)
            truth["displaced"] = True
            continue
        if lines:
            lines += [Line("")] * _gap(truth["type"], style, rng)
        lines += own
    return [*lines, *(line for own in moved for line in [Line(""), *own])]


def _block_lines(block: Block, truth: dict[str, Any], style: Style, rng: random.Random) -> Iterator[str]:
    kind = truth["type"]
    if kind == "list_item" and not truth["ordered"]:
        truth["marker_raw"] = "" if "lost_bullets" in style.eroded else style.bullet
    if kind == "list_item" and (number := ITEM_NUMBER.match(truth.get("marker_raw", ""))):
        truth["marker_raw"] = style.item_number.format(number[1])
    text = erode_text(truth["text"], kind, block.role, style, rng)
    if block.role == "table" or kind == "verse":
        yield from text.split("\n")
        return
    indent = style.indent if kind in ("paragraph", "quote") and block.role != "signature" else ""
    text = indent + truth.get("marker_raw", "") + text
    yield from wrap_text(text, style.width) if style.wrapped else [text]


def _gap(kind: str, style: Style, rng: random.Random) -> int:
    """Return how many blank lines stand before a block."""
    if style.separation == "blank":
        if rng.random() < style.lost_blanks:
            return 0
        return 1 if style.level == "clean" or rng.random() < 0.9 else rng.choice((2, 3))
    if style.separation == "irregular":
        return rng.choice((0, 1, 1, 1, 2, 3))
    return rng.choice((0, 0, 1, 2)) if kind in ("heading", "caption", "verse") else 0


def _insert_within(lines: list[Line], caption: list[Line], style: Style, rng: random.Random) -> list[Line]:
    """Put a caption into the middle of a paragraph, as a column that runs round a picture does."""
    around = [Line("")] * rng.randrange(3)
    if style.wrapped:
        cut = rng.randrange(1, len(lines)) if len(lines) > 1 else 1
        return [*lines[:cut], *around, *caption, *around, *lines[cut:]]
    text, owner = lines[0].text, lines[0].owner
    cut = rng.randrange(len(text) // 3, 2 * len(text) // 3)
    return [Line(text[:cut], owner), *around, *caption, *around, Line(text[cut:], owner)]


def write_cases(folder: Path, levels: dict[str, int] | None = None) -> int:
    """Write every case of every document below a folder; return how many. `levels` says how many each level gets."""
    written = 0
    for document in read_documents():
        for level, number in ((level, n) for level, count in (levels or LEVELS).items() for n in range(1, count + 1)):
            raw, truth = make_case(document, level, number)
            case = folder / truth["id"]
            case.mkdir(parents=True, exist_ok=True)
            (case / "raw.txt").write_text(raw, encoding="utf-8", newline="")
            (case / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1), encoding="utf-8")
            written += 1
    return written


if __name__ == "__main__":
    print(write_cases(Path(sys.argv[1])), "cases")
