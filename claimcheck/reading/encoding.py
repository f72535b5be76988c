"""From bytes to text. UTF-8 is the rule; UTF-16 and UTF-32 need their mark; Windows-1252 must prove itself."""

from __future__ import annotations

import codecs
import re

from claimcheck.errors import DocumentError

# UTF-32's mark begins with UTF-16's: it has to be asked for first.
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_DECLARED = re.compile(
    rb"""<meta[^>]+charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})|<\?xml[^>]+encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE
)

# Encodings that a page may declare, by Python's name. The Encoding Standard reads the first three as Windows-1252.
_AS_WINDOWS_1252 = frozenset({"ascii", "iso8859-1", "cp1252"})
_DECLARABLE = frozenset(
    {"utf-8", "big5", "big5hkscs", "euc_jp", "euc_kr", "gb18030", "gb2312", "gbk", "shift_jis", "cp932", "cp949", "mac-roman", "koi8-r"}
    | {f"cp125{number}" for number in range(9)}
    | {f"iso8859-{number}" for number in range(2, 17)}
)

# What a high byte of Windows-1252 stands for in English copy: marks, and letters of names.
_MARK = "‘’‚“”„–—…•€£¥¢§©®™°±·½¼¾×«»¡¿†‡‰´¶\u00a0\u00ad²³¹ºª"
_SMALL = "àáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿšžœƒß"
_LARGE = "ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞŠŽŒŸ"
# Signs that the bytes are of another encoding: a capital inside a word, a figure or sign inside a word, three accents in a row.
_IMPLAUSIBLE = re.compile(
    f"[a-z{_SMALL}][{_LARGE}]|[{_LARGE}][A-Z][a-z]|[A-Za-z][‚„•€£¥¢§©®™°±·½¼¾×«»¡¿†‡‰´¶²³¹ºª][a-z]"
    f"|[{_SMALL}{_LARGE}]{{3}}|(?<![A-Za-z{_SMALL}{_LARGE}])[{_SMALL.replace('à', '')}{_LARGE}](?![A-Za-z])"
)
_HIGH = re.compile("[^\x00-\x7f]")
_ALLOWED = re.compile(f"[\x00-\x7f{_MARK}{_SMALL}{_LARGE}]*")
_MAX_HIGH_SHARE = 0.05  # English copy with names and curly quotes stays below; running text of other languages does not

_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f]")
_MAX_CONTROL_SHARE = 0.01


def decode(data: bytes, name: str, *, declared: bool = False) -> str:
    """The text of `data`, without its byte order mark; `declared`: a page may name its encoding. Raises DocumentError."""
    text = _decode(data, name, declared)
    if "\0" in text or len(_CONTROL.findall(text[:100_000])) > _MAX_CONTROL_SHARE * min(len(text), 100_000):
        raise DocumentError(f"{name} is binary, not text: save the article as .txt, .md, .html or .docx.")
    return text


def _decode(data: bytes, name: str, declared: bool) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise DocumentError(
                    f"{name} begins as {encoding.upper()} and breaks at byte {error.start + len(mark)}: save it again as UTF-8."
                ) from None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if b"\0" in data:
        raise DocumentError(f"{name} is binary, not text: save the article as .txt, .md, .html or .docx.")
    if declared and (match := _DECLARED.search(data[:4096])) is not None:
        text = by_label((match[1] or match[2]).decode("ascii"), data)
        if text is not None:
            return text
    text = _windows_1252(data)
    if text is not None:
        return text
    raise DocumentError(f"{name} is not UTF-8; convert it with: iconv -f ENCODING -t UTF-8 OLD-FILE > NEW-FILE")


def by_label(label: str, data: bytes) -> str | None:
    """The text in the encoding that a page or a header names; None where that is unknown, or does not fit."""
    try:
        encoding = codecs.lookup(label).name
        if encoding in _AS_WINDOWS_1252:
            encoding = "cp1252"
        return data.decode(encoding) if encoding in _DECLARABLE else None
    except (LookupError, UnicodeDecodeError):
        return None


def _windows_1252(data: bytes) -> str | None:
    """The text as Windows-1252 where every high byte then makes sense in English copy, else None."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        return None
    plausible = (
        _ALLOWED.fullmatch(text) is not None
        and _IMPLAUSIBLE.search(text) is None
        and len(_HIGH.findall(text)) <= max(3, _MAX_HIGH_SHARE * len(text))
    )
    return text if plausible else None
