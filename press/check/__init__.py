"""Check: editions are validated and compared word by word, articles are proofread."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from kanben.filters.options import SCRIPTS
from kanben.press.options import Options
from kanben.press.plan import SUFFIXES, plan_jobs
from kanben.press.related import Neighbours
from kanben.source.article import Article
from kanben.source.errors import CheckError, InputError, KanbenError, MissingInput, reason_of
from kanben.source.volume import Volume

from .consistency import Names, find_inconsistencies
from .docx import check_docx
from .epub import check_epub
from .findings import Checked, CheckReport, Finding, Severity, Unchecked
from .pdf import check_pdf
from .validators import VALIDATORS, validate
from .words import Words, article_words, describe_difference, text_difference, volume_words

__all__ = ["CheckReport", "Finding", "Severity", "check_editions", "check_paths", "verify_editions"]

Loader = Callable[[Path], Options]
REFERENCE = ("article", "epub", "docx", "pdf")
"""Whose words the others are compared with: the first of these that is there."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found in one edition by itself, its words where they can be read, and figures."""

    findings: Sequence[Finding] = ()
    words: Words | None = None
    figures: Mapping[str, int | float] = field(default_factory=dict)


@dataclass(slots=True)
class _Check:
    """A check under way: what was looked at and found so far."""

    commands: Mapping[str, list[str] | None]
    checked: list[Checked] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    words: dict[Path, Words] = field(default_factory=dict)
    neighbours: Neighbours = field(default_factory=Neighbours)

    def report(self) -> CheckReport:
        """Return the outcome, with what each missing validator would have looked at."""
        unchecked = []
        for validator in VALIDATORS:
            files = sum(checked.kind == validator.kind for checked in self.checked)
            if files and self.commands[validator.name] is None:
                unchecked.append(Unchecked(validator.name, validator.would, files, validator.remedy))
        return CheckReport(tuple(self.checked), tuple(self.findings), tuple(unchecked))


def check_paths(inputs: Sequence[Path], load: Loader) -> CheckReport:
    """Check files and folders: editions by their format and against each other, articles by their notices.

    `load` gives the options that hold in a folder. An article named together with its editions is what their words are
    compared with; editions of one name are compared with each other. Raises `MissingInput` where nothing is there.
    """
    editions, sources = _sort_inputs(inputs)
    check = _begin()
    made = {stem for path in editions for stem in (path.stem, path.stem.rpartition(".")[0])}
    names = Names()
    by_stem: dict[str, Article] = {}
    for path in sources:
        article = _check_article(path, load, check)
        if article is not None:
            names.add(article)
            if path.stem in made:  # the others are not kept: a folder may hold thousands
                by_stem[path.stem] = article
    if len(names.texts) > 1:
        check.findings += find_inconsistencies(names)
    groups: dict[tuple[Path, str], list[Path]] = defaultdict(list)
    for path in editions:
        try:
            data = path.read_bytes()
        except OSError as exc:
            what = f"it cannot be read: {reason_of(exc)}"
            check.findings.append(Finding(path, path.suffix.lower().lstrip("."), Severity.ERROR, "InputError", what))
            continue
        _check_edition(path, data, check)
        groups[path.parent, path.stem].append(path)
    for (_, stem), paths in groups.items():
        expected = _expected_words(stem, by_stem, load, check)
        _compare_words(paths, check, expected)
    return check.report()


def check_editions(edition: Article | Volume, files: Mapping[Path, bytes]) -> CheckReport:
    """Check the editions just made of an article or volume: each by its format, and their words against its own.

    `edition` is the article as the filters left it, which is what was written.
    """
    if isinstance(edition, Volume):
        expected = edition.title, volume_words(edition)
    else:
        expected = str(edition.path), article_words(edition)
    check = _begin()
    for path, data in files.items():
        _check_edition(path, data, check)
    _compare_words(list(files), check, expected)
    return check.report()


def verify_editions(edition: Article | Volume, files: Mapping[Path, bytes]) -> None:
    """Check editions that do not stand under their names yet. Raises `CheckError`, which names the edition's file."""
    with tempfile.TemporaryDirectory(prefix="kanben-check-") as folder:
        placed = {Path(folder) / path.name: data for path, data in files.items()}
        for path, data in placed.items():
            path.write_bytes(data)
        report = check_editions(edition, placed)
    names = {path.name: path for path in files}
    findings = tuple(replace(finding, path=names[finding.path.name]) for finding in report.findings)
    raise_for_errors(replace(report, findings=findings))


def raise_for_errors(report: CheckReport) -> None:
    """Raise `CheckError` with the first error of a report, where it has one."""
    errors = [finding for finding in report.findings if finding.severity is Severity.ERROR]
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        first = errors[0]
        where = f"{first.path}:{first.place}" if first.place else first.path
        raise CheckError(f"{first.checker}: {first.message}{more}", where, first.remedy or "run `kanben check` on it")


def _begin() -> _Check:
    return _Check({validator.name: validator.command() for validator in VALIDATORS})


def _sort_inputs(inputs: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """Return the editions and the articles that the inputs name; in a folder PDF, EPUB and DOCX are editions."""
    editions: list[Path] = []
    sources: list[Path] = []
    for given in inputs:
        found = _files_below(given) if given.is_dir() else [given]
        if not given.is_dir() and not given.exists():
            plan = plan_jobs([given])  # a pattern, or an error that says so
            if plan.errors:
                raise plan.errors[0]
            found = [job.path for job in plan.jobs]
        if not found:
            raise MissingInput(
                "nothing to check in this folder", given, f"name one with {' '.join(SUFFIXES)} .pdf files"
            )
        for path in found:
            if path.suffix.lower().lstrip(".") in EXAMINERS:
                editions.append(path)
            elif path.suffix.lower() in SUFFIXES:
                sources.append(path)
            else:
                raise InputError("not an edition or article", path, f"name {' '.join(SUFFIXES)} or .pdf files")
    return list(dict.fromkeys(editions)), list(dict.fromkeys(sources))


def _files_below(folder: Path) -> list[Path]:
    """Return editions and articles below a folder; hidden ones and pages of reports are left out."""
    known = {*(f".{kind}" for kind in EXAMINERS), *SUFFIXES}
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in known
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        and not (path.name == "index.html" and (folder / ".kanben").is_dir())
    )


def _check_article(path: Path, load: Loader, check: _Check) -> Article | None:
    """Proofread one article: its notices are findings; one that cannot be read is an error."""
    from kanben.source.read import read_article

    try:
        options = load(path.parent)
        article = read_article(path, options.source, check.neighbours.of(path, options))
    except KanbenError as exc:
        check.findings.append(
            Finding(path, "article", Severity.ERROR, type(exc).__name__, exc.what, "", exc.remedy or "")
        )
        check.checked.append(Checked(path, "article", ("article",)))
        return None
    figures = {"notices": len(article.notices), "edits": len(article.edits)}
    check.checked.append(Checked(path, "article", ("article",), figures))
    for notice in article.notices:
        place = str(notice.place) if notice.place else ""
        message = f"{notice.message} ({notice.context})" if notice.context else notice.message
        remedy = notice.suggestion or ""
        check.findings.append(Finding(path, "article", Severity.NOTICE, notice.code.value, message, place, remedy))
    return article


def _check_edition(path: Path, data: bytes, check: _Check) -> None:
    """Look at one edition by itself, then with every outside validator for its kind."""
    kind = path.suffix.lower().lstrip(".")
    looked = EXAMINERS[kind](path, data) if kind in EXAMINERS else Examined()
    findings, words = list(looked.findings), looked.words
    figures = {"bytes": len(data), **looked.figures}
    ran = ["structure"] if kind in EXAMINERS else []
    for validator in VALIDATORS:
        command = check.commands[validator.name]
        if validator.kind == kind and command is not None and path.is_file():
            findings += validate(validator, command, path)
            ran.append(validator.name)
    if words is not None:
        check.words[path] = words
        figures["words"] = len(words.text) + len(words.notes)
    check.findings += findings
    check.checked.append(Checked(path, kind, tuple(ran), figures))


def _examine_epub(path: Path, data: bytes) -> Examined:
    findings, text = check_epub(path, data)
    return Examined(findings, text.words if text else None)


def _examine_docx(path: Path, data: bytes) -> Examined:
    return Examined(*check_docx(path, data))


def _examine_pdf(path: Path, data: bytes) -> Examined:
    result = check_pdf(path, data)
    return Examined(result.findings, result.text.words if result.text else None, result.figures)


EXAMINERS: Mapping[str, Callable[[Path, bytes], Examined]] = MappingProxyType(
    {"pdf": _examine_pdf, "epub": _examine_epub, "docx": _examine_docx}
)
"""Who looks at the structure and the words of each format; one without is only given to the validators."""


def _expected_words(
    stem: str, articles: Mapping[str, Article], load: Loader, check: _Check
) -> tuple[str, Words] | None:
    """Return the words that editions of this name should have, where their article is there too."""
    from kanben.filters import apply_passes
    from kanben.source.decisions import read_decisions

    name, _, script = stem.rpartition(".")
    if script not in SCRIPTS:
        name, script = stem, "as-written"
    article = articles.get(name)
    if article is None:
        return None
    filters = replace(load(article.path.parent).filters, script=script)
    article = replace(article, decisions=read_decisions(article.path, filters.glossary))
    return str(article.path), article_words(apply_passes(article, filters))


def _compare_words(paths: Iterable[Path], check: _Check, expected: tuple[str, Words] | None) -> None:
    """Compare the words of editions with the article's, else with those of the EPUB, the DOCX, the PDF."""
    readable = sorted((path for path in paths if path in check.words), key=_rank)
    if expected is None and readable:
        expected, readable = (str(readable[0]), check.words[readable[0]]), readable[1:]
    for path in readable:
        if expected is not None:
            check.findings += _word_findings(path, check.words[path], *expected)
            check.checked = [
                replace(done, checkers=(*done.checkers, "words")) if done.path == path else done
                for done in check.checked
            ]


def _rank(path: Path) -> int:
    return REFERENCE.index(path.suffix.lower().lstrip("."))


def _word_findings(path: Path, found: Words, whose: str, expected: Words) -> Iterator[Finding]:
    differences = {
        "text": text_difference(expected, found),
        "notes": describe_difference(expected.notes, found.notes),
    }
    for part, difference in differences.items():
        if difference:
            message = f"the words of the {part} differ from {whose}: {difference}"
            yield Finding(path, "words", Severity.ERROR, "words", message, "", "make the edition again")
