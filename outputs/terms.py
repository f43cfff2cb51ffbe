"""Words of our own that a reader of a book sees, by the language, script and region of the edition: one table."""

from __future__ import annotations

from collections.abc import Mapping

TERMS: Mapping[str, Mapping[str, str]] = {
    # Parts of a book (the names of GB/T 9704 and CY/T 154, and what Taiwan and Hong Kong print)
    "contents": {"zh-Hans": "目录", "zh-Hant": "目錄", "en": "Contents"},
    "cover": {"zh-Hans": "封面", "zh-Hant": "封面", "en": "Cover"},
    "title-page": {"zh-Hans": "扉页", "zh-Hant": "扉頁", "zh-Hant-TW": "書名頁", "en": "Title page"},
    "text": {"zh-Hans": "正文", "zh-Hant": "正文", "en": "Text"},
    "preface": {"zh-Hans": "前言", "zh-Hant": "前言", "en": "Preface"},
    "colophon": {"zh-Hans": "版权页", "zh-Hant": "版權頁", "en": "Colophon"},
    "illustrations": {"zh-Hans": "插图目录", "zh-Hant": "插圖目錄", "zh-Hant-TW": "圖目錄", "en": "Illustrations"},
    "index": {"zh-Hans": "索引", "zh-Hant": "索引", "en": "Index"},
    "volume": {"zh-Hans": "卷", "zh-Hant": "卷", "en": "Volume"},
    "page": {"zh-Hans": "页", "zh-Hant": "頁", "en": "Page"},
    "pages": {"zh-Hans": "页码", "zh-Hant": "頁碼", "en": "Pages"},
    "landmarks": {"zh-Hans": "导览", "zh-Hant": "導覽", "en": "Landmarks"},
    # Kinds of block
    "inscription": {"zh-Hans": "碑文", "zh-Hant": "碑文", "en": "Inscription"},
    "original": {"zh-Hans": "原文", "zh-Hant": "原文", "en": "Original"},
    "transcription": {"zh-Hans": "释文", "zh-Hant": "釋文", "en": "Transcription"},
    "lead": {"zh-Hans": "导语", "zh-Hant": "導語", "en": "Standfirst"},
    "figure": {"zh-Hans": "图", "zh-Hant": "圖", "en": "Figure"},
    "table": {"zh-Hans": "表", "zh-Hant": "表", "en": "Table"},
    "picture": {"zh-Hans": "图片", "zh-Hant": "圖片", "en": "Picture"},
    "note": {"zh-Hans": "注", "zh-Hant": "注", "zh-Hant-TW": "註", "en": "Note"},
    "notes": {"zh-Hans": "注释", "zh-Hant": "注釋", "zh-Hant-TW": "註釋", "en": "Notes"},
    "back-to-text": {"zh-Hans": "返回正文", "zh-Hant": "返回正文", "en": "Back to the text"},
    # People and where an article comes from
    "author": {"zh-Hans": "作者", "zh-Hant": "作者", "en": "Author"},
    "photographer": {"zh-Hans": "摄影", "zh-Hant": "攝影", "en": "Photographer"},
    "illustrator": {"zh-Hans": "插图", "zh-Hant": "插圖", "en": "Illustrator"},
    "correspondent": {"zh-Hans": "通讯员", "zh-Hant": "通訊員", "en": "Correspondent"},
    "reporter": {"zh-Hans": "记者", "zh-Hant": "記者", "en": "Reporter"},
    "editor": {"zh-Hans": "编辑", "zh-Hant": "編輯", "en": "Editor"},
    "translator": {"zh-Hans": "翻译", "zh-Hant": "翻譯", "en": "Translator"},
    "proofreader": {"zh-Hans": "校对", "zh-Hant": "校對", "en": "Proofreader"},
    "compiler": {"zh-Hans": "整理", "zh-Hant": "整理", "en": "Compiler"},
    "designer": {"zh-Hans": "设计", "zh-Hant": "設計", "en": "Designer"},
    "interviewer": {"zh-Hans": "采访", "zh-Hant": "採訪", "en": "Interviewer"},
    "source": {"zh-Hans": "来源", "zh-Hant": "來源", "en": "Source"},
    "untitled": {"zh-Hans": "无题", "zh-Hant": "無題", "en": "Untitled"},
    # Sentences of the accessibility summary (EPUB Accessibility 1.1, 2.2)
    "a11y-text": {
        "zh-Hans": "全书为可重排的文字，可以用读屏软件或盲文点显器阅读，字号、行距和配色均可调整。",
        "zh-Hant": "全書為可重排的文字，可以用讀屏軟件或點字顯示器閱讀，字級、行距和配色均可調整。",
        "zh-Hant-TW": "全書為可重排的文字，可以用螢幕報讀軟體或點字顯示器閱讀，字級、行距和配色均可調整。",
        "en": "The whole book is reflowable text for screen readers and braille displays; "
        "type size, spacing and colours can be changed.",
    },
    "a11y-headings": {
        "zh-Hans": "目录与各级标题可用于跳转。",
        "zh-Hant": "目錄與各級標題可用於跳轉。",
        "en": "Contents and headings serve navigation.",
    },
    "a11y-alternatives": {
        "zh-Hans": "图片均有替代文字。",
        "zh-Hant": "圖片均有替代文字。",
        "en": "Every picture has alternative text.",
    },
    "a11y-no-alternatives": {
        "zh-Hans": "部分图片没有替代文字。",
        "zh-Hant": "部分圖片沒有替代文字。",
        "en": "Some pictures have no alternative text.",
    },
    "a11y-languages": {
        "zh-Hans": "使用另一种文字或语言的段落已标明语言。",
        "zh-Hant": "使用另一種文字或語言的段落已標明語言。",
        "en": "Passages in another script or language are marked as such.",
    },
    "a11y-ruby": {
        "zh-Hans": "注音以标准的注音标记给出。",
        "zh-Hant": "注音以標準的注音標記給出。",
        "en": "Readings of characters are given as ruby annotation.",
    },
    "a11y-pages": {
        "zh-Hans": "页码与印刷版对应。",
        "zh-Hant": "頁碼與印刷版對應。",
        "en": "Page numbers are those of the printed edition.",
    },
}


def term(key: str, lang: str) -> str:
    """Return the word for `key` in the language nearest to the BCP 47 tag.

    A region falls back to its script, and a language that the table does not have to English.

    >>> term("notes", "zh-Hans"), term("notes", "zh-TW"), term("notes", "zh-Hant-HK"), term("notes", "fr")
    ('注释', '註釋', '注釋', 'Notes')
    """
    words = TERMS[key]
    return next(words[tag] for tag in _nearest_tags(lang) if tag in words)


def _nearest_tags(lang: str) -> tuple[str, ...]:
    """Return the tags of the table that serve a language, nearest first."""
    language, *parts = lang.lower().replace("_", "-").split("-")
    if language not in {"zh", "cmn", "yue", "lzh", "wuu", "nan", "hak"}:
        return ("en",)
    if "hans" not in parts and ("hant" in parts or {"tw", "hk", "mo"} & set(parts)):
        region = "HK" if {"hk", "mo"} & set(parts) else "TW" if "tw" in parts else ""
        return (f"zh-Hant-{region}", "zh-Hant") if region else ("zh-Hant",)
    return ("zh-Hans",)
