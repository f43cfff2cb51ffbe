"""The article's own pictures: found inside its folder or container, checked, and handed on as bytes.

Nothing is fetched and nothing outside is opened: a picture that is remote, missing, damaged or too large is a notice.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from .article import Picture
from .controls import strip_invisible
from .notices import Notice, NoticeCode, Place
from .photographs import drop_location, has_location

Find = Callable[[str], bytes | None]
"""Returns the bytes behind an address inside the article, or None."""

KEPT_FORMATS = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "GIF": "image/gif"}
"""What every edition can hold, by Pillow's names."""
REDRAWN_FORMATS = ("WEBP", "TIFF", "BMP")
"""What is turned into PNG, because not every edition can hold it."""
OPENED_FORMATS = ["PNG", "JPEG", "GIF", *REDRAWN_FORMATS]  # MPO, several JPEGs in one file, is opened as JPEG
SUFFIXES = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif"}
MAX_PICTURES = 500
"""More pictures than this in one article are left out, and noticed."""

SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\\\", re.IGNORECASE)
DATA_ADDRESS = re.compile(r"data:([\w.+-]+/[\w.+-]+)?(?:;[\w=.+-]+)*?(;base64)?,", re.IGNORECASE)
SAFE_NAME = re.compile(
    r"[^\x00-\x1f\x7f<>\"'|?*#%&;:$`\\~^{}\[\]\u00a0\u2000-\u200a\u3000\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+"
)


def check_picture(data: bytes, max_pixels: int) -> Picture | str:
    """Return the picture with its real media type and size, or the reason why it cannot be used.

    The bytes are kept as they are, EXIF and all but the place where a photograph was taken; formats that an edition
    cannot hold become PNG.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=OPENED_FORMATS) as image:
                width, height = image.size
                if width * height > max_pixels or not width or not height:
                    return f"it has {width} × {height} pixels"
                image.load()
                if image.format in REDRAWN_FORMATS:
                    return Picture(_redraw(image), "image/png", width, height)
                if image.format in ("JPEG", "MPO") and has_location(image):
                    data = drop_location(data, image)
                return Picture(data, KEPT_FORMATS[str(image.format)], width, height)
    # Pillow's decoders raise whatever their formats make them stumble over; each means the same here.
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, EOFError, ArithmeticError) as exc:
        return "it is no picture" if isinstance(exc, UnidentifiedImageError) else "it is damaged"
    except Image.DecompressionBombError:
        return "it has too many pixels"


def _redraw(image: Any) -> bytes:
    out = io.BytesIO()
    fit = image if image.mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16") else image.convert("RGB")
    fit.save(out, "PNG", **({"exif": image.info["exif"]} if image.info.get("exif") else {}))
    return out.getvalue()


def folder_pictures(folder: Path, max_bytes: int) -> Find:
    """Return a finder for pictures that stand in a folder or below it; links that lead out of it are not followed."""
    root = folder.resolve()

    def find(address: str) -> bytes | None:
        for name in dict.fromkeys((address, unquote(address))):
            path = _inside(root, name)
            if path is not None and path.stat().st_size <= max_bytes:
                return path.read_bytes()
        return None

    return find


def _inside(root: Path, name: str) -> Path | None:
    """Return the regular file that a relative name means inside a folder, or None."""
    if "\0" in name or not name:
        return None
    try:
        path = (root / PurePosixPath(name)).resolve()
        return path if path.is_relative_to(root) and path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        return None


@dataclass(slots=True)
class PictureShelf:
    """Collects the pictures of one article under safe names, with a notice for each that cannot be used."""

    find: Find
    stem: str
    max_pixels: int
    text: str = ""
    renames: bool = False
    """Whether every picture gets a new name, because those of a container say nothing outside it."""
    pictures: dict[str, Picture] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    _names: dict[str, str | None] = field(default_factory=dict)

    def take(self, address: str) -> str | None:
        """Return the name under which the picture of an address is kept, or None where it cannot be used."""
        if address not in self._names:
            self._names[address] = self._take(address)
        return self._names[address]

    def _take(self, address: str) -> str | None:
        if len(self.pictures) >= MAX_PICTURES:
            self._refuse(address, f"an article may have {MAX_PICTURES} pictures")
            return None
        data, reason = self._bytes(address)
        if data is None:
            self._refuse(address, reason)
            return None
        picture = check_picture(data, self.max_pixels)
        if isinstance(picture, str):
            self._refuse(address, picture)
            return None
        name = self._name(address, picture)
        self.pictures[name] = picture
        return name

    def _bytes(self, address: str) -> tuple[bytes | None, str]:
        match = DATA_ADDRESS.match(address)
        if match:
            return _data_bytes(address[match.end() :], bool(match[2])), "its data cannot be read"
        if SCHEME.match(address.strip()):
            return None, "only pictures inside the article's folder are used, and nothing is fetched"
        return self.find(address), "there is no such file inside the article's folder"

    def _name(self, address: str, picture: Picture) -> str:
        """Keep a name that is safe everywhere and tells the truth about the format; number the others."""
        plain = unquote(address)
        suffix = SUFFIXES[picture.media_type]
        honest = plain.lower().endswith((f".{suffix}", ".jpeg" if suffix == "jpg" else f".{suffix}"))
        climbs = ".." in PurePosixPath(plain).parts or plain.startswith(("/", "."))
        if not self.renames and honest and not climbs and SAFE_NAME.fullmatch(plain) and plain not in self.pictures:
            return plain
        return f"{self.stem}-media/{len(self.pictures) + 1}.{suffix}"

    def _refuse(self, address: str, reason: str) -> None:
        shown = strip_invisible(address)[:80]
        shown = "data: …" if shown.startswith("data:") else PurePosixPath(shown.replace("\\", "/")).name or "?"
        place = self._place(address)
        self.notices.append(
            Notice(NoticeCode.MISSING_IMAGE, f"The picture {shown!r} is left out: {reason}.", place, shown)
        )

    def _place(self, address: str) -> Place | None:
        at = self.text.find(address[:200]) if address else -1
        if at < 0:
            return None
        return Place(self.text.count("\n", 0, at) + 1, at - self.text.rfind("\n", 0, at))


def _data_bytes(payload: str, is_base64: bool) -> bytes | None:
    if not is_base64:
        return unquote_to_bytes(payload)
    try:
        return base64.b64decode(unquote(payload))
    except (binascii.Error, ValueError):
        return None


JUNK_DESCRIPTION = re.compile(
    r"(图片|圖片|图像|image|img|picture|photo|screenshot|\s|[\d._-])*(\.(png|jpe?g|gif|webp|bmp))?", re.I
)


def describes(text: str) -> bool:
    """Say whether an alternative text tells something: 图片 1 and IMG_0012.jpg do not.

    >>> describes("深圳党史馆"), describes("图片 1"), describes("IMG_0012.jpg")
    (True, False, False)
    """
    return not JUNK_DESCRIPTION.fullmatch(text.strip()) and not re.fullmatch(
        r"[\w.-]+\.(?:png|jpe?g|gif|webp|bmp|svg)", text.strip(), re.I
    )
