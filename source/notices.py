"""What the pipeline did to a text (`Edit`) and what a person should look at (`Notice`)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in the decoded source text: line and column, both counted from 1, in characters."""

    line: int
    column: int = 1

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: at `place` the source had `before`, which became `after` by `rule`.

    `confidence` is between 0 and 1. `to` is the second place of something that was moved. `reason` says in a few
    words what spoke for the change.
    """

    rule: str
    place: Place
    before: str
    after: str
    confidence: float = 1.0
    to: Place | None = None
    reason: str = ""


class NoticeCode(Enum):
    """What kinds of doubt there are. The value is what `--json` prints; the docstring of each is its meaning."""

    ENCODING_GUESSED = "encoding-guessed"
    """The encoding was not declared and was chosen by strict decoding and plausibility."""
    BYTES_DROPPED = "bytes-dropped"
    """Bytes that stand for no character were set aside."""
    LOST_CHARACTER = "lost-character"
    """A character may be missing at a join."""
    DOUBLED_CHARACTER = "doubled-character"
    """A character may stand twice at a join."""
    REPEATED_WORDS = "repeated-words"
    """A word or clause follows itself."""
    UNBALANCED_MARKS = "unbalanced-marks"
    """A quotation mark or bracket has no partner."""
    MIXED_QUOTES = "mixed-quotes"
    """Two styles of quotation marks stand in one article."""
    NUMBER_JUMPS = "number-jumps"
    """A number is missing in a sequence of headings or items."""
    HALF_WIDTH = "half-width"
    """A half-width mark stands between Han characters."""
    SCRIPT_IN_WORD = "script-in-word"
    """Simplified and Traditional forms stand in one word."""
    DOUBTFUL_PLACE = "doubtful-place"
    """A place name in an inscription that may be misread."""
    DOUBTFUL_DATE = "doubtful-date"
    """A date that cannot be, or that disagrees with another."""
    DOUBTFUL_STRUCTURE = "doubtful-structure"
    """A block whose type or limits the evidence does not settle."""
    MIXED_SCRIPT = "mixed-script"
    """A span in which both scripts are written."""
    AMBIGUOUS_CONVERSION = "ambiguous-conversion"
    """A conversion that depends on the meaning."""
    STALE_DECISION = "stale-decision"
    """A recorded decision whose place is not in the text any more."""
    OLD_FORM = "old-form"
    """An old form of a character that conversion left as it is."""
    SURNAME = "surname"
    """A character that is converted but may be a surname."""
    MISSING_IMAGE = "missing-image"
    """A picture that the article names is not there or may not be used."""
    MISSING_ALT = "missing-alt"
    """A picture has no alternative text."""
    MISSING_GLYPH = "missing-glyph"
    """No installed font has a character."""
    MISSING_FONT = "missing-font"
    """No installed font fills a role; another stands in."""
    LOW_RESOLUTION = "low-resolution"
    """A picture has fewer than 200 dots per inch at its printed size."""
    MISSING_PROFILE = "missing-profile"
    """No profile of a printing condition is installed: a file for the printer only names one."""
    UNSAFE_CONTENT = "unsafe-content"
    """Something in the input that could act was removed or left as text."""
    FILE_NAME = "file-name"
    """An output's name was changed because a system refuses it or another output has it."""
    CHANGED_BY_HAND = "changed-by-hand"
    """A file that kanben would write is not as kanben left it."""
    PRIVATE_CHARACTER = "private-character"
    """A private-use or replacement character: the extraction lost what stood there."""
    INCONSISTENT_NAME = "inconsistent-name"
    """One name is spelt or converted in two ways across articles."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A doubt: a code, a sentence, where, the words around it, and a suggestion that is never applied by itself."""

    code: NoticeCode
    message: str
    place: Place | None = None
    context: str = ""
    suggestion: str | None = None
