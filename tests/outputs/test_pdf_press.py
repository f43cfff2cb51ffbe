"""Files for the printer before what PDF/X-4 asks of them (ISO 15930-7): no validator of it is free, so each rule is looked up here."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from paged_articles import STELE, article_of, picture_of

from kanben.outputs.options import OutputOptions
from kanben.outputs.pdf import printing, write_pdf
from kanben.source.notices import NoticeCode

PICTURES = {
    "rgb.jpg": picture_of(1200, 900),
    "four.jpg": picture_of(1200, 900, "CMYK"),
    "grey.png": picture_of(1200, 900, "L", "PNG"),
    "alpha.png": picture_of(800, 600, "RGBA", "PNG"),
    "sign.png": picture_of(16, 16, "P", "PNG"),
}
TEXT = STELE + "\n![一](rgb.jpg)\n\n![二](four.jpg)\n\n![三](grey.png)\n\n![四](alpha.png)\n\n行内![五](sign.png)图。\n"


@pytest.fixture(scope="module", params=["article", "book", "gongwen", "magazine"])
def press_file(request: pytest.FixtureRequest) -> Iterator[pikepdf.Pdf]:
    data = write_pdf(article_of(TEXT, PICTURES), OutputOptions(press=True, theme=request.param)).data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        yield pdf


def entries(pdf: pikepdf.Pdf, kind: str) -> list[Any]:
    """Return all dictionaries and streams of a type."""
    return [e for e in pdf.objects if isinstance(e, pikepdf.Dictionary | pikepdf.Stream) and e.get("/Type") == kind]


def cmyk_profile() -> bytes:
    """Return the least that is a profile of a CMYK printer: its header and a description (ICC.1)."""
    name = b"Printer of the test\0"
    described = b"desc" + bytes(4) + len(name).to_bytes(4, "big") + name + bytes(78)
    described += bytes(-len(described) % 4)
    tags = (1).to_bytes(4, "big") + b"desc" + (144).to_bytes(4, "big") + len(described).to_bytes(4, "big")
    header = (
        bytes(4)
        + b"lcms\x02\x10\0\0prtrCMYKLab "
        + bytes(12)
        + b"acsp"
        + bytes(28)
        + bytes.fromhex("0000f6d6000100000000d32d")
    )
    body = header + bytes(128 - len(header)) + tags + described
    return len(body).to_bytes(4, "big") + body[4:]


def test_the_file_names_itself_and_one_printing_condition(press_file: pikepdf.Pdf) -> None:
    assert float(press_file.pdf_version) <= 1.6 and "/ID" in press_file.trailer and not press_file.is_encrypted
    (intent,) = press_file.Root.OutputIntents
    assert intent.S == "/GTS_PDFX" and str(intent.OutputConditionIdentifier)
    assert "/DestOutputProfile" in intent or str(intent.RegistryName) == "http://www.color.org"


def test_metadata_are_complete_and_agree(press_file: pikepdf.Pdf) -> None:
    xmp = press_file.Root.Metadata.read_bytes().decode()
    for part in (
        'pdfxid:GTS_PDFXVersion="PDF/X-4"',
        "<pdf:Trapped>False</pdf:Trapped>",
        "<xmp:CreateDate>2022-03-14",
        "<xmp:ModifyDate>2022-03-14",
        "<xmp:MetadataDate>2022-03-14",
        ">default</xmpMM:RenditionClass>",
        ">1</xmpMM:VersionID>",
    ):
        assert part in xmp
    assert re.search(r">uuid:[0-9a-f-]{36}</xmpMM:DocumentID>", xmp)
    assert str(press_file.docinfo.Title) in xmp


def test_boxes_lie_in_one_another(press_file: pikepdf.Pdf) -> None:
    for page in press_file.pages:
        media, bleed, trim = ([float(v) for v in page[name]] for name in ("/MediaBox", "/BleedBox", "/TrimBox"))
        assert "/ArtBox" not in page
        for outer, inner in ((media, bleed), (bleed, trim)):
            assert outer[0] < inner[0] and outer[1] < inner[1] and outer[2] > inner[2] and outer[3] > inner[3]


def test_all_fonts_are_embedded(press_file: pikepdf.Pdf) -> None:
    fonts = entries(press_file, "/FontDescriptor")
    assert fonts and all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_nothing_acts_and_nothing_lies_on_the_page(press_file: pikepdf.Pdf) -> None:
    assert not any("/Annots" in page and len(page.Annots) for page in press_file.pages)
    assert not entries(press_file, "/Annot") and "/AcroForm" not in press_file.Root
    assert "/OpenAction" not in press_file.Root and "/AA" not in press_file.Root
    assert not any(isinstance(e, pikepdf.Dictionary) and e.get("/S") == "/JavaScript" for e in press_file.objects)


def test_colours_are_inks_or_have_a_meaning(press_file: pikepdf.Pdf) -> None:
    for page in press_file.pages:
        operators = {str(operator) for _, operator in pikepdf.parse_content_stream(page)}
        assert not operators & {"rg", "RG"}, "DeviceRGB in the page"
        default = page.Resources.ColorSpace.DefaultRGB
        assert default[0] == "/ICCBased" and int(default[1].N) == 3
    spaces = {
        str(e.ColorSpace) for e in press_file.objects if isinstance(e, pikepdf.Stream) and e.get("/Subtype") == "/Image"
    }
    assert "/DeviceCMYK" in spaces, "a picture in four colours stays in four colours"


def test_transparency_is_mixed_in_the_colours_of_the_printer(press_file: pikepdf.Pdf) -> None:
    groups = [
        e.Group for e in press_file.objects if isinstance(e, pikepdf.Dictionary | pikepdf.Stream) and "/Group" in e
    ]
    assert all(group.get("/CS") not in ("/DeviceRGB", "/CalRGB") for group in groups)
    states = [e for e in press_file.objects if isinstance(e, pikepdf.Dictionary) and ("/TR" in e or "/HTP" in e)]
    assert not states


def test_a_printing_condition_that_is_only_named_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "PROFILE_FOLDERS", ())
    written = write_pdf(article_of("正文\n"), OutputOptions(press=True))
    (notice,) = [notice for notice in written.notices if notice.code is NoticeCode.MISSING_PROFILE]
    assert "FOGRA39" in notice.message


def test_a_profile_of_the_printer_is_embedded(tmp_path: Path) -> None:
    profile = tmp_path / "printer.icc"
    profile.write_bytes(cmyk_profile())
    written = write_pdf(article_of("正文\n"), OutputOptions(press=True, output_profile=profile))
    with pikepdf.open(io.BytesIO(written.data)) as pdf:
        intent = pdf.Root.OutputIntents[0]
        assert int(intent.DestOutputProfile.N) == 4 and intent.DestOutputProfile.read_bytes() == cmyk_profile()
    assert not any(notice.code is NoticeCode.MISSING_PROFILE for notice in written.notices)
