"""A saved web page: the article in it, its title and byline, without what stands around.

A well-kept extractor (trafilatura) says which text is the article; what is taken is the part of the page itself in which
that text stands, with its pictures, ruby and tables. Where the two disagree, the words stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .html import bound_tags, parse_html
from .surroundings import (
    COUNTERS,
    LEAVES,
    drop_around,
    drop_said,
    link_share,
    own_text,
    says_around,
    stands_around,
    text_of,
    unwrap_layout,
)

CONTENT = "//*[@id='js_content' or @itemprop='articleBody']"
"""Where WeChat and schema.org put the text of an article."""
TITLE = "//*[@id='activity-name' or @itemprop='headline']"
BYLINES = (
    "//*[@id='js_author_name' or @id='js_name' or @id='publish_time']"
    " | //*[@id='meta_content']/span[contains(@class, 'rich_media_meta_text') and not(@id)]"
)
ACCOUNT = "//*[@id='js_name']"
"""Where WeChat names the account that publishes."""
MARKED = {
    "author": ("author", "article:author", "og:article:author", "dc.creator", "dcterms.creator"),
    "date": ("article:published_time", "publishdate", "pubdate", "dcterms.date", "dc.date", "date"),
}
"""Names of <meta> elements that tell who wrote an article and when."""
BYLINE = re.compile(
    r"来源|來源|作者|记者|記者|编辑|編輯|发布|發布|发表|日期|时间|文[/／:：]|(?:19|20)\d\d\s*[-年./]\s*\d{1,2}"
)
SITE = re.compile(r"\s*[-_|–—丨｜]\s*[^-_|–—丨｜]{1,20}$")
ENOUGH = 80
"""So many characters of article the extractor must find to be believed."""
MOSTLY = 0.9
"""The part of the page taken holds at least this share of what the extractor found."""
BYLINE_LENGTH = 80
"""Characters that a byline has fewer of."""
PROSE = 40
"""From this many characters on a block with a full stop and few links is prose."""


@dataclass(slots=True)
class Page:
    """The article of a page: the element that holds it, and the title and byline that stand outside."""

    root: Any
    title: str = ""
    byline: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)


def find_article(text: str) -> Page:
    """Return the article of an HTML page; the whole body where nothing speaks for a part of it."""
    tree = parse_html(text)
    body = tree.find("body")
    title = _title(tree)
    page = _find_article(text, tree, body, title)
    page.metadata = {key: value for key, names in MARKED.items() if (value := _marked(tree, names))}
    account = [text_of(e, " ") for e in tree.xpath(ACCOUNT)]
    if account and account[0]:
        page.metadata["source"] = account[0]
    return page


def _find_article(text: str, tree: Any, body: Any, title: str) -> Page:
    found = tree.xpath(CONTENT)
    if found and len(text_of(found[0])) >= ENOUGH:
        drop_said(found[0])
        return Page(found[0], title, [text_of(e, " ") for e in tree.xpath(BYLINES) if text_of(e)])
    if unwrap_layout(body):
        text = _serialize(tree)
    elif not _has_surroundings(body):
        return Page(body, title)
    root = _extracted_root(text, body)
    if root is body:
        drop_around(body, "")
        return Page(body, title, _take_byline(body, title))
    return Page(root, title, [*_byline_outside(body, root, title), *_take_byline(root, title)])


def _serialize(tree: Any) -> str:
    from lxml import html

    return str(html.tostring(tree, encoding="unicode"))


def _has_surroundings(body: Any) -> bool:
    """Say whether anything but an article seems to stand on the page; the extractor is slow to load."""
    return (
        any(stands_around(element) for element in body.iter() if isinstance(element.tag, str))
        or link_share(body) > 0.15
    )


def _extracted_root(text: str, body: Any) -> Any:
    """Return the smallest element that holds what the extractor found, and all prose beside it."""
    kept = _extract(text)
    leaves = [(leaf, own_text(leaf)) for leaf in body.iter() if leaf.tag in LEAVES]
    article = [
        (leaf, len(words)) for leaf, words in leaves if words and words in kept and not _is_link_or_said(leaf, words)
    ]
    total = sum(size for _, size in article)
    if total < ENOUGH:
        return body
    wanted = [leaf for leaf, _ in article] + [
        leaf for leaf, words in leaves if words not in kept and _is_prose(leaf, words)
    ]
    root = _common_element(body, article, total, wanted)
    drop_around(root, kept)
    return root


def _extract(text: str) -> str:
    import logging

    from trafilatura import extract

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = extract(bound_tags(text), output_format="txt", include_comments=False, favor_recall=True, deduplicate=False)
    return re.sub(r"\s+", "", found or "")


def _common_element(body: Any, article: list[tuple[Any, int]], total: int, prose: list[Any]) -> Any:
    """Go down from the body as long as one child holds nearly all of the article and every piece of prose."""
    sizes: dict[Any, int] = {}
    proses: dict[Any, int] = {}
    for leaf, size in article:
        for element in (leaf, *leaf.iterancestors()):
            sizes[element] = sizes.get(element, 0) + size
    for leaf in prose:
        for element in (leaf, *leaf.iterancestors()):
            proses[element] = proses.get(element, 0) + 1
    root = body
    while True:
        below = next((c for c in root if sizes.get(c, 0) >= MOSTLY * total and proses.get(c, 0) == len(prose)), None)
        if below is None or below.tag in ("p", "table", "ul", "ol", "tr", "td", "blockquote", "tbody"):
            return root
        root = below


def _is_link_or_said(leaf: Any, words: str) -> bool:
    """Say whether a block is a mere link or what a site says of itself, though the extractor took it."""
    if says_around(words) or any(stands_around(e) and e.tag != "aside" for e in (leaf, *leaf.iterancestors())):
        return True
    return len(words) < PROSE and link_share(leaf) > 0.5


def _is_prose(leaf: Any, words: str) -> bool:
    if len(words) < PROSE or "。" not in words or link_share(leaf) > 0.3:
        return False
    return not any(stands_around(element) for element in (leaf, *leaf.iterancestors()))


def _title(tree: Any) -> str:
    """Return the title that the page gives its article: a marked one, the only h1, or the page's without the site's name."""
    marked = [text_of(e, " ") for e in tree.xpath(TITLE)]
    shared = [e.get("content") or "" for e in tree.xpath("//meta[@property='og:title']")]
    page = " ".join(text_of(e, " ") for e in tree.xpath("//head/title")[:1])
    heads = [text_of(e, " ") for e in tree.iter("h1") if text_of(e)]
    named = [head for head in heads if head in page or (shared and head in shared[0])]
    return next(
        (
            t.strip()
            for t in (*marked[:1], *named[:1], *(heads if len(heads) == 1 else ()), *shared, SITE.sub("", page))
            if t.strip()
        ),
        "",
    )


def _marked(tree: Any, names: tuple[str, ...]) -> str:
    """Return the content of the first <meta> element of these names that looks like a name or a date."""
    for meta in tree.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        value = (meta.get("content") or "").strip()
        if name in names and value and len(value) <= 40 and "http" not in value:
            date = re.match(r"(?:19|20)\d\d-\d\d-\d\d", value)
            return date[0] if date else value
    return ""


def _byline_outside(body: Any, root: Any, title: str) -> list[str]:
    """Return the short lines with a cue (来源, 作者, a date) between the title and the article."""
    lines: list[str] = []
    begun = False
    for element in body.iter():
        if element is root:
            break
        words = own_text(element) if isinstance(element.tag, str) else ""
        if words and words == re.sub(r"\s+", "", title):
            begun, lines = True, []
        elif begun and _is_byline(element, words):
            lines.append(_byline_text(element))
    return list(dict.fromkeys(filter(None, lines))) if begun else []


def _take_byline(root: Any, title: str) -> list[str]:
    """Take the short lines with a cue that stand before the first prose of an article out of it, and return them."""
    named = re.sub(r"\s+", "", title)
    lines: list[str] = []
    for leaf in [e for e in root.iterdescendants() if e.tag in LEAVES]:
        words = own_text(leaf)
        if leaf.getparent() is None or not words:
            continue
        if len(words) >= BYLINE_LENGTH or re.search("[。！？]", words) or leaf.tag in ("figcaption", "td", "th", "li"):
            break
        alone = len(text_of(leaf)) == len(words) and leaf.find(".//img") is None
        if alone and words == named and not re.fullmatch("h[1-6]", leaf.tag):
            leaf.drop_tree()  # the title is known, and stands in the metadata
        elif alone and words != named and _is_byline(leaf, words):
            lines.append(_byline_text(leaf))
            leaf.drop_tree()
    return list(dict.fromkeys(filter(None, lines)))


def _is_byline(element: Any, words: str) -> bool:
    cued = words and len(words) < BYLINE_LENGTH and BYLINE.search(words) is not None
    return bool(cued) and element.tag not in ("a", "title", "script", "h1", "h2", "h3") and not says_around(words)


def _byline_text(element: Any) -> str:
    """Return a byline's words as a reader sees them: parts side by side with a space, without what counts its readers."""
    for part in element.iterdescendants("span", "time", "em", "div"):
        if part.getprevious() is not None and not (part.getprevious().tail or "").strip():
            part.getprevious().tail = " "
    text = text_of(element, " ")
    while COUNTERS.search(text):
        text = COUNTERS.sub("", text)
    return text.strip(" |·")
