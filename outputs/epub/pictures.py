"""Pictures of a book: each stands in it once, in a media type that every reader must know (EPUB 3.3, 3.2)."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from hashlib import sha256

from kanben.source.article import Article, Picture

SUFFIXES = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/svg+xml": "svg",
    "image/webp": "webp",
}
"""Core media types; any other picture is written anew as PNG."""


@dataclass(slots=True)
class PictureStore:
    """The pictures met so far by their path in the package, and by the digest of what they were."""

    members: dict[str, bytes] = field(default_factory=dict)
    media_types: dict[str, str] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)

    def address(self, article: Article, name: str) -> str:
        """Return the path under which the book holds a picture of an article, adding it when it is new."""
        picture = article.pictures[name]
        digest = sha256(picture.data).hexdigest()
        if digest not in self.paths:
            data, media_type = core_picture(picture)
            path = f"images/{len(self.paths) + 1:03d}.{SUFFIXES[media_type]}"
            self.paths[digest], self.members[path], self.media_types[path] = path, data, media_type
        return self.paths[digest]


def core_picture(picture: Picture) -> tuple[bytes, str]:
    """Return a picture's bytes and media type, as they are where readers must know them, else as PNG."""
    if picture.media_type in SUFFIXES:
        return picture.data, picture.media_type
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(picture.data)) as opened:
        opened.save(out, "PNG")
    return out.getvalue(), "image/png"


def is_animated(data: bytes, media_type: str) -> bool:
    """Say whether a picture moves: GIF or WebP of several frames, or SVG with animation elements."""
    if media_type == "image/svg+xml":
        return b"<animate" in data or b"<set" in data
    if media_type not in {"image/gif", "image/webp", "image/png"}:
        return False
    from PIL import Image

    with Image.open(io.BytesIO(data)) as opened:
        return bool(getattr(opened, "is_animated", False))
