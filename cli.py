"""The command line: arguments become options, options go to the press, messages and exit codes come back.

Every command imports what it needs when it runs, so that `kanben --help` stays quick.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from kanben.source.errors import PARTIAL_FAILURE, CheckError, KanbenError, ToolError, UsageError

if TYPE_CHECKING:
    from kanben.press.engine import Outcome
    from kanben.press.options import Options

app = typer.Typer(
    name="kanben",
    help="Publish Chinese articles as PDF, EPUB and DOCX.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _as_path(given: str) -> Path:
    from kanben.press.storage import as_path

    return as_path(given)


Articles = Annotated[
    list[Path],
    typer.Argument(metavar="ARTICLE|DIR...", parser=_as_path, help="Articles, folders or globs; s3://... too."),
]
OneArticle = Annotated[Path, typer.Argument(metavar="ARTICLE", help="An article: .txt .md .html .docx .epub .odt")]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", metavar="DIR", parser=_as_path, help="Folder of the editions (default: out)."),
]
Settings = Annotated[list[str] | None, typer.Option("--set", metavar="KEY=VALUE", help="Any key of kanben.toml.")]
Script = Annotated[str | None, typer.Option(help="as-written, zh-Hans, zh-Hant, zh-Hant-TW or zh-Hant-HK.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


STOPPED = 130
"""Exit code after Ctrl-C: 128 and the number of SIGINT."""


def main() -> None:
    """Run the command line; print every error of kanben in one line and leave with its exit code."""
    _use_utf8()
    try:
        app()
    except KanbenError as exc:
        _fail(exc)
    except KeyboardInterrupt:
        _stop()
    except SystemExit as exc:
        if exc.code == STOPPED:  # Typer has taken Ctrl-C for itself
            _stop()
        raise


def _stop() -> NoReturn:
    print("kanben: stopped; what is finished stands, and the next run goes on from there", file=sys.stderr)
    sys.exit(STOPPED)


def filter_main() -> None:
    """Run the passes that the metadata `kanben-passes` names, as `pandoc --filter kanben-filter` calls it."""
    from kanben.filters.command import filter_named_in_metadata

    _use_utf8()
    try:
        _write_bytes(filter_named_in_metadata(sys.stdin.buffer.read()))
    except KanbenError as exc:
        _fail(exc)


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False) -> None:
    if version:
        from importlib.metadata import version as installed

        print(f"kanben {installed('kanben')}")
        raise typer.Exit


@app.command()
def build(
    context: typer.Context,
    articles: Articles,
    to: Annotated[str | None, typer.Option(help="Formats: pdf,epub,docx.")] = None,
    script: Script = None,
    output: Output = None,
    theme: Annotated[str | None, typer.Option(help="Name of a theme, or its folder.")] = None,
    paper: Annotated[str | None, typer.Option(help="Paper of the PDF: A5, B5, 148mm 210mm ...")] = None,
    pdf_variant: Annotated[str | None, typer.Option(help="PDF standard (default: pdf/a-2u+ua-1).")] = None,
    regional_vocabulary: Annotated[bool, typer.Option("--regional-vocabulary", help="The region's words too.")] = False,
    facing: Annotated[bool, typer.Option("--facing", help="Both scripts side by side.")] = False,
    press: Annotated[bool, typer.Option("--press", help="PDF for a printer: bleed, crop marks, PDF/X-4.")] = False,
    booklet: Annotated[bool, typer.Option("--booklet", help="PDF pages imposed for folding.")] = False,
    vertical: Annotated[bool, typer.Option("--vertical", help="EPUB in vertical lines.")] = False,
    embed_fonts: Annotated[bool, typer.Option("--embed-fonts", help="Fonts inside the EPUB.")] = False,
    comments: Annotated[bool, typer.Option("--comments", help="Notices and edits for review in Word.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Validate the editions, compare their words.")] = False,
    jobs: Annotated[int | None, typer.Option(help="Articles made at once (default: cores).")] = None,
    engine: Annotated[str | None, typer.Option(help="local, or a cluster's scheduler: dask://HOST:PORT.")] = None,
    timeout: Annotated[float | None, typer.Option(help="Longest time for one article, in seconds.")] = None,
    memory: Annotated[int | None, typer.Option(help="Largest memory of one worker, in MB.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell what would be made and why.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Make everything again, over changed files too.")] = False,
    retry_failed: Annotated[bool, typer.Option("--retry-failed", help="Try again what failed before.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Remove editions whose article is gone.")] = False,
    settings: Settings = None,
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Print failures only.")] = False,
) -> None:
    """Publish articles as PDF, EPUB and DOCX.

    What is unchanged is not made again.
    """
    from kanben.press.batch import publish_inputs
    from kanben.press.due import Manner
    from kanben.press.progress import Telling, follow

    load = _option_loader(_given_options(context), settings)
    manner = Manner(force=force, retry_failed=retry_failed, prune=prune, dry_run=dry_run)
    total, outcomes = publish_inputs(articles, load, manner)
    telling = Telling(total > 1)
    errors = []
    for outcome in follow(outcomes, total, quiet or as_json):
        errors += [outcome.error] if outcome.error else []
        telling.count(outcome)
        _report(outcome, as_json, quiet, telling.many)
    if telling.many and not (quiet or as_json):
        print(telling.summary(), flush=True)
    _leave(errors, total)


@app.command()
def normalize(
    articles: Articles,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", parser=_as_path, help="A file, or a folder for many.")
    ] = None,
    settings: Settings = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that was corrected.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write the recovered article as Markdown, to correct."""
    from kanben.press.normalize import normalize_articles

    errors, total = [], 0
    for path, result in normalize_articles(articles, output, _option_loader({}, settings), force):
        total += 1
        if isinstance(result, KanbenError):
            errors.append(result)
            print(f"kanben: {result}", file=sys.stderr)
        else:
            print(json.dumps({"article": str(path), "file": str(result)}, ensure_ascii=False) if as_json else result)
    _leave(errors, total)


@app.command()
def review(
    article: OneArticle,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="The page (default: beside the article).")
    ] = None,
    script: Script = None,
    explain: Annotated[bool, typer.Option("--explain", help="Print the review for a terminal.")] = False,
    settings: Settings = None,
    as_json: AsJson = False,
) -> None:
    """Show what was recovered from an article.

    Every edit and notice stands beside its line, on one page.
    """
    from kanben.press.review import prepare_review, write_review_page

    options = _option_loader({"script": script}, settings)(article.parent)
    if not (explain or as_json):
        print(write_review_page(article, output, options))
        return
    from kanben.outputs.review import explain_review, review_json

    found = prepare_review(article, options)
    if as_json:
        print(json.dumps(review_json(*found), ensure_ascii=False))
    else:
        sys.stdout.write(explain_review(*found))


@app.command()
def collect(
    context: typer.Context,
    book: Annotated[Path | None, typer.Argument(metavar="BOOK.toml", help="What the volume is made of.")] = None,
    init: Annotated[Path | None, typer.Option("--init", metavar="DIR", help="Write a first BOOK.toml for DIR.")] = None,
    to: Annotated[str | None, typer.Option(help="Formats: pdf,epub,docx.")] = None,
    script: Script = None,
    output: Output = None,
    theme: Annotated[str | None, typer.Option(help="Name of a theme, or its folder (default: book).")] = None,
    vertical: Annotated[bool, typer.Option("--vertical", help="EPUB in vertical lines.")] = False,
    embed_fonts: Annotated[bool, typer.Option("--embed-fonts", help="Fonts inside the EPUB.")] = False,
    check: Annotated[bool, typer.Option("--check", help="Validate the editions, compare their words.")] = False,
    settings: Settings = None,
    as_json: AsJson = False,
) -> None:
    """Publish many articles as one volume."""
    from kanben.press.collect import publish_volume, write_first_book_file
    from kanben.press.progress import stages

    if init is not None:
        print(write_first_book_file(init))
    elif book is None:
        raise UsageError("no volume is named", remedy="give BOOK.toml, or write one with --init DIR")
    else:
        load = _option_loader(_given_options(context), settings, {"theme": "book"})
        with stages(as_json) as tell:
            outcome = publish_volume(book, load, tell)
        _report(outcome, as_json, quiet=False)


@app.command()
def doctor(as_json: AsJson = False) -> None:
    """Say what is missing, and the command that mends it."""
    from kanben.press.doctor import examine_system, finding_as_json, finding_lines, is_fit

    findings = examine_system()
    if as_json:
        print(json.dumps([finding_as_json(finding) for finding in findings], ensure_ascii=False, indent=1))
    else:
        print(*finding_lines(findings), sep="\n")
    if not is_fit(findings):
        sys.exit(ToolError.exit_code)


@app.command()
def decide(
    article: OneArticle,
    script: Script = None,
    every: Annotated[bool, typer.Option("--all", help="Ask about choices that were never wrong too.")] = False,
    settings: Settings = None,
) -> None:
    """Ask about every doubtful conversion.

    The answers are kept beside the article.
    """
    from kanben.press.decide import decide_article
    from kanben.source.counting import counted

    options = _option_loader({"script": script}, settings)(article.parent)
    print(f"{counted(decide_article(article, options, input, print, every), 'answer')} kept")


@app.command(name="convert")
def convert_text(
    file: Annotated[Path, typer.Argument(metavar="[FILE|-]", help="A plain text; standard input without it.")] = Path(
        "-"
    ),
    script: Script = None,
    regional: Annotated[bool, typer.Option("--regional-vocabulary", help="Use the region's words too.")] = False,
    spans: Annotated[bool, typer.Option("--spans", help="Tell in which script each part is written.")] = False,
    settings: Settings = None,
    as_json: AsJson = False,
) -> None:
    """Convert plain text, or tell the script of every span."""
    from kanben.press import conversion

    options = _option_loader({"script": script, "regional_vocabulary": regional or None}, settings)(file.parent)
    if spans:
        text = conversion.read_plain_text(file, options)
        found = conversion.text_spans(text)
        shown = [json.dumps(conversion.spans_json(found))] if as_json else conversion.span_lines(text, found)
        print(*shown, sep="\n")
        return
    if options.filters.script == "as-written" and script is None:
        raise UsageError("no script is named", remedy="add --script zh-Hans, zh-Hant, zh-Hant-TW or zh-Hant-HK")
    converted = conversion.convert_file(file, options)
    if as_json:
        print(json.dumps(conversion.conversion_json(converted, options.filters.script), ensure_ascii=False))
    else:
        sys.stdout.write(converted.output)
    for line in conversion.remark_lines(converted):
        print(f"kanben: {line}", file=sys.stderr)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE|DIR...", help="Editions, articles, or folders of them.")],
    settings: Settings = None,
    as_json: AsJson = False,
) -> None:
    """Validate editions, compare their words, proofread articles."""
    from kanben.press.check import Severity, check_paths
    from kanben.press.check.report import print_report, report_json

    report = check_paths(files, _option_loader({}, settings))
    print(json.dumps(report_json(report), ensure_ascii=False)) if as_json else print_report(report)
    if report.count(Severity.ERROR):
        sys.exit(CheckError.exit_code)


@app.command(name="filter")
def filter_document(name: Annotated[str, typer.Argument(help="Name of a pass; a wrong one lists all.")]) -> None:
    """Run one pass on pandoc JSON.

    The document is read from standard input and written to standard output.
    """
    from kanben.filters.command import assert_known, filter_named

    assert_known([name])
    _write_bytes(filter_named(name, sys.stdin.buffer.read()))


def _given_options(context: typer.Context) -> dict[str, Any]:
    """Return what the command line says of options; a flag that was not given says nothing."""
    from kanben.press.options import known_keys

    given = {name: value for name, value in context.params.items() if name in known_keys() and value is not False}
    return given | ({"facing": "article"} if given.get("facing") is True else {})


def _option_loader(
    given: dict[str, Any], settings: list[str] | None, defaults: dict[str, Any] | None = None
) -> Callable[[Path], Options]:
    from kanben.press.options import load_options

    def load(folder: Path) -> Options:
        return load_options(folder, given, tuple(settings or ()), defaults)

    return load


def _report(outcome: Outcome, as_json: bool, quiet: bool, many: bool = False) -> None:
    from kanben.press.progress import kept_lines, outcome_json, outcome_lines

    if as_json:
        print(outcome_json(outcome), flush=True)
        return
    for line in kept_lines(outcome):
        print(f"kanben: {line}", file=sys.stderr, flush=True)
    if outcome.error is not None:
        print(f"kanben: {outcome.error}", file=sys.stderr, flush=True)
    elif not quiet:
        for line in outcome_lines(outcome, many):
            print(line, flush=True)


def _leave(errors: list[KanbenError], total: int) -> None:
    """Leave with the error's own code where there was one article, with that of a partial failure else."""
    if errors:
        sys.exit(errors[0].exit_code if total == 1 else PARTIAL_FAILURE)


def _use_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _write_bytes(data: bytes) -> None:
    sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _fail(error: KanbenError) -> NoReturn:
    print(f"kanben: {error}", file=sys.stderr)
    sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
