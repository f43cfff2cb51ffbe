"""Fetch nothing but the article's own pictures and the theme's own files."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from weasyprint.urls import URLFetcher, URLFetcherResponse

from kanben.source.article import Picture

SCHEME = "kanben-picture"


def picture_address(name: str) -> str:
    """Return the address under which the page finds a picture of the article."""
    return f"{SCHEME}:{quote(name, safe='')}"


def screen_colours(picture: Picture) -> bytes:
    """Return the picture's bytes, a CMYK JPEG as RGB: a page whose output intent is sRGB holds no other (PDF/A-2, 6.2.4.3)."""
    if picture.media_type != "image/jpeg":
        return picture.data
    from PIL import Image

    with Image.open(io.BytesIO(picture.data)) as image:
        if image.mode != "CMYK":
            return picture.data
        out = io.BytesIO()
        image.convert("RGB").save(out, "JPEG", quality=92, exif=image.getexif())
        return out.getvalue()


class OwnFetcher(URLFetcher):  # type: ignore[misc]
    """Answer for pictures of the article and files inside the theme's folders; refuse every other address.

    With `four_colours` a picture in CMYK stays as it is.
    """

    def __init__(self, pictures: Mapping[str, Picture], folders: tuple[Path, ...], four_colours: bool = False) -> None:
        super().__init__(allowed_protocols=())
        self.four_colours = four_colours
        self.pictures = pictures
        self.folders = folders

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Return the picture or file of an address; raise `ValueError`, which WeasyPrint logs, for any other."""
        scheme, _, rest = url.partition(":")
        if scheme == SCHEME and unquote(rest) in self.pictures:
            picture = self.pictures[unquote(rest)]
            data = picture.data if self.four_colours else screen_colours(picture)
            return URLFetcherResponse(url, data, {"Content-Type": picture.media_type})
        if scheme == "file":
            path = Path(unquote(urlsplit(url).path)).resolve()
            if path.is_file() and any(path.is_relative_to(folder.resolve()) for folder in self.folders):
                return URLFetcherResponse(url, path.read_bytes())
        raise ValueError(f"refused: {url[:200]}")
