"""The date of an edition: from the article or `SOURCE_DATE_EPOCH`, never from the clock."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime


def edition_date(article_date: str | None, always: bool = False) -> str | None:
    """Return a W3C date with time: `SOURCE_DATE_EPOCH`, else the article's date, else None (1 January 2000 if `always`).

    >>> edition_date("2022-03-14")
    '2022-03-14T00:00:00+00:00'
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal() and int(epoch) < 253_402_300_800:  # the year 10000
        return datetime.fromtimestamp(int(epoch), UTC).isoformat()
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", article_date or "")
    if found:
        year, month, day = (int(part or 1) for part in found.groups())
        try:
            return f"{date(year, month, day).isoformat()}T00:00:00+00:00"
        except ValueError:  # no such day
            pass
    return "2000-01-01T00:00:00+00:00" if always else None
