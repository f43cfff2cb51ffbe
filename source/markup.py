"""Read what has mark-up of its own: Markdown, HTML, DOCX, EPUB, ODT.

The way is the same for all: parse (in a sandbox), make safe, tidy, then supply the structure that the mark-up does not
give. A file that `normalize` wrote has been through all of it: it is only parsed and made safe.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .article import Article
from .canonical import settle_document
from .document import API_VERSION, pf, plain_text
from .errors import EmptyInput, WordLossError
from .inlines import tidy_document
from .metadata import known_byline, known_title, language_tag, normalize_metadata
from .notices import Edit, Notice, NoticeCode, Place
from .options import SourceOptions
from .pictures import Find, PictureShelf
from .related import Related
from .safety import MISSING_PICTURE, Guard


@dataclass(slots=True)
class Parsed:
    """A document as its format's reader gives it, and how its pictures are found.

    `text` is the decoded source where the format is text. `title` and `byline` stood outside the document proper.
    `finished` says that the file is normalised: nothing is to be recovered. `contained` says that pictures stand inside.
    """

    doc: Any
    find: Find
    text: str = ""
    title: str = ""
    byline: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    edits: tuple[Edit, ...] = ()
    finished: bool = False
    contained: bool = False


UNSUPPLIED = "Only the structure that the document gives itself was kept: look for headings, captions and the byline."

Parser = Callable[[Path, bytes, SourceOptions], Parsed]


def read_markup(path: Path, data: bytes, options: SourceOptions, related: Related) -> Article:
    """Return the article of a file with mark-up."""
    parsed = _parser(path.suffix.lower())(path, data, options)
    shelf = PictureShelf(
        parsed.find, path.stem, options.max_pixels, parsed.text if parsed.finished else "", parsed.contained
    )
    notices = (*parsed.notices, *Guard(shelf).clean(parsed.doc))
    tidy_document(parsed.doc)
    normalize_metadata(parsed.doc)
    if (
        not any(plain_text(block).strip() for block in parsed.doc.content)
        and not shelf.pictures
        and not known_title(parsed.doc, "")
    ):
        raise EmptyInput("the document holds no text", path, "nothing to publish")
    if parsed.finished:
        parsed.doc.content = _without_marks(list(parsed.doc.content))
        settle_document(parsed.doc)
        return Article(path, parsed.text, parsed.doc, parsed.edits, notices, shelf.pictures, people=related.names)
    return _supply(parsed, path, notices, shelf, related)


def _supply(parsed: Parsed, path: Path, notices: tuple[Notice, ...], shelf: PictureShelf, related: Related) -> Article:
    from .bold_headings import join_numbers
    from .missing_structure import supply_structure
    from .pictured import attach_captions
    from .table_captions import caption_tables
    from .words import assert_words_kept

    title = known_title(parsed.doc, parsed.title)
    blocks = join_numbers(list(parsed.doc.content))
    supplied = supply_structure(blocks, title, [*known_byline(parsed.doc), *parsed.byline], path, related)
    edits = tuple(supplied.recovered.edits)
    try:
        assert_words_kept(supplied.text, supplied.metadata, supplied.own, edits, path, supplied.notes)
    except WordLossError:
        # The mark-up cuts its text otherwise than recovery does: what the document says itself stands.
        edits = ()
        supplied.blocks = _without_marks(blocks)
        supplied.metadata = {"title": title, "byline": [*known_byline(parsed.doc), *parsed.byline]}
        notices = (*notices, Notice(NoticeCode.DOUBTFUL_STRUCTURE, UNSUPPLIED))
    given = {k: v for k, v in parsed.doc.get_metadata().items() if v and k != "title"}
    people = [person for person in supplied.metadata.get("author", []) if person["name"] != given.get("source")]
    metadata = {**{k: v for k, v in (supplied.metadata | {"author": people}).items() if v}, **given}
    if "author" in given and _names_all(people, given["author"]):
        metadata["author"] = people  # the byline names them with their roles, and others
    metadata["lang"] = language_tag(
        str(parsed.doc.get_metadata().get("lang") or ""), supplied.metadata.get("lang", "zh-Hans")
    )
    doc = pf.Doc(*caption_tables(attach_captions(supplied.blocks)), metadata=metadata, api_version=API_VERSION)
    settle_document(doc)
    edits = (*map(_of_the_file, parsed.edits), *edits)
    notices = tuple(replace(notice, place=None) for notice in notices)
    notices = (*notices, *supplied.recovered.notices)
    return Article(path, supplied.text, doc, edits, notices, shelf.pictures, people=related.names)


def _of_the_file(edit: Edit) -> Edit:
    """Name the place of an edit of the file itself in words: the text that is shown is not the file's mark-up."""
    return replace(edit, place=Place(1), reason=f"{edit.reason or 'it cannot be printed'}, {edit.place} in the file")


def _names_all(printed: list[dict[str, str]], given: Any) -> bool:
    """Say whether the people that the byline names are all those that the metadata name, and perhaps more."""
    people = given if isinstance(given, list) else [given]
    names = {str(person.get("name", "")) if isinstance(person, dict) else str(person) for person in people}
    return names <= {person["name"] for person in printed}


def _without_marks(blocks: list[Any]) -> list[Any]:
    return [block for block in blocks if MISSING_PICTURE not in getattr(block, "classes", ())]


def _parser(suffix: str) -> Parser:
    if suffix in (".md", ".markdown"):
        return parse_markdown_file
    if suffix in (".html", ".htm", ".xhtml"):
        return parse_web_page
    if suffix == ".docx":
        from .docx import parse_docx

        return parse_docx
    if suffix == ".odt":
        from .odt import parse_odt

        return parse_odt
    from .epub import parse_epub

    return parse_epub


def parse_markdown_file(path: Path, data: bytes, options: SourceOptions) -> Parsed:
    """Parse a Markdown file: anybody's, or one that `normalize` wrote."""
    from .decode import decode_bytes
    from .markdown import parse_markdown, says_normalized
    from .pictures import folder_pictures
    from .raw import resolve_raw_html

    decoded = decode_bytes(data, options.encoding, path)
    doc = parse_markdown(decoded.text.replace("\f", "\n"), path)
    notices = resolve_raw_html(doc, path)
    find = folder_pictures(path.parent, options.max_bytes)
    return Parsed(
        doc,
        find,
        decoded.text,
        notices=(*decoded.notices, *notices),
        edits=decoded.edits,
        finished=says_normalized(decoded.text),
    )


def _drop_outer_rules(element: Any, end: int) -> None:
    """Drop the rules at the beginning (0) or the end (-1), which set an article off from its page."""
    while element.content and (isinstance(element.content[end], pf.HorizontalRule) or _is_empty(element.content[end])):
        element.content.pop(end)
    if element.content and isinstance(element.content[end], pf.Div):
        _drop_outer_rules(element.content[end], end)


def _is_empty(block: Any) -> bool:
    held: list[Any] = []
    block.walk(lambda e, _doc: held.append(e) if isinstance(e, pf.Image | pf.Table | pf.HorizontalRule) else None)
    only_rules = all(isinstance(element, pf.HorizontalRule) for element in held)
    return isinstance(block, pf.Div | pf.Para) and only_rules and not plain_text(block).strip()


def parse_web_page(path: Path, data: bytes, options: SourceOptions) -> Parsed:
    """Parse a saved web page: its article, without what stands around it."""
    from .decode import decode_bytes
    from .html import read_html, tidy_html
    from .pictures import folder_pictures
    from .web_page import find_article

    decoded = decode_bytes(data, options.encoding, path)
    page = find_article(decoded.text.replace("\f", "\n"))
    tidied = tidy_html(page.root)
    doc = read_html(tidied.root, path)
    for end in (0, -1):
        _drop_outer_rules(doc, end)
    for name, value in page.metadata.items():
        doc.metadata[name] = value
    notices = (*decoded.notices, *tidied.notices)
    find = folder_pictures(path.parent, options.max_bytes)
    return Parsed(doc, find, decoded.text, page.title, tuple(page.byline), notices, decoded.edits)
