"""Ask a person about the doubtful choices of an article's conversion, and keep the answers: `kanben decide`."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from kanben.filters.article_conversion import choices_edition, find_choices, find_replacements
from kanben.filters.occurrences import describe_occurrence
from kanben.source.article import Article
from kanben.source.choices import ChoiceGroup, ChoicePlace
from kanben.source.decisions import Occurrence, WordRule, decisions_path, read_decisions
from kanben.source.errors import InputError
from kanben.source.read import read_article

from .files import write_file
from .options import Options
from .related import relate_article

Ask = Callable[[str], str]
"""Shows a prompt and returns a person's answer; raises `EOFError` where no more answers come."""
HELP = "a accept · 1-9 another candidate · o your own words · s skip · add e for everywhere (ae, 2e, oe, se) · u undo · q quit"


@dataclass
class Dialogue:
    """The questions of one article: what was answered stands in the file at once, and can be undone."""

    article: Article
    text: str
    script: str
    groups: Sequence[ChoiceGroup]
    ask: Ask
    say: Callable[[str], None]
    history: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def path(self) -> Path:
        """Where the decisions are kept."""
        return decisions_path(self.article.path)

    def run(self) -> int:
        """Ask until every group is answered or the person leaves; return how many answers were kept."""
        self.say(HELP)
        group, place = 0, 0
        while group < len(self.groups):
            answer = self._question(group, place)
            if answer in ("q", None):
                break
            group, place = self._undo(group, place) if answer == "u" else self._answer(group, place, answer)
        return len(self.history)

    def _question(self, number: int, place: int) -> str | None:
        group = self.groups[number]
        shown = group.places[place]
        where = f" (line {shown.place.line})" if shown.place else ""
        candidates = "  ".join(f"{n} {candidate}" for n, candidate in enumerate(group.candidates, 1))
        self.say(
            f"\n[{number + 1}/{len(self.groups)}] {group.channel}: {group.source} → {group.output}, "
            f"place {place + 1} of {group.count}{where}\n    {shown.left}[{group.source}]{shown.right}\n    {candidates}"
        )
        try:
            return self.ask("> ").strip()
        except EOFError:
            return None

    def _answer(self, number: int, place: int, answer: str) -> tuple[int, int]:
        """Keep an answer and return the next group and place; one that cannot be understood is asked again."""
        group = self.groups[number]
        everywhere = answer.endswith("e")
        choice = answer.removesuffix("e") or "a"
        if choice == "s":
            return self._next(number, place, everywhere)
        if choice == "o":
            try:
                target = self.ask("instead: ").strip()
            except EOFError:
                return number, place
        elif choice == "a":
            target = group.output
        elif choice.isdigit() and 1 <= int(choice) <= len(group.candidates):
            target = group.candidates[int(choice) - 1]
        else:
            target = ""
        if not target:
            self.say(HELP)
            return number, place
        self._keep(number, place, self._decision(group, group.places[place], target, everywhere))
        return self._next(number, place, everywhere)

    def _next(self, number: int, place: int, everywhere: bool) -> tuple[int, int]:
        at_end = everywhere or place + 1 == self.groups[number].count
        return (number + 1, 0) if at_end else (number, place + 1)

    def _decision(self, group: ChoiceGroup, place: ChoicePlace, target: str, everywhere: bool) -> WordRule | Occurrence:
        if everywhere:
            return WordRule(group.source, target, self.script)
        return describe_occurrence(self.text, place.start, place.end, target, self.script)

    def _keep(self, number: int, place: int, decision: WordRule | Occurrence) -> None:
        before = self.path.read_text(encoding="utf-8") if self.path.is_file() else ""
        write_file(self.path, add_decision(before, decision, self.path).encode())
        self.history.append((number, place, before))

    def _undo(self, number: int, place: int) -> tuple[int, int]:
        """Take the last answer back and return the group and place that it was about."""
        if not self.history:
            self.say("nothing to undo")
            return number, place
        number, place, before = self.history.pop()
        if before:
            write_file(self.path, before.encode())
        else:
            self.path.unlink(missing_ok=True)
        return number, place


def decide_article(path: Path, options: Options, ask: Ask, say: Callable[[str], None], every: bool = False) -> int:
    """Ask about the choices of an article, the never-wrong ones only with `every`; return how many were answered."""
    article = read_article(path, options.source, relate_article(path, options))
    article = replace(article, decisions=read_decisions(path, options.filters.glossary))
    edition = choices_edition(article, options.filters)
    conversion = find_replacements(article, edition).conversion
    groups = [group for group in find_choices(article, options.filters) if every or not group.collapsed]
    if not groups:
        say("nothing to decide")
        return 0
    return Dialogue(article, conversion.text, edition.tag, groups, ask, say).run()


def add_decision(text: str, decision: WordRule | Occurrence, path: Path) -> str:
    """Return the text of a decisions file with one more decision, which replaces an earlier one about the same place.

    What a person wrote into the file stays, comments too. Raises `InputError` for a file that is not TOML.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        tomllib.loads(text)
    except (TOMLKitError, tomllib.TOMLDecodeError) as exc:
        raise InputError(f"not valid TOML: {exc}", path, "mend the line it names") from exc
    name = "word" if isinstance(decision, WordRule) else "occurrence"
    entries = document.setdefault(name, tomlkit.aot())
    key = _key(decision)
    for number in reversed([n for n, entry in enumerate(entries) if _entry_key(entry, name) == key]):
        del entries[number]
    entry = tomlkit.table()
    for field_name, value in _fields(decision):
        entry[field_name] = value
    entries.append(entry)
    return tomlkit.dumps(document)


def _fields(decision: WordRule | Occurrence) -> Iterator[tuple[str, str | int]]:
    names = ("source", "target") if isinstance(decision, WordRule) else ("left", "source", "right", "target")
    for name in names:
        yield name, getattr(decision, name)
    if decision.script:
        yield "script", decision.script
    if isinstance(decision, Occurrence) and decision.number > 1:
        yield "number", decision.number


def _key(decision: WordRule | Occurrence) -> tuple[object, ...]:
    if isinstance(decision, WordRule):
        return decision.source, decision.script
    return decision.left, decision.source, decision.right, decision.script, decision.number


def _entry_key(entry: dict[str, object], name: str) -> tuple[object, ...]:
    if name == "word":
        return entry.get("source"), entry.get("script", "")
    return tuple(entry.get(k, "") for k in ("left", "source", "right", "script")) + (entry.get("number", 1),)
