"""Read an article: from the bytes of a file to an `Article`, whatever the format.

Each reader returns a document that is safe, recovered where structure was missing, and holds every word of its source.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .article import Article
from .errors import InputError, LimitError, MissingInput, UsageError
from .options import SourceOptions
from .related import NOTHING, Related


def read_article(path: Path, options: SourceOptions, related: Related = NOTHING) -> Article:
    """Return the article of a file; `related` is what related articles say of it.

    Raises `InputError`, `LimitError` or `WordLossError`, each naming the file.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        if path.is_dir():
            raise UsageError("this is a folder", path, "name one article in it")
        if not path.exists():
            raise MissingInput("no such file", path, "check the name")
        raise UsageError(f"{path.suffix or 'no suffix'!r} is no kind of article", path, f"use {' '.join(READERS)}")
    try:
        return reader(path, read_bytes(path, options.max_bytes), options, related)
    except RecursionError as exc:
        raise LimitError("it is nested too deeply", path, "simplify the document") from exc


def read_bytes(path: Path, max_bytes: int) -> bytes:
    """Return a file's bytes; only regular files up to `max_bytes` are read."""
    try:
        if not path.exists():
            raise MissingInput("no such file", path, "check the name")
        if not path.is_file():
            raise InputError("this is no regular file", path, "name an article")
        size = path.stat().st_size
        if size > max_bytes:
            raise LimitError(f"it has {size:,} bytes, more than {max_bytes:,}", path, "split it, or raise `max_bytes`")
        return path.read_bytes()
    except OSError as exc:
        raise InputError(f"it cannot be read ({exc.strerror})", path, "check its permissions") from exc
    except ValueError as exc:  # a name with a NUL
        raise MissingInput("no such file", ascii(str(path)), "check the name") from exc


def read_text(path: Path, data: bytes, options: SourceOptions, related: Related) -> Article:
    """Read plain text: decode it, recover its structure, and check that no word was lost."""
    from .assemble import assemble_document
    from .canonical import settle_document
    from .decode import decode_bytes
    from .structure import recover_article
    from .typed_markup import resolve_references
    from .words import assert_words_kept

    decoded = decode_bytes(data, options.encoding, path)
    text, references = resolve_references(decoded.text)
    recovered = recover_article(text, related, path)
    doc = assemble_document(recovered)
    settle_document(doc)
    assert_words_kept(text, recovered.metadata, doc.content, recovered.edits, path)
    edits = (*decoded.edits, *references, *recovered.edits)
    notices = (*decoded.notices, *recovered.notices)
    return Article(path, text, doc, edits, notices, people=related.names)


def read_marked_up(path: Path, data: bytes, options: SourceOptions, related: Related) -> Article:
    """Read a format that has mark-up of its own; see `markup.py`."""
    from .markup import read_markup

    return read_markup(path, data, options, related)


Reader = Callable[[Path, bytes, SourceOptions, Related], Article]

READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".md": read_marked_up,
    ".markdown": read_marked_up,
    ".html": read_marked_up,
    ".htm": read_marked_up,
    ".xhtml": read_marked_up,
    ".docx": read_marked_up,
    ".epub": read_marked_up,
    ".odt": read_marked_up,
}
