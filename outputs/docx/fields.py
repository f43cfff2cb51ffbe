"""Fields: page numbers, titles of running heads, numbers of captions, contents (§17.16)."""

from __future__ import annotations

from typing import Any

from .ooxml import each, find, make, properties, put, qname, run, text_of
from .paragraphs import set_style, style_of

FIRST_BOOKMARK = 1


def field(instruction: str, result: str = "", style: str | None = None, dirty: bool = False) -> list[Any]:
    """Return the runs of a complex field: its instruction and the result that is shown until it is updated."""
    begin = make("w:fldChar", {"w:fldCharType": "begin"})
    if dirty:
        begin.set(qname("w:dirty"), "true")
    parts = [begin, make("w:instrText", {"xml:space": "preserve"}, text=f" {instruction} ")]
    parts.append(make("w:fldChar", {"w:fldCharType": "separate"}))
    runs = [make("w:r", None, part) for part in parts]
    if result:
        runs.append(run(result))
    runs.append(make("w:r", None, make("w:fldChar", {"w:fldCharType": "end"})))
    if style:
        for part in runs:
            put(properties(part), make("w:rStyle", {"w:val": style}))
    return runs


def number_captions(root: Any, shown: bool, figure: str, table: str) -> None:
    """Number every caption with a SEQ field, so that Word lists and cross-references it.

    Where the theme shows no numbers, or the picture is not there, the field is hidden and has no result (switch
    `\\h`): the words are the article's. `figure` and `table` are the labels of the two sequences.
    """
    numbers = dict.fromkeys((figure, table), 0)
    for paragraph in each(root, "w:p"):
        if style_of(paragraph) != "Caption":
            continue
        label = table if _is_of_table(paragraph) else figure
        if label == table:
            put(properties(paragraph), make("w:keepNext"))
        visible = shown and (label == table or _is_of_picture(paragraph))
        numbers[label] += visible
        # A hidden number counts too: where others are shown it has a sequence of its own.
        parts = _numbered(label, numbers[label]) if visible else _hidden(f"{label}_" if shown else label)
        at = 1 if find(paragraph, "w:pPr") is not None else 0
        paragraph[at:at] = parts


def _numbered(label: str, number: int) -> list[Any]:
    return [run(f"{label}\u2002"), *field(f"SEQ {label} \\* ARABIC", str(number)), run("\u2003")]


def _hidden(label: str) -> list[Any]:
    parts = field(f"SEQ {label} \\* ARABIC \\h")
    for part in parts:
        put(properties(part), make("w:vanish"))
    return parts


def _is_of_table(caption: Any) -> bool:
    following = caption.getnext()
    return following is not None and bool(following.tag == qname("w:tbl"))


def _is_of_picture(caption: Any) -> bool:
    before = caption.getprevious()
    return before is not None and before.tag == qname("w:p") and style_of(before) == "Picture"


def write_contents(root: Any, levels: int, heading: str) -> None:
    """Put the contents before the text: a TOC field whose entries link to the headings (§17.16.5.68).

    Its page numbers are not known before the text is set: Word fills them in when it opens the file.
    """
    entries = [entry for entry in bookmark_headings(root, levels) if entry[2]]
    if not entries:
        return
    paragraphs = [_contents_heading(heading)]
    for level, name, words in entries:
        paragraphs.append(_entry(level, name, words))
    begin = field(f'TOC \\o "1-{levels}" \\h \\z \\u', dirty=True)
    first = paragraphs[1]
    first[1:1] = begin[:3]
    paragraphs[-1].append(begin[-1])
    body = find(root, "w:body")
    at = end_of_title(body)
    body[at:at] = [_building_block(paragraphs)]


def end_of_title(body: Any) -> int:
    """Return the place after the title block."""
    titles = ("Kicker", "Title", "Subtitle", "Byline")
    at = 0
    for position, child in enumerate(body):
        if child.tag == qname("w:p"):
            if style_of(child) not in titles:
                break
            at = position + 1
    return at


def _building_block(paragraphs: list[Any]) -> Any:
    part = make("w:docPartObj", None, make("w:docPartGallery", {"w:val": "Table of Contents"}), make("w:docPartUnique"))
    return make("w:sdt", None, make("w:sdtPr", None, part), make("w:sdtContent", None, *paragraphs))


def _contents_heading(words: str) -> Any:
    paragraph = make("w:p", None, run(words))
    set_style(paragraph, "TOCHeading")
    return paragraph


def _entry(level: int, bookmark: str, words: str) -> Any:
    link = make("w:hyperlink", {"w:anchor": bookmark, "w:history": "1"}, run(words), make("w:r", None, make("w:tab")))
    link.extend(field(f"PAGEREF {bookmark} \\h"))
    paragraph = make("w:p", None, link)
    set_style(paragraph, f"TOC{level}")
    return paragraph


def bookmark_headings(root: Any, levels: int) -> list[tuple[int, str, str]]:
    """Bookmark the headings down to a level; return level, bookmark and words of each."""
    entries: list[tuple[int, str, str]] = []
    taken = len(list(each(root, "w:bookmarkStart")))
    for paragraph in each(root, "w:p"):
        style = style_of(paragraph)
        if not style.startswith("Heading") or int(style[-1]) > levels:
            continue
        name = f"_Toc{len(entries) + 1:08d}"
        mark = {"w:id": taken + len(entries) + FIRST_BOOKMARK}
        paragraph.insert(1, make("w:bookmarkStart", {**mark, "w:name": name}))
        paragraph.append(make("w:bookmarkEnd", mark))
        entries.append((int(style[-1]), name, words_of(paragraph)))
    return entries


def words_of(heading: Any) -> str:
    """Return the words of a heading in one line."""
    return text_of(heading).replace("\n", "\u3000")


def keep_used_bookmarks(root: Any) -> None:
    """Drop bookmarks that no link leads to, and number the others from 1: pandoc marks every heading's section."""
    used = {link.get(qname("w:anchor")) for link in root.iter(qname("w:hyperlink"))}
    numbers: dict[str, int] = {}
    for mark in each(root, "w:bookmarkStart"):
        if mark.get(qname("w:name")) in used:
            numbers[mark.get(qname("w:id"))] = len(numbers) + FIRST_BOOKMARK
    for name in ("w:bookmarkStart", "w:bookmarkEnd"):
        for mark in each(root, name):
            number = numbers.get(mark.get(qname("w:id")))
            if number is None:
                mark.getparent().remove(mark)
            else:
                mark.set(qname("w:id"), str(number))
