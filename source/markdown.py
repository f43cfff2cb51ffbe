"""Markdown: the normalised article as a person corrects it, and anybody's Markdown as it comes.

Both are pandoc's Markdown without `smart` (quotes and dashes stay as written). Heading identifiers are not invented in
normalised files, so that what is written reads back the same.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from .article import Article
from .document import copy_doc, pf, read_json, write_json
from .errors import InputError, ToolError
from .pandoc import run_pandoc
from .safety import check_depth

NORMALIZED = "normalized"
"""The value of the metadata `kanben` in a file that `normalize` wrote."""
WRITTEN = "markdown-smart-auto_identifiers"
READ_NORMALIZED = "markdown-smart-auto_identifiers-latex_macros-citations-example_lists"
READ_ORDINARY = (
    "markdown-smart-latex_macros-citations-example_lists-markdown_in_html_blocks-subscript-superscript"
    "+lists_without_preceding_blankline+autolink_bare_uris+emoji"
)
"""10~20元 is a range, @张三 a name and $5 a price, in Markdown as people write it."""

HEAD = re.compile(r"\ufeff?---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
MARK = re.compile(rf"^kanben:\s*[\"']?{NORMALIZED}[\"']?\s*$", re.MULTILINE)
ALIAS = re.compile(r"(?:^|[\s\[,{:-])[&*][A-Za-z0-9_]+(?=[\s,\]}]|$)", re.MULTILINE)
FENCE = re.compile(r":{3,}|-{3,}")
REFERENCE = re.compile(r"&(?=#?\w{1,32};)")
HEAD_BYTES = 8192


def write_markdown(article: Article) -> str:
    """Return the article as normalised pandoc Markdown with a YAML head, ending in one LF."""
    doc = copy_doc(article.doc)
    doc.metadata["kanben"] = NORMALIZED
    doc.walk(_escape_fence)
    doc.walk(_escape_reference)
    arguments = ["-f", "json", "-t", WRITTEN, "--wrap=preserve", "--standalone"]
    text = run_pandoc(arguments, write_json(doc).encode("utf-8"), article.path).decode("utf-8")
    return text.rstrip("\n") + "\n"


def _escape_fence(element: Any, _doc: Any) -> Any:
    """Escape colons and hyphens at the head of a paragraph, which would be read back as a Div or a rule."""
    if isinstance(element, pf.Header) and element.content and isinstance(element.content[-1], pf.Str):
        _escape_closing(element)
    if isinstance(element, pf.Para | pf.Plain) and element.content and isinstance(element.content[0], pf.Str):
        first = element.content[0]
        if FENCE.match(first.text):
            rest = pf.Str(first.text[1:])
            element.content = [pf.RawInline(f"\\{first.text[0]}", format="markdown"), rest, *list(element.content)[1:]]
    return None


def _escape_closing(header: Any) -> None:
    """Escape a number sign at the end of a heading, which would close it."""
    last = header.content[-1]
    if last.text.endswith("#"):
        header.content = [*list(header.content)[:-1], pf.Str(last.text[:-1]), pf.RawInline("\\#", format="markdown")]


def _escape_reference(element: Any, _doc: Any) -> Any:
    """Escape what would be read back as a character reference: &lt; in a text is four characters."""
    if not isinstance(element, pf.Str) or not REFERENCE.search(element.text):
        return None
    out: list[Any] = []
    for number, part in enumerate(REFERENCE.split(element.text)):
        out += [pf.RawInline("\\&", format="markdown")] if number else []
        out += [pf.Str(part)] if part else []
    return out


def is_normalized(path: Path) -> bool:
    """Say whether a Markdown file was written by `normalize`; a file that cannot be read was not."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
    except OSError:
        return False
    return says_normalized(head.decode("utf-8", "replace").replace("\r\n", "\n"))


def says_normalized(text: str) -> bool:
    """Say whether the metadata of a Markdown text hold `kanben: normalized`."""
    head = HEAD.match(text)
    return head is not None and MARK.search(head[1]) is not None


def parse_markdown(text: str, where: Path) -> Any:
    """Return the document of a Markdown text, not yet made safe.

    YAML with anchors is refused, since aliases of aliases explode; YAML that does not parse is an `InputError`.
    """
    head = HEAD.match(text)
    if head and ALIAS.search(_unquoted(head[1])):
        raise InputError("the metadata use YAML anchors or aliases", where, "write every value out", line=1)
    reader = READ_NORMALIZED if says_normalized(text) else READ_ORDINARY
    try:
        json = run_pandoc(["-f", reader, "-t", "json"], text.encode("utf-8"), where)
    except ToolError as exc:
        # Pandoc reads any text but a broken head.
        if head and "cannot be run" not in exc.what:
            raise InputError(f"the metadata at the head are no valid YAML ({exc.what})", where, "mend them") from exc
        raise
    check_depth(json, where)
    return read_json(json)


def _unquoted(head: str) -> str:
    return re.sub(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\n]|'')*'", "", head)
