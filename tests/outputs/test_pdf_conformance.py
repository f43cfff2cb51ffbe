"""PDF editions before veraPDF: PDF/A-2u and PDF/UA-1, every theme, and a document of more than 200 pages."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from measurement import ROOT, measurement_path
from paged_articles import STELE, article_of, picture_of
from validators import find_validator

from kanben.filters import apply_passes
from kanben.filters.options import FilterOptions
from kanben.outputs.options import OutputOptions
from kanben.outputs.pdf import write_pdf
from kanben.outputs.themes import theme_names
from kanben.source.article import Article
from kanben.source.options import SourceOptions
from kanben.source.read import read_article

pytestmark = pytest.mark.conformance

PICTURES = {
    "upright.jpg": picture_of(1200, 900, orientation=6),
    "four.jpg": picture_of(1200, 900, "CMYK"),
    "alpha.png": picture_of(800, 600, "RGBA", "PNG"),
    "sign.png": picture_of(16, 16, "P", "PNG"),
}
ILLUSTRATED = (
    STELE + "\n![直立](upright.jpg)\n\n![四色](four.jpg)\n\n![透明](alpha.png)\n\n行内![标志](sign.png)图，`代码`。\n"
)


def long_document(chapters: int = 45, paragraphs: int = 20) -> str:
    """Return Markdown of many chapters with notes, tables, lists, links and inscriptions in each."""
    head, body = STELE.split("---\n", 2)[1:]
    parts = [f"---\n{head}---\n"]
    for chapter in range(1, chapters + 1):
        own = body.replace("[^1]", f"[^n{chapter}]").replace("#shuyuan", f"#c{chapter}")
        filler = "\n\n".join(
            f"第{chapter}章第{number}段。镇上的人说起这块碑，总要从那年夏天的大水说起，水退以后，桥没有了，碑还在。" * 3
            for number in range(paragraphs)
        )
        parts.append(f"# 第{chapter}章\n\n{own}\n\n{filler}\n")
    return "\n\n".join(parts)


def published(path: Path) -> Article:
    return apply_passes(read_article(path, SourceOptions()), FilterOptions())


@pytest.fixture(scope="module")
def editions(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("editions")
    article = article_of(ILLUSTRATED, PICTURES)
    for theme in theme_names():
        (folder / f"{theme}.pdf").write_bytes(write_pdf(article, OutputOptions(theme=theme)).data)
    for path in sorted((ROOT / "examples").glob("*.txt")):
        (folder / f"{path.stem}.pdf").write_bytes(write_pdf(published(path), OutputOptions()).data)
    (folder / "bare.pdf").write_bytes(write_pdf(article_of("正文。\n"), OutputOptions()).data)
    written = write_pdf(article_of(long_document()), OutputOptions(theme="book"))
    assert written.pages and written.pages > 200
    (folder / "long.pdf").write_bytes(written.data)
    return folder


def judge(flavour: str, paths: list[Path]) -> list[str]:
    """Return what veraPDF finds wrong, a line for each rule."""
    command = [find_validator("verapdf"), "-f", flavour, "--format", "text", "-v", *map(str, paths)]
    lines = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False).stdout.splitlines()
    assert sum(line.startswith(("PASS", "FAIL")) for line in lines) == len(paths), lines
    return [line for line in lines if line.strip() and not line.startswith("PASS")]


@pytest.mark.parametrize("flavour", ["2u", "ua1"])
def test_editions_conform(editions, flavour):
    assert judge(flavour, sorted(editions.glob("*.pdf"))) == []


@pytest.mark.parametrize("flavour", ["2u", "ua1"])
def test_the_measured_article_conforms(tmp_path, flavour):
    target = tmp_path / "article.pdf"
    target.write_bytes(write_pdf(published(measurement_path("articles", "shenzhen.txt")), OutputOptions()).data)
    assert judge(flavour, [target]) == []
