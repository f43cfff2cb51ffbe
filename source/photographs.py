"""Photographs: the block of EXIF that says where the photographer stood is taken out, all pixels and the rotation stay.

JPEG File Interchange Format (ITU-T T.871) and EXIF 2.32: an APP1 segment that begins with `Exif`.
"""

from __future__ import annotations

from typing import Any

START = b"\xff\xd8"
APP1 = 0xE1
START_OF_SCAN = 0xDA
EXIF = b"Exif\0\0"
GPS, ORIENTATION = 0x8825, 0x0112


def has_location(image: Any) -> bool:
    """Say whether an opened picture carries a GPS block."""
    return GPS in image.getexif()


def drop_location(data: bytes, image: Any) -> bytes:
    """Return a JPEG without its EXIF but for the orientation; the image data are the same bytes."""
    from PIL import Image

    orientation = image.getexif().get(ORIENTATION)
    kept = b""
    if orientation in range(2, 9):
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        block = exif.tobytes()
        block = block if block.startswith(EXIF) else EXIF + block
        kept = b"\xff\xe1" + (len(block) + 2).to_bytes(2, "big") + block
    return START + kept + _without_exif(data)


def _without_exif(data: bytes) -> bytes:
    """Return what follows the start of a JPEG, its EXIF segments left out."""
    parts: list[bytes] = []
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != START_OF_SCAN:
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at : at + 2 + size]
        if not (data[at + 1] == APP1 and segment[4:].startswith(EXIF)):
            parts.append(segment)
        at += 2 + max(2, size)
    return b"".join((*parts, data[at:]))
