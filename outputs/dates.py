"""The date of an edition: from the article or `SOURCE_DATE_EPOCH`, never from the clock."""

from __future__ import annotations

import os
import re
from datetime import UTC, date, datetime

ISO_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def edition_date(article_date: str | None, always: bool = False) -> str | None:
    """Return a W3C date with time: `SOURCE_DATE_EPOCH`, else the article's date, else None (1 January 2000 if `always`).

    >>> edition_date("2022-03-14")
    '2022-03-14T00:00:00+00:00'
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal() and int(epoch) < 253_402_300_800:  # the year 10000
        return datetime.fromtimestamp(int(epoch), UTC).isoformat()
    found = ISO_DATE.fullmatch(article_date or "")
    if found:
        year, month, day = (int(part or 1) for part in found.groups())
        try:
            return f"{date(year, month, day).isoformat()}T00:00:00+00:00"
        except ValueError:  # no such day
            pass
    return "2000-01-01T00:00:00+00:00" if always else None


def printed_date(date: str, lang: str) -> str:
    """Return a date of ISO 8601 as a Chinese text prints it; any other text, and any other language, as it is.

    >>> printed_date("2024-05-06", "zh-Hans"), printed_date("2024", "zh-Hant"), printed_date("甲辰年", "zh-Hans")
    ('2024年5月6日', '2024年', '甲辰年')
    """
    found = ISO_DATE.fullmatch(date.strip())
    if not found or not lang.startswith("zh"):
        return date
    return "".join(f"{int(number)}{unit}" for number, unit in zip(found.groups(), "年月日", strict=True) if number)
