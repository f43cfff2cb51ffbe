"""The package holds every room and every data file, and works from a wheel in an environment that has no checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("source", "filters", "outputs", "press")
BESIDE = ("cli.py", "pyproject.toml", "README.md", "LICENSE", "NOTICE")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def is_part(path: Path) -> bool:
    """Say whether a file belongs to the package, caches and hidden files aside."""
    return path.is_file() and not any(part.startswith((".", "__pycache__")) for part in path.relative_to(ROOT).parts)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy, so that nothing is left in the checkout."""
    copy = tmp_path_factory.mktemp("copy")
    for room in ROOMS:
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in BESIDE:
        shutil.copy(ROOT / name, copy / name)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(copy / "dist"), str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return next((copy / "dist").glob("*.whl"))


def test_every_folder_with_code_is_listed() -> None:
    folders = {path.parent for room in ROOMS for path in (ROOT / room).rglob("__init__.py")}
    names = {"kanben", *("kanben." + ".".join(path.relative_to(ROOT).parts) for path in folders)}
    assert set(PROJECT["tool"]["setuptools"]["packages"]) == names
    modules = {path.parent for room in ROOMS for path in (ROOT / room).rglob("*.py")}
    assert modules == folders, "a folder with modules has no __init__.py"


def test_the_command_line_is_the_only_module_beside_the_rooms() -> None:
    assert [path.name for path in ROOT.glob("*.py")] == ["cli.py"]


def test_the_wheel_holds_every_file_of_the_rooms_and_nothing_else(wheel: Path) -> None:
    expected = {
        f"kanben/{path.relative_to(ROOT).as_posix()}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*")
        if is_part(path)
    }
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert names == expected | {"kanben/cli.py"}


def test_the_wheel_publishes_an_article_in_a_clean_environment(wheel: Path, tmp_path: Path) -> None:
    kanben = install(wheel, tmp_path / "venv")
    version = run(kanben, "--version", cwd=tmp_path)
    assert version.stdout == f"kanben {PROJECT['project']['version']}\n"
    article = next((ROOT / "examples").glob("*.txt"))
    done = run(kanben, "build", str(article), "-o", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {path.suffix for path in (tmp_path / "out").glob("*.*")} >= {".pdf", ".epub", ".docx"}


def install(wheel: Path, folder: Path) -> Path:
    """Install the wheel alone; what it depends on is lent by this environment, whose own kanben stays out of sight."""
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    site = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))
    command = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(python),
        "install",
        "-q",
        "--no-deps",
        "--no-index",
        str(wheel),
    ]
    subprocess.run(command, check=True, capture_output=True)
    # A path file adds the folder to sys.path, but does not read the path files in it: an editable kanben is not found.
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin" / "kanben"


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command away from the checkout."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
