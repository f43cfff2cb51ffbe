"""A PDF for the printer: PDF/X-4 with black text in black ink only, bleed and crop marks (ISO 15930-7)."""

from __future__ import annotations

import io
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import pydyf

from kanben.outputs.themes import StyleSheet
from kanben.source.errors import InputError
from kanben.source.notices import Notice, NoticeCode

from .type_area import POINTS

VARIANT = "pdf/x-4"
MARGIN = 10 * POINTS["mm"]
"""Room around the trimmed page for the marks, in points."""
BLEED = 3 * POINTS["mm"]
"""How far colour reaches beyond the trim, in points."""
PROFILE_FOLDERS = (
    Path("/usr/share/color/icc"),
    Path("/usr/local/share/color/icc"),
    Path("/Library/ColorSync/Profiles"),
)
PROFILE_NAMES = (
    "ISOcoated_v2_300_eci.icc",
    "ISOcoated_v2_eci.icc",
    "PSOcoated_v3.icc",
    "FOGRA39L_coated.icc",
    "JapanColor2001Coated.icc",
    "default_cmyk.icc",
)
"""Profiles of printing conditions that systems bring, best first."""
REGISTERED = "FOGRA39"
"""The printing condition that is named where no profile is at hand: ISO Coated v2 in the ICC registry."""
HEXADECIMAL = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})(?![0-9a-zA-Z-])")

PAGE_CSS = f"@page {{ bleed: {MARGIN:.3f}pt; marks: crop cross }}"


def ink_colours(sheet: StyleSheet) -> StyleSheet:
    """Return the style sheet with its colours as inks: greys in black alone, so that small type prints sharp.

    `#555` becomes `device-cmyk(0 0 0 0.667)`.
    """
    return StyleSheet(HEXADECIMAL.sub(lambda found: _ink(found[1]), sheet.text), sheet.folder)


def _ink(digits: str) -> str:
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    black = 1 - max(red, green, blue)
    light = 1 - black
    inks = [(light - part) / light if light else 0.0 for part in (red, green, blue)]
    return f"device-cmyk({' '.join(f'{ink:.3g}' for ink in (*inks, black))})"


def prepare_for_press(pdf: Any, profile: Path | None) -> None:
    """Add to the finished pages what PDF/X-4 asks: output intent, a meaning for RGB pictures, the bleed box.

    Transparent pictures are mixed in inks. Without a `profile` the printing condition is only named.
    """
    intent = pydyf.Dictionary({"Type": "/OutputIntent", "S": "/GTS_PDFX"})
    if profile:
        data, name = _read_profile(profile)
        stream = pydyf.Stream([data], {"N": 4}, compress=True)
        pdf.add_object(stream)
        intent["DestOutputProfile"] = stream.reference
        intent["OutputConditionIdentifier"] = pydyf.String("Custom")
        intent["Info"] = pydyf.String(name)
    else:
        intent["OutputConditionIdentifier"] = pydyf.String(REGISTERED)
        intent["RegistryName"] = pydyf.String("http://www.color.org")
        intent["Info"] = pydyf.String("ISO Coated v2")
    pdf.catalog["OutputIntents"] = pydyf.Array([intent])
    _give_rgb_a_meaning(pdf)
    for entry in pdf.objects:
        if isinstance(entry, pydyf.Stream) and "Group" in entry.extra:
            entry.extra["Group"]["CS"] = "/DeviceCMYK"
    for page in pdf.objects:
        if isinstance(page, dict) and page.get("Type") == "/Page":
            left, bottom, right, top = page["TrimBox"]
            page["BleedBox"] = pydyf.Array([left - BLEED, bottom - BLEED, right + BLEED, top + BLEED])


def _give_rgb_a_meaning(pdf: Any) -> None:
    """Let `DeviceRGB`, in which pictures are written, mean sRGB in every set of resources."""
    data = (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
    stream = pydyf.Stream([data], {"N": 3}, compress=True)
    pdf.add_object(stream)
    for entry in pdf.objects:
        if isinstance(entry, dict) and "lab-d50" in entry:  # the dictionary of colour spaces that all resources share
            entry["DefaultRGB"] = pydyf.Array(["/ICCBased", stream.reference])


def leave_out_links(document: Any) -> None:
    """Make the links of laid out pages mere text: no annotation may lie on the printed area (ISO 15930-7)."""
    for page in document.pages:
        page.links.clear()


def profile_notices(profile: Path | None) -> list[Notice]:
    """Return a notice where no profile can be embedded, which most printers want of PDF/X-4."""
    if profile:
        return []
    message = f"no profile of a printing condition is installed; the file only names {REGISTERED}"
    return [
        Notice(NoticeCode.MISSING_PROFILE, message, suggestion="give your printer's with --set output-profile=FILE.icc")
    ]


def system_profile() -> Path | None:
    """Return the best profile of a printing condition that the system brings, if any."""
    for name in PROFILE_NAMES:
        for folder in PROFILE_FOLDERS:
            found = next(iter(sorted(folder.rglob(name))), None) if folder.is_dir() else None
            if found:
                return found
    return None


def _read_profile(path: Path) -> tuple[bytes, str]:
    """Return the bytes and the name of a CMYK profile. Raises `InputError` for anything else."""
    from PIL import ImageCms

    try:
        data = path.read_bytes()
        name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(data))).strip()
    except (OSError, ImageCms.PyCMSError) as exc:
        raise InputError(f"not an ICC profile ({exc})", path, "give the profile that your printer names") from exc
    if data[16:20] != b"CMYK":
        raise InputError("not a profile of a printing condition (CMYK)", path, "give the one that your printer names")
    return data, name
