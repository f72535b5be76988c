"""Word documents: the words a reader sees, paragraph by paragraph, with the style of each as its kind.

The source is the document's text with one line per paragraph and a tab between the cells of a table's row. python-docx opens
the package; its own `Paragraph.text` leaves out what stands in tracked insertions and content controls, so the words are
read from the elements. Out are tracked deletions, struck-out and hidden text, field codes, text boxes, headers and footnotes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from claimcheck.errors import DocumentError
from claimcheck.model import BlockKind
from claimcheck.reading.header import ends_sentence
from claimcheck.reading.offsets import Composer, Reading

_MAX_UNPACKED = 100_000_000  # bytes of all parts: Word packs prose 5 to 20 times
_MAX_RATIO = 200  # of a part of more than a megabyte
_MAX_PARTS = 5_000
_BODY = "word/document.xml"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ALTERNATE_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_UNREAD = frozenset(f"{_W}{name}" for name in ("del", "moveFrom", "txbxContent", "pPr", "rPr", "instrText", "sdtPr", "sectPr"))
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-", f"{_W}ptab": "\t"}
_MIN_CELL_SENTENCE = 8  # words: a cell that has as many and ends as a sentence is a paragraph laid out in a table

# Titles that Word and its templates give a document by themselves.
_NO_TITLES = ("document", "word document", "microsoft word", "untitled", "draft", "template")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    kind: BlockKind
    in_row: bool  # a cell that is not the last of its row: a tab follows, not a line end


def read_word(data: bytes, name: str) -> Reading:
    """The bytes of a .docx in, its paragraphs out. Raises DocumentError for a broken, locked or oversized package."""
    _check_package(data, name)
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml import etree

    try:
        document = Document(io.BytesIO(data))
        styles = {style.style_id: (style.name or "").lower() for style in document.styles}
        body = document.element.body
        if body is None:
            raise ValueError("its main part has no body")
        paragraphs = list(_paragraphs(body, styles))
        title = (document.core_properties.title or "").strip()
    except (PackageNotFoundError, KeyError, ValueError, AttributeError, zipfile.BadZipFile, etree.LxmlError, OSError, EOFError) as error:
        raise DocumentError(f"{name} is a broken Word document ({_reason(error)}): open it in Word and save it again.") from None
    return _reading(paragraphs, title)


def _check_package(data: bytes, name: str) -> None:
    """Refuse before anything is unpacked: what is no Word document, and what would fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            declared = b"" if _BODY not in package.NameToInfo else package.open(_BODY).read(2048)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise DocumentError(f"{name} is a broken or locked Word document ({_reason(error)}): open it in Word and save it again.") from None
    if not declared:
        raise DocumentError(f"{name} is a zip archive without a Word document in it: save the article as .docx or .txt.")
    unpacked = sum(part.file_size for part in parts)
    packed_tightly = any(part.file_size > 1_000_000 and part.file_size > _MAX_RATIO * max(1, part.compress_size) for part in parts)
    if unpacked > _MAX_UNPACKED or len(parts) > _MAX_PARTS or packed_tightly:
        raise DocumentError(f"{name} unpacks to more than an article can need ({unpacked / 1_000_000:,.0f} MB): save its text as .txt.")
    if b"<!DOCTYPE" in declared or b"<!ENTITY" in declared:
        raise DocumentError(f"{name} declares XML entities, as no Word document does: open it in Word and save it again.")


def _reason(error: Exception) -> str:
    text = " ".join(str(error).split())
    return type(error).__name__ if not text or "<_io" in text else text[:120].strip(".'\"")


def _paragraphs(container: Any, styles: dict[str, str], *, in_cell: bool = False) -> Iterator[_Paragraph]:
    """Paragraphs below a body, cell or content control, in reading order. Word nests tables a few deep at most."""
    for element in container:
        if element.tag == f"{_W}p":
            text = "".join(_characters(element))
            yield _Paragraph(text, "paragraph" if in_cell else _kind(element, styles), in_row=False)
        elif element.tag == f"{_W}tbl":
            for row in element.iter(f"{_W}tr"):
                yield from _row(row, styles)
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}moveTo", f"{_W}customXml", f"{_W}smartTag"):
            yield from _paragraphs(element, styles, in_cell=in_cell)


def _row(row: Any, styles: dict[str, str]) -> Iterator[_Paragraph]:
    cells = [cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr")) is row]
    for number, cell in enumerate(cells):
        paragraphs = [paragraph for paragraph in _own_paragraphs(cell, styles) if paragraph.text.strip()]
        for place, paragraph in enumerate(paragraphs):
            sentence = ends_sentence(paragraph.text) and len(paragraph.text.split()) >= _MIN_CELL_SENTENCE
            last = place == len(paragraphs) - 1
            kind: BlockKind = "paragraph" if sentence else "table"
            yield _Paragraph(paragraph.text, kind, in_row=last and number < len(cells) - 1)


def _own_paragraphs(cell: Any, styles: dict[str, str]) -> Iterator[_Paragraph]:
    """A cell's paragraphs without those of a table inside it, whose rows come by themselves."""
    for element in cell:
        if element.tag == f"{_W}p":
            yield _Paragraph("".join(_characters(element)), "paragraph", in_row=False)
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _own_paragraphs(element, styles)


def _characters(paragraph: Any) -> Iterator[str]:
    for child in paragraph:
        if child.tag in _UNREAD or child.tag == _ALTERNATE_FALLBACK or not isinstance(child.tag, str):
            continue
        if child.tag == f"{_W}t":
            yield (child.text or "").replace("\n", " ")
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag != f"{_W}r" or not _unseen(child):
            yield from _characters(child)


def _unseen(run: Any) -> bool:
    """Whether a run is hidden or struck out."""
    properties = run.find(f"{_W}rPr")
    if properties is None:
        return False
    marks = (properties.find(f"{_W}{name}") for name in ("vanish", "strike", "dstrike"))
    return any(mark is not None and mark.get(f"{_W}val", "true") not in ("0", "false", "off") for mark in marks)


def _kind(paragraph: Any, styles: dict[str, str]) -> BlockKind:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return "paragraph"
    style = properties.find(f"{_W}pStyle")
    name = styles.get(style.get(f"{_W}val"), "") if style is not None else ""
    if name == "title":
        return "title"
    if name.startswith("heading") or name == "subtitle":
        return "heading"
    if "quote" in name:
        return "quote"
    if name == "caption":
        return "caption"
    if name.startswith("list") or properties.find(f"{_W}numPr") is not None:
        return "list-item"
    return "paragraph"


def _reading(paragraphs: list[_Paragraph], title: str) -> Reading:
    pieces: list[str] = []
    for paragraph in paragraphs:
        pieces += (paragraph.text, "\t" if paragraph.in_row else "\n")
    source = "".join(pieces).rstrip("\n")
    composer = Composer(source)
    start = 0
    for paragraph in paragraphs:
        end = min(start + len(paragraph.text), len(source))
        at = start
        for line in source[start:end].split("\n\n"):  # two line breaks in a row, made in place of a new paragraph
            composer.begin(paragraph.kind)
            composer.verbatim(at, at + len(line))
            at += len(line) + 2
        start += len(paragraph.text) + 1
    reading = composer.reading()
    shown = any(block.kind == "title" for block in reading.blocks)
    sensible = bool(title) and not title.lower().startswith(_NO_TITLES) and not title.lower().endswith((".doc", ".docx"))
    return replace(reading, title=title) if sensible and not shown else reading
