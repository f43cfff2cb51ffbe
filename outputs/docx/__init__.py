"""DOCX editions: pandoc writes the body, styles and everything around it are ours."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kanben.outputs.options import OutputOptions
from kanben.outputs.terms import term
from kanben.outputs.themes import load_theme
from kanben.outputs.written import Written
from kanben.source.article import Article
from kanben.source.document import copy_doc, write_json
from kanben.source.pandoc import run_pandoc
from kanben.source.volume import Volume

from .appearance import Appearance, lower_headings, read_appearance
from .comments import write_comments
from .core_properties import moment_of, write_application_properties, write_core_properties
from .faces import hint_runs, write_font_table
from .fields import keep_used_bookmarks, number_captions, write_contents
from .figures import describe_pictures
from .language import word_language
from .marking import MARK, mark_document, stand_in
from .numbering import indent_lists
from .package import KINDS, Package, read_body
from .paragraphs import apply_marks, drop_rules_of_pandoc, name_styles
from .positions import find_positions
from .reference import reference_arguments
from .revisions import track_edits
from .ruby import size_annotations
from .section import write_sections
from .settings import write_settings
from .spans import apply_spans, name_emphasis
from .styles import write_styles
from .tables import fit_tables
from .volume import bind_document, open_chapters

PANDOC = ["-f", "json", "-t", "docx", "--syntax-highlighting=none", "-o", "-"]
FINISHES = (name_styles, apply_marks, name_emphasis, apply_spans, drop_rules_of_pandoc, describe_pictures, hint_runs)
"""What is done to body and notes, in this order; each takes the root of a part and changes it."""


def write_docx(article: Article, options: OutputOptions) -> Written:
    """Return the DOCX edition of an article: WordprocessingML of ECMA-376, with styles that Word and WPS translate."""
    appearance = read_appearance(load_theme(options.theme), article.lang)
    return _write(article.with_doc(copy_doc(article.doc)), appearance, options, (keep_used_bookmarks,))


def write_volume(volume: Volume, options: OutputOptions) -> Written:
    """Return the DOCX edition of a volume: its articles are chapters of one document."""
    appearance = read_appearance(load_theme(options.theme), volume.lang)
    if any(chapter.part for chapter in volume.chapters):
        appearance = lower_headings(appearance)
    return _write(bind_document(volume), appearance, options, (open_chapters, keep_used_bookmarks))


def _write(
    article: Article, appearance: Appearance, options: OutputOptions, bookmarked: tuple[Callable[[Any], None], ...]
) -> Written:
    """Return the document, using the article's up; `bookmarked` is what is done to the body while pandoc's bookmarks stand in it."""
    marked = mark_document(article, appearance)
    written = run_pandoc([*PANDOC, *reference_arguments()], write_json(marked).encode(), article.path)
    pictures = {stand_in(picture): picture.data for picture in article.pictures.values()}
    package = read_body(written, MARK, pictures)
    for name in ("word/document.xml", "word/footnotes.xml"):
        for finish in FINISHES:
            finish(package.parts[name])
        size_annotations(package.parts[name], appearance)
    if options.comments:
        _write_review(package, article)
    for step in bookmarked:
        step(package.parts["word/document.xml"])
    _finish_body(package, article, appearance)
    _add_parts(package, article, appearance, options.comments)
    return Written(package.write())


def _finish_body(package: Package, article: Article, appearance: Appearance) -> None:
    """Put what only the body has: captions' numbers, contents, the section."""
    root = package.parts["word/document.xml"]
    shown = appearance.captions["numbers"] == "shown"
    number_captions(root, shown, term("figure", article.lang), term("table", article.lang))
    fit_tables(root, appearance)
    if appearance.contents["show"]:
        write_contents(root, appearance.contents["levels"], term("contents", article.lang))
    indent_lists(package.parts["word/numbering.xml"])
    write_sections(package, appearance, article.title)


def _write_review(package: Package, article: Article) -> None:
    """Write edits as tracked changes, then notices as comments, while the body holds the article's words and no others."""
    root, moment = package.parts["word/document.xml"], moment_of(article)
    track_edits(article.edits, find_positions(article.text, root), moment)
    positions = find_positions(article.text, root)
    package.parts["word/comments.xml"] = write_comments(article.notices, positions, root, moment)


def _add_parts(package: Package, article: Article, appearance: Appearance, revisions: bool) -> None:
    """Put the parts around the body, and relate it to them."""
    lang = article.lang
    package.parts |= {
        "word/styles.xml": write_styles(appearance, lang),
        "word/settings.xml": write_settings(appearance, lang, notes=True, revisions=revisions),
        "word/fontTable.xml": write_font_table(appearance, word_language(lang)),
        "docProps/core.xml": write_core_properties(article),
        "docProps/app.xml": write_application_properties(),
    }
    for kind in KINDS:
        if f"word/{kind}.xml" in package.parts:
            package.relate(kind, f"{kind}.xml")
