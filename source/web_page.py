"""A saved web page: the article in it, its title and byline, without what stands around.

A well-kept extractor (trafilatura) says which text is the article; what is taken is the part of the page itself in which
that text stands, with its pictures, ruby and tables. Where the two disagree, the words stay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from .html import BLOCKS, bound_tags, parse_html

LEAVES = BLOCKS - {"ul", "ol", "dl", "table", "tr", "figure", "form", "fieldset", "nav", "hr"}
CONTENT = "//*[@id='js_content' or @itemprop='articleBody']"
"""Where WeChat and schema.org put the text of an article."""
TITLE = "//*[@id='activity-name' or @itemprop='headline']"
BYLINES = "//*[@id='js_author_name' or @id='js_name' or @id='publish_time']"
MARKED = {
    "author": ("author", "article:author", "dc.creator", "dcterms.creator"),
    "date": ("article:published_time", "publishdate", "pubdate", "dcterms.date", "dc.date", "date"),
}
"""Names of <meta> elements that tell who wrote an article and when."""
AROUND = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|sidebar|footer|copyright|breadcrumb|share|social|comment|related|recommend|hot|rank|qr-?code"
    r"|toolbar|advert|ads?|banner|pagination|pager|login|search|subscribe|reward|like|tool)(?:s|ed|ation|[\s_-]|$)",
    re.IGNORECASE,
)
"""Names of classes and identifiers that stand around articles."""
AROUND_TAGS = frozenset({"nav", "aside", "footer", "menu"})
BYLINE = re.compile(
    r"来源|來源|作者|记者|記者|编辑|編輯|发布|發布|发表|日期|时间|文[/／:：]|(?:19|20)\d\d\s*[-年./]\s*\d{1,2}"
)
SITE = re.compile(r"\s*[-_|–—丨｜]\s*[^-_|–—丨｜]{1,20}$")
ENOUGH = 80
"""So many characters of article the extractor must find to be believed."""
MOSTLY = 0.9
"""The part of the page taken holds at least this share of what the extractor found."""
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
    return page


def _find_article(text: str, tree: Any, body: Any, title: str) -> Page:
    found = tree.xpath(CONTENT)
    if found and len(_text(found[0])) >= ENOUGH:
        return Page(found[0], title, [_text(e, " ") for e in tree.xpath(BYLINES) if _text(e)])
    if not _has_surroundings(body):
        return Page(body, title)
    root = _extracted_root(text, body)
    if root is body:
        _drop_around(body, "")
        return Page(body, title)
    return Page(root, title, _byline_outside(body, root, title))


def _has_surroundings(body: Any) -> bool:
    """Say whether anything but an article seems to stand on the page; the extractor is slow to load."""
    return (
        any(_stands_around(element) for element in body.iter() if isinstance(element.tag, str))
        or _link_share(body) > 0.15
    )


def _extracted_root(text: str, body: Any) -> Any:
    """Return the smallest element that holds what the extractor found, and all prose beside it."""
    kept = _extract(text)
    leaves = [(leaf, _own_text(leaf)) for leaf in body.iter() if leaf.tag in LEAVES]
    article = [(leaf, len(words)) for leaf, words in leaves if words and words in kept]
    total = sum(size for _, size in article)
    if total < ENOUGH:
        return body
    wanted = [leaf for leaf, _ in article] + [
        leaf for leaf, words in leaves if words not in kept and _is_prose(leaf, words)
    ]
    root = _common_element(body, article, total, wanted)
    _drop_around(root, kept)
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


def _is_prose(leaf: Any, words: str) -> bool:
    if len(words) < PROSE or "。" not in words or _link_share(leaf) > 0.3:
        return False
    return not any(_stands_around(element) for element in (leaf, *leaf.iterancestors()))


def _stands_around(element: Any) -> bool:
    if element.tag in ("html", "body"):
        return False
    return (
        element.tag in AROUND_TAGS
        or AROUND.search(f"{element.get('class') or ''} {element.get('id') or ''}") is not None
    )


def _drop_around(root: Any, kept: str) -> None:
    """Take away what stands around inside an element, unless the extractor took a part of it for the article."""
    for element in [e for e in root.iterdescendants() if isinstance(e.tag, str) and _stands_around(e)]:
        if element.getparent() is None:
            continue
        words = _text(element)
        held = any(
            _own_text(leaf) in kept for leaf in element.iter() if leaf.tag in LEAVES and len(_own_text(leaf)) > 12
        )
        if not held and (element.tag in AROUND_TAGS or not _reads_as_text(element, words)):
            element.drop_tree()


def _reads_as_text(element: Any, words: str) -> bool:
    return words.count("。") > 1 and _link_share(element) < 0.3


def _link_share(element: Any) -> float:
    linked = sum(len(_text(link)) for link in element.iter("a"))
    return linked / max(1, len(_text(element)))


def _own_text(leaf: Any) -> str:
    """Return the words of a block without those of the blocks inside it."""
    parts = [leaf.text or ""]
    for child in leaf:
        if child.tag not in BLOCKS:
            parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    return re.sub(r"\s+", "", "".join(parts))


def _text(element: Any, space: str = "") -> str:
    return re.sub(r"\s+", space, "".join(element.itertext())).strip()


def _title(tree: Any) -> str:
    """Return the title that the page gives its article: a marked one, the only h1, or the page's without the site's name."""
    marked = [_text(e, " ") for e in tree.xpath(TITLE)]
    shared = [e.get("content") or "" for e in tree.xpath("//meta[@property='og:title']")]
    page = " ".join(_text(e, " ") for e in tree.xpath("//head/title")[:1])
    heads = [_text(e, " ") for e in tree.iter("h1") if _text(e)]
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
        words = _own_text(element) if isinstance(element.tag, str) else ""
        if words and words == re.sub(r"\s+", "", title):
            begun, lines = True, []
        elif (
            begun and words and len(words) < 80 and BYLINE.search(words) and element.tag not in ("a", "title", "script")
        ):
            lines.append(_text(element, " "))
    return list(dict.fromkeys(lines)) if begun else []
